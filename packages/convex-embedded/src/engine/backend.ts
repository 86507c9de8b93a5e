/**
 * A deployment without its network: store, writer, live queries and the installed code. The servers of src/net and
 * the in-process test instance are two doors to it.
 */

import { pushSchema } from "../catalog/push.ts";
import { parseSchema } from "../catalog/schemaExport.ts";
import { Executor } from "../code/executor.ts";
import { type LoadedCode, loadCode, type ModuleSource } from "../code/load.ts";
import { Registry } from "../code/registry.ts";
import {
  actionSyscalls,
  commonSyscalls,
  type Syscall,
  type SyscallHost,
  syncSyscalls,
  transactionSyscalls,
} from "../code/syscalls.ts";
import type { Logger } from "../observability/logger.ts";
import { QueryError } from "../query/compile.ts";
import { CursorCodec } from "../query/cursor.ts";
import type { RunSearch } from "../query/stream.ts";
import { Database } from "../store/database.ts";
import type { ReadTx } from "../store/readTx.ts";
import type { Durability } from "../store/sqlite.ts";
import { Reactor } from "./reactor.ts";
import { forgetOldAnswers } from "./sessionRequests.ts";
import { textSearch } from "./textSearch.ts";
import { Writer } from "./writer.ts";

export interface BackendInput {
  readonly dataDir: string;
  readonly durability: Durability;
  readonly isDev: boolean;
  readonly isParanoid: boolean;
  readonly logger: Logger;
  /** Told the function that is entered: see the watchdog. */
  readonly entered?: (path: string) => void;
}

const EMPTY_CODE: LoadedCode = {
  hash: "",
  registry: new Registry(new Map()),
  http: null,
  crons: null,
  mapFrames: () => [],
  schema: null,
  authConfig: null,
};

const HOUR_MS = 3_600_000;

export class Backend {
  readonly database: Database;
  readonly writer: Writer;
  readonly executor: Executor;
  readonly reactor: Reactor;
  readonly logger: Logger;
  readonly #cleaner: NodeJS.Timeout;
  #code: LoadedCode = EMPTY_CODE;

  constructor(input: BackendInput) {
    this.logger = input.logger;
    this.database = new Database(input.dataDir, input.durability);
    const host: SyscallHost = {
      cursors: new CursorCodec(this.database.secret("cursors")),
      search: (tx) => (source) => search(tx, source),
      runNested: (execution, call) => this.executor.runNested(execution, call),
      runFromAction: (execution, call) => this.executor.runFromAction(execution, call),
      checkFunction: (path) => void this.executor.code.registry.resolve(path, { allowInternal: true }),
      deployment: { name: "local", class: input.isDev ? "dev" : "prod" },
    };
    const common = commonSyscalls(host);
    this.executor = new Executor({
      database: this.database,
      writer: () => this.writer,
      isDev: input.isDev,
      code: EMPTY_CODE,
      syscalls: {
        sync: syncSyscalls(host),
        transaction: new Map<string, Syscall>([...common, ...transactionSyscalls(host)]),
        action: new Map<string, Syscall>([...common, ...actionSyscalls(host)]),
        js: new Map(),
      },
      ...(input.entered === undefined ? {} : { entered: input.entered }),
    });
    this.reactor = new Reactor({
      database: this.database,
      executor: this.executor,
      logger: input.logger,
      isParanoid: input.isParanoid,
    });
    this.writer = new Writer({
      database: this.database,
      search: textSearch,
      logger: input.logger,
      onCommit: ({ touched }) => this.reactor.committed(touched),
    });
    this.#cleaner = setInterval(() => void this.#clean(), HOUR_MS).unref();
  }

  get code(): LoadedCode {
    return this.#code;
  }

  /**
   * Makes a code version the deployment's, with its schema. Throws BundleError or SchemaError and changes nothing
   * when it does not load or does not fit the stored data.
   */
  async install(source: ModuleSource): Promise<LoadedCode> {
    const code = loadCode(source);
    const schema = code.schema === null ? null : parseSchema(code.schema);
    const summary = await this.writer.write(async (tx) => pushSchema(tx, schema));
    this.#code = code;
    this.executor.install(code);
    this.reactor.invalidateAll();
    this.logger.info("functions installed", { hash: code.hash.slice(0, 12), ...summary });
    return code;
  }

  async stop(): Promise<void> {
    clearInterval(this.#cleaner);
    await this.writer.stop();
    await this.reactor.stop();
    this.database.close();
  }

  async #clean(): Promise<void> {
    try {
      await this.writer.write((tx) => forgetOldAnswers(tx, Date.now()));
    } catch (error) {
      this.logger.warn("cleaning up failed", { error });
    }
  }
}

/** The documents a search found, best first. Asking for more of them than a search can have is an error. */
function* search(tx: ReadTx, { index, filters }: Parameters<RunSearch>[0]): Generator<string> {
  const { rows, isTruncated } = textSearch.query(tx.connection, { index, filters, readSet: tx.readSet });
  for (const rid of rows) {
    const body = tx.connection.bodyOf(rid);
    tx.chargeRead(body);
    yield body;
  }
  if (isTruncated) {
    throw new QueryError(
      `Search query scanned too many documents (fetched ${rows.length}). Use a smaller limit, or take() the first results.`,
    );
  }
}
