/**
 * A deployment without its network: store, writer, live queries and the installed code. The servers of src/net and
 * the in-process test instance are two doors to it.
 */

import { pushSchema } from "../catalog/push.ts";
import { parseSchema } from "../catalog/schemaExport.ts";
import { Executor } from "../code/executor.ts";
import { type LoadedCode, loadCode, type ModuleSource } from "../code/load.ts";
import { type FunctionInfo, Registry } from "../code/registry.ts";
import { actionServices, blobServices, transactionServices } from "../code/serviceSyscalls.ts";
import {
  actionSyscalls,
  commonSyscalls,
  type DirectSyscall,
  directSyscalls,
  type JsSyscall,
  page,
  plainWrites,
  type Syscall,
  type SyscallHost,
  syncSyscalls,
  transactionSyscalls,
} from "../code/syscalls.ts";
import { systemFunctions } from "../code/systemFunctions.ts";
import type { Logger } from "../observability/logger.ts";
import { QueryError } from "../query/compile.ts";
import { CursorCodec } from "../query/cursor.ts";
import type { RunSearch } from "../query/stream.ts";
import { MAX_RESULTS } from "../search/index.ts";
import { ExportRequests } from "../snapshot/requests.ts";
import { Database } from "../store/database.ts";
import type { ReadTx } from "../store/readTx.ts";
import type { Durability } from "../store/sqlite.ts";
import { Crons } from "./crons.ts";
import { FileService } from "./fileService.ts";
import { Reactor } from "./reactor.ts";
import { Scheduler } from "./scheduler.ts";
import { forgetOldAnswers } from "./sessionRequests.ts";
import { textSearch } from "./textSearch.ts";
import { Writer } from "./writer.ts";

export interface BackendInput {
  readonly dataDir: string;
  readonly durability: Durability;
  readonly isDev: boolean;
  readonly isParanoid: boolean;
  readonly logger: Logger;
  /** Environment variables of the functions as the deployment was started with; changes made later win over them. */
  readonly env?: Readonly<Record<string, string>>;
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

const ENV_META = "env";
/** Actions may run for minutes: one that is cut off by the stop is failed at the next start. */
const STOP_PATIENCE_MS = 2_000;
const HOUR_MS = 3_600_000;

// Captured at import: the fake timers of a test must neither run the housekeeping nor keep a host from stopping.
const startInterval = setInterval;
const stopInterval = clearInterval;
const startTimer = setTimeout;
const stopTimer = clearTimeout;

export class Backend {
  readonly database: Database;
  readonly writer: Writer;
  readonly executor: Executor;
  readonly reactor: Reactor;
  readonly logger: Logger;
  readonly scheduler: Scheduler;
  readonly crons: Crons;
  readonly files: FileService;
  readonly exports = new ExportRequests();
  /** Where browsers reach this deployment; known once its servers listen. */
  readonly origins = { cloud: "", site: "" };
  readonly #givenEnv: Readonly<Record<string, string>>;
  readonly #system: readonly FunctionInfo[];
  readonly #cleaner: NodeJS.Timeout;
  #code: LoadedCode = EMPTY_CODE;

  constructor(input: BackendInput) {
    this.logger = input.logger;
    this.#givenEnv = input.env ?? {};
    this.database = new Database(input.dataDir, input.durability);
    const host: SyscallHost = {
      cursors: new CursorCodec(this.database.secret("cursors")),
      search: (tx) => (source) => search(tx, source),
      runNested: (execution, call) => this.executor.runNested(execution, call),
      runFromAction: (execution, call) => this.executor.runFromAction(execution, call),
      checkFunction: (path) => void this.executor.code.registry.resolve(path, { allowInternal: true }),
      deployment: { name: "local", class: input.isDev ? "dev" : "prod" },
    };
    this.writer = new Writer({
      database: this.database,
      search: textSearch,
      logger: input.logger,
      onCommit: ({ touched }) => this.reactor.committed(touched),
    });
    const { database, writer, logger } = this;
    const common = commonSyscalls(host);
    const syncTable = syncSyscalls(host);
    const transaction = new Map<string, Syscall>([...common, ...transactionSyscalls(host)]);
    const action = new Map<string, Syscall>([...common, ...actionSyscalls(host)]);
    const js = new Map<string, JsSyscall>();
    this.executor = new Executor({
      database,
      writer,
      isDev: input.isDev,
      logger,
      code: EMPTY_CODE,
      syscalls: {
        sync: syncTable,
        transaction,
        action,
        js,
        direct: new Map<string, DirectSyscall>([...directSyscalls(host), ...plainWrites()]),
      },
      ...(input.entered === undefined ? {} : { entered: input.entered }),
    });
    const { executor } = this;
    this.scheduler = new Scheduler({ database, writer, executor, logger });
    this.crons = new Crons({ writer, executor, logger });
    this.files = new FileService({
      dataDir: input.dataDir,
      database,
      writer,
      logger,
      origin: () => this.origins.cloud,
    });
    const services = { database, writer, scheduler: this.scheduler, files: this.files };
    for (const [op, syscall] of transactionServices(services)) transaction.set(op, syscall);
    for (const [op, syscall] of actionServices(services)) action.set(op, syscall);
    for (const [op, syscall] of blobServices(services)) js.set(op, syscall);
    this.#system = systemFunctions({
      registry: () => this.executor.code.registry,
      env: () => this.env(),
      cloudUrl: () => this.origins.cloud,
      latestExport: () => this.exports.latest,
      page: (execution, args) => page(host, execution, args),
    });
    this.reactor = new Reactor({
      database: this.database,
      executor: this.executor,
      logger: input.logger,
      isParanoid: input.isParanoid,
    });
    // A statement that waits would keep everybody waiting.
    database.writer.neverWait();
    this.#cleaner = startInterval(() => void this.#clean(), HOUR_MS).unref();
  }

  get code(): LoadedCode {
    return this.#code;
  }

  /** Environment variables of the functions. */
  env(): Record<string, string> {
    const changed = JSON.parse(this.database.writer.meta(ENV_META) ?? "{}") as Record<string, string | null>;
    const env: Record<string, string> = { ...this.#givenEnv };
    for (const [name, value] of Object.entries(changed)) {
      if (value === null) delete env[name];
      else env[name] = value;
    }
    return env;
  }

  /** Null removes a variable. Functions see the change once their code is installed again. */
  async changeEnv(changes: ReadonlyMap<string, string | null>): Promise<void> {
    await this.writer.write((tx) => {
      const before = JSON.parse(tx.connection.meta(ENV_META) ?? "{}") as Record<string, string | null>;
      tx.beforeWrite();
      tx.connection.setMeta(ENV_META, JSON.stringify({ ...before, ...Object.fromEntries(changes) }));
    });
  }

  /**
   * Makes a code version the deployment's, with its schema. Throws BundleError or SchemaError and changes nothing
   * when it does not load or does not fit the stored data.
   */
  async install(source: ModuleSource): Promise<LoadedCode> {
    const code = loadCode(source, this.#system);
    const schema = code.schema === null ? null : parseSchema(code.schema);
    const isFirst = this.#code === EMPTY_CODE;
    const summary = await this.writer.write(async (tx) => {
      const pushed = await pushSchema(tx, schema);
      // A barrier, and installed in the turn of the commit: no function runs old code on the new schema.
      tx.afterCommit(() => {
        this.#code = code;
        this.executor.install(code);
        this.reactor.invalidateAll();
      });
      return pushed;
    }, "barrier");
    this.logger.info("functions installed", { hash: code.hash.slice(0, 12), ...summary });
    if (isFirst) {
      await this.scheduler.start();
      await this.files.sweep();
    }
    await this.crons.install(code.crons);
    return code;
  }

  async stop(): Promise<void> {
    stopInterval(this.#cleaner);
    await atMost(STOP_PATIENCE_MS, Promise.all([this.scheduler.stop(), this.crons.stop()]));
    await this.writer.stop();
    await this.reactor.stop();
    this.database.close();
  }

  async #clean(): Promise<void> {
    try {
      await this.writer.write((tx) => {
        forgetOldAnswers(tx, Date.now());
        this.scheduler.forgetCompleted(tx);
      });
    } catch (error) {
      this.logger.warn("cleaning up failed", { error });
    }
  }
}

/** The documents a search found, best first. Asking for more of them than a search can have is an error. */
function* search(tx: ReadTx, { index, filters }: Parameters<RunSearch>[0]): Generator<string> {
  let found = 0;
  tx.storeWrites();
  for (const rid of textSearch.query(tx.connection, { index, filters, readSet: tx.readSet })) {
    if (found === MAX_RESULTS) {
      throw new QueryError(
        `Search query scanned too many documents (fetched ${MAX_RESULTS}). Use a smaller limit, or take() the first results.`,
      );
    }
    found += 1;
    const body = tx.bodyOf(rid);
    tx.chargeRead(body);
    yield body;
    tx.storeWrites();
  }
}

async function atMost(limitMs: number, work: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<void>((resolve) => {
    timer = startTimer(resolve, limitMs);
  });
  await Promise.race([work, limit]);
  stopTimer(timer);
}
