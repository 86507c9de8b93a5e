/**
 * The syscalls of the function library (SPEC "Syscalls"), by name. Each takes parsed JSON and answers JSON text:
 * documents pass through as the text they are stored as.
 */
import { isSystemTable, type TableInfo } from "../catalog/catalog.ts";
import { compileSource, QueryError, type SerializedQuery } from "../query/compile.ts";
import type { CursorCodec } from "../query/cursor.ts";
import { readPage } from "../query/page.ts";
import { QueryStream, type RunSearch } from "../query/stream.ts";
import type { ReadTx } from "../store/readTx.ts";
import { tableOfId, WriteTx } from "../store/writeTx.ts";
import { tableNumberOfId } from "../values/id.ts";
import {
  canonicalText,
  fromWire,
  isPlainObject,
  isUndefinedMarker,
  type JSONValue,
  type Value,
} from "../values/json.ts";
import type { Execution } from "./execution.ts";

export type SyscallArgs = Readonly<Record<string, JSONValue>>;
export type Syscall = (execution: Execution, args: SyscallArgs) => string | Promise<string>;
export type SyscallTable = ReadonlyMap<string, Syscall>;

/** Syscalls that pass objects instead of JSON: blobs. */
export type JsSyscall = (execution: Execution, args: Readonly<Record<string, unknown>>) => unknown;
export type JsSyscallTable = ReadonlyMap<string, JsSyscall>;

/** What syscalls need of the rest of the host; bound once at start. */
export interface SyscallHost {
  readonly cursors: CursorCodec;
  search(tx: ReadTx): RunSearch;
  runNested(
    execution: Execution,
    call: { kind: "query" | "mutation" | "snapshotQuery"; path: string; args: JSONValue },
  ): Promise<string>;
  runFromAction(
    execution: Execution,
    call: { kind: "query" | "mutation" | "action"; path: string; args: JSONValue },
  ): Promise<string>;
  /** Throws when the path names nothing that can be called. */
  checkFunction(path: string): void;
  readonly deployment: { readonly name: string; readonly class: string };
}

/** Thrown to the function for a call that makes no sense; functions may catch it. */
export class SyscallError extends Error {
  override readonly name = "SyscallError";
}

const DONE = '{"done":true,"value":null}';

export function syncSyscalls(host: SyscallHost): SyscallTable {
  return new Map<string, Syscall>([
    [
      "1.0/queryStream",
      (execution, args) =>
        JSON.stringify({ queryId: execution.addStream(openStream(host, execution, args)) }),
    ],
    ["1.0/queryCleanup", (execution, { queryId }) => String(execution.streams.delete(Number(queryId)))],
    [
      "1.0/db/normalizeId",
      (execution, args) => {
        const { tx } = scopeOf(execution, "normalizeId");
        const id = textArg(args, "idString");
        const table = tableOfId(tx.catalog, id);
        return JSON.stringify({ id: table !== null && table.name === textArg(args, "table") ? id : null });
      },
    ],
    ["1.0/getSnapshotTs", (execution) => canonicalText(scopeOf(execution, "getSnapshotTs").tx.snapshotTs)],
  ]);
}

/** Null for what has to go the long way. */
export type DirectSyscall = (execution: Execution, args: SyscallArgs) => string | null;
export type DirectSyscallTable = ReadonlyMap<string, DirectSyscall>;

/** Of our own part of the library (fastWrites.ts): values as the function made them. */
export function plainWrites(): DirectSyscallTable {
  return new Map<string, DirectSyscall>([
    ["1.0/insertPlain", insertPlain],
    ["1.0/patchPlain", patchPlain],
  ]);
}

/** The most frequent of them, which read their arguments once and answer without waiting for anything. */
export function directSyscalls(host: SyscallHost): ReadonlyMap<string, Syscall & DirectSyscall> {
  return new Map<string, (execution: Execution, args: SyscallArgs) => string>([
    ["1.0/get", getDocument],
    ["1.0/queryStreamNext", nextRow],
    ["1.0/queryCollect", (execution, args) => collectRows(openStream(host, execution, args))],
    ["1.0/queryPage", (execution, args) => page(host, execution, args)],
    ["1.0/getUserIdentity", userIdentity],
    ["1.0/insert", insertDocument],
    ["1.0/shallowMerge", patchDocument],
    ["1.0/replace", replaceDocument],
    ["1.0/remove", removeDocument],
  ]);
}

/** Syscalls of queries and mutations. */
export function transactionSyscalls(host: SyscallHost): SyscallTable {
  return new Map<string, Syscall>([
    ...directSyscalls(host),
    ["1.0/count", (execution, args) => countRows(host, execution, args)],
    [
      "1.0/runUdf",
      (execution, args) => {
        const kind = textArg(args, "udfType");
        if (kind !== "query" && kind !== "mutation" && kind !== "snapshotQuery") {
          throw new SyscallError(`Unknown function type "${kind}".`);
        }
        if (execution.kind === "query" && kind !== "query") {
          throw new SyscallError("Queries can only call other queries.");
        }
        return host.runNested(execution, { kind, path: functionPath(args), args: args["args"] ?? {} });
      },
    ],
    [
      "1.0/getTransactionMetrics",
      (execution) => JSON.stringify(scopeOf(execution, "getTransactionMetrics").tx.usage.report()),
    ],
  ]);
}

/** Syscalls of actions and HTTP actions. */
export function actionSyscalls(host: SyscallHost): SyscallTable {
  const call =
    (kind: "query" | "mutation" | "action"): Syscall =>
    (execution, args) =>
      host.runFromAction(execution, { kind, path: functionPath(args), args: args["args"] ?? {} });
  return new Map<string, Syscall>([
    ["1.0/actions/query", call("query")],
    ["1.0/actions/mutation", call("mutation")],
    ["1.0/actions/action", call("action")],
    [
      "1.0/actions/vectorSearch",
      () => {
        throw new SyscallError("Vector search is not available on this host.");
      },
    ],
  ]);
}

/** Syscalls every kind of function may make. */
export function commonSyscalls(host: SyscallHost): SyscallTable {
  const unavailable: Syscall = () => {
    throw new SyscallError("This Convex service is not available on this host.");
  };
  return new Map<string, Syscall>([
    ["1.0/getUserIdentity", userIdentity],
    ["1.0/getFunctionMetadata", (execution) => JSON.stringify({ name: execution.path, componentPath: "" })],
    [
      "1.0/getDeploymentMetadata",
      () => JSON.stringify({ name: host.deployment.name, region: null, class: host.deployment.class }),
    ],
    [
      "1.0/getRequestMetadata",
      (execution) => {
        if (execution.kind === "query") throw new SyscallError("Queries can't read request metadata.");
        const { ip, userAgent, requestId, scheduledFunctionId, authToken } = execution.caller;
        return JSON.stringify({ ip, userAgent, requestId, scheduledFunctionId, authToken });
      },
    ],
    [
      "1.0/createFunctionHandle",
      (_execution, args) => {
        const path = functionPath(args);
        host.checkFunction(path);
        return JSON.stringify(`function://${path}`);
      },
    ],
    ["1.0/auditLog", () => "null"],
    ["1.0/createServiceToken", unavailable],
    ["1.0/getServiceUrl", unavailable],
    ["1.0/signJwt", unavailable],
  ]);
}

function userIdentity(execution: Execution): string {
  if (execution.scope !== null) execution.scope.hasObservedIdentity = true;
  return JSON.stringify(execution.caller.identity);
}

/** The function a syscall's `name`, `reference` or `functionHandle` stands for. */
export function functionPath(args: SyscallArgs): string {
  const { name, reference, functionHandle } = args;
  if (typeof name === "string") return name;
  if (typeof functionHandle === "string") return functionHandle.replace(/^function:\/\/[;]*/, "");
  if (typeof reference === "string") {
    throw new SyscallError(`Components are not supported by this host: ${reference}`);
  }
  throw new SyscallError("The call names no function.");
}

export function scopeOf(execution: Execution, op: string) {
  if (execution.scope === null) throw new SyscallError(`${op} is not available in actions.`);
  return execution.scope;
}

export function writeTx(execution: Execution, op: string): WriteTx {
  const { tx } = scopeOf(execution, op);
  if (execution.kind !== "mutation" || !(tx instanceof WriteTx)) {
    throw new SyscallError(`${op} is only available in mutations.`);
  }
  return tx;
}

export function textArg(args: SyscallArgs, name: string): string {
  const value = args[name];
  if (typeof value !== "string") throw new SyscallError(`Invalid argument \`${name}\`: expected a string.`);
  return value;
}

function objectArg(args: SyscallArgs, name: string): Record<string, Value> {
  const value = fromWire(args[name] ?? null);
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof ArrayBuffer) {
    throw new SyscallError("Documents must be objects.");
  }
  return value as Record<string, Value>;
}

/** The table of an id. Throws for texts that are no ids; null for ids of tables that do not exist. */
function tableOf(tx: ReadTx, args: SyscallArgs, method: string): TableInfo | null {
  const id = textArg(args, "id");
  const table = tableOfId(tx.catalog, id);
  const wanted = args["table"];
  if (table === null) {
    if (!isIdShaped(id)) {
      throw new SyscallError(
        `Invalid argument \`id\` for \`db.${method}\`: Unable to decode ID: ${JSON.stringify(id)} is not a valid ID.`,
      );
    }
    return null;
  }
  if (typeof wanted === "string" && wanted !== table.name) {
    throw new SyscallError(
      `Invalid argument \`id\` for \`db.${method}\`: expected an ID of table "${wanted}", but got an ID of table "${table.name}".`,
    );
  }
  return table;
}

function userDocument(tx: WriteTx, args: SyscallArgs, method: string): { table: TableInfo; id: string } {
  const table = tableOf(tx, args, method);
  const id = textArg(args, "id");
  if (table === null) throw new SyscallError(`Table for ID "${id}" not found.`);
  if (isSystemTable(table.name)) {
    throw new SyscallError("System tables (prefixed with `_`) are read-only.");
  }
  return { table, id };
}

function getDocument(execution: Execution, args: SyscallArgs): string {
  const { tx } = scopeOf(execution, "get");
  const table = tableOf(tx, args, "get");
  if (table === null) return "null";
  const isSystem = args["isSystem"] === true;
  if (isSystemTable(table.name) !== isSystem) {
    const [kind, door] = isSystem ? ["User", ""] : ["System", "system."];
    throw new SyscallError(`${kind} tables can only be accessed from db.${door}get().`);
  }
  return tx.get(table, textArg(args, "id")) ?? "null";
}

function openStream(host: SyscallHost, execution: Execution, { query }: SyscallArgs): QueryStream {
  const scope = scopeOf(execution, "queryStream");
  const { source, operators } = query as unknown as SerializedQuery;
  scope.tx.usage.charge("databaseQueries", 1);
  const compiled = compileSource(scope.tx, source);
  const stream = new QueryStream(scope.tx, { source: compiled, operators }, host.search(scope.tx));
  scope.addScan(stream.scan);
  return stream;
}

/** Of our own part of the library (fastQueries.ts): what walking to the end would give. */
function collectRows(stream: QueryStream): string {
  let text = "";
  for (let body = stream.next(); body !== null; body = stream.next()) {
    text += text === "" ? body : `,${body}`;
  }
  return `[${text}]`;
}

function nextRow(execution: Execution, { queryId }: SyscallArgs): string {
  const stream = execution.streams.get(Number(queryId));
  if (stream === undefined) throw new QueryError("This query is closed and can't emit any more values.");
  const body = stream.next();
  return body === null ? DONE : `{"done":false,"value":${body}}`;
}

/** The `queryPage` syscall, also used by the host's own queries. */
export function page(
  host: Pick<SyscallHost, "cursors" | "search">,
  execution: Execution,
  args: SyscallArgs,
): string {
  const scope = scopeOf(execution, "paginate");
  if (scope.hasPaginated) {
    throw new QueryError(
      "This query or mutation function ran multiple paginated queries. Convex only supports a single paginated query in each function.",
    );
  }
  scope.hasPaginated = true;
  scope.tx.usage.charge("databaseQueries", 1);
  const { query, cursor, endCursor, pageSize, maximumRowsRead, maximumBytesRead } = args;
  const given = typeof endCursor === "string" ? endCursor : scope.journalIn;
  const result = readPage(
    scope.tx,
    {
      query: query as unknown as SerializedQuery,
      cursor: typeof cursor === "string" ? cursor : null,
      endCursor: given,
      pageSize: finite(pageSize) ?? 0,
      maximumRowsRead: finite(maximumRowsRead),
      maximumBytesRead: finite(maximumBytesRead),
    },
    { cursors: host.cursors, search: host.search(scope.tx) },
  );
  scope.addScan(result.scan);
  scope.journalOut = result.continueCursor;
  const { isDone, continueCursor, splitCursor, pageStatus } = result;
  const rest = JSON.stringify({ isDone, continueCursor, splitCursor, pageStatus });
  return `{"page":[${result.bodies.join(",")}],${rest.slice(1)}`;
}

/** JSON has no other numbers, and here they may come without JSON between. */
function finite(value: JSONValue | undefined): number | null {
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

function countRows(host: SyscallHost, execution: Execution, args: SyscallArgs): string {
  const { tx } = scopeOf(execution, "count");
  const source = { type: "FullTableScan", tableName: textArg(args, "table"), order: null } as const;
  const stream = new QueryStream(tx, { source: compileSource(tx, source), operators: [] }, host.search(tx));
  execution.scope?.addScan(stream.scan);
  let rows = 0;
  while (stream.next() !== null) rows += 1;
  return String(rows);
}

function insertDocument(execution: Execution, args: SyscallArgs): string {
  const table = textArg(args, "table");
  if (isSystemTable(table)) throw new SyscallError("System tables (prefixed with `_`) are read-only.");
  return JSON.stringify({ _id: writeTx(execution, "insert").insert(table, objectArg(args, "value")) });
}

function insertPlain(execution: Execution, args: SyscallArgs): string | null {
  const table = textArg(args, "table");
  const { value } = args;
  if (isSystemTable(table) || !isPlainObject(value)) return null;
  return writeTx(execution, "insert").insertPlain(table, value as Record<string, Value>);
}

function patchPlain(execution: Execution, args: SyscallArgs): string | null {
  const tx = writeTx(execution, "patch");
  const { value } = args;
  if (!isPlainObject(value)) return null;
  const { table, id } = userDocument(tx, args, "patch");
  return tx.patchPlain(table, id, value) ? "" : null;
}

function patchDocument(execution: Execution, args: SyscallArgs): string {
  const tx = writeTx(execution, "patch");
  const { table, id } = userDocument(tx, args, "patch");
  const value = args["value"];
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SyscallError("`patch` expects an object.");
  }
  const changes = new Map(
    Object.entries(value).map(([name, json]) => [name, isUndefinedMarker(json) ? undefined : fromWire(json)]),
  );
  tx.patch(table, id, changes);
  return "null";
}

function replaceDocument(execution: Execution, args: SyscallArgs): string {
  const tx = writeTx(execution, "replace");
  const { table, id } = userDocument(tx, args, "replace");
  tx.replace(table, id, objectArg(args, "value"));
  return "null";
}

function removeDocument(execution: Execution, args: SyscallArgs): string {
  const tx = writeTx(execution, "delete");
  const { table, id } = userDocument(tx, args, "delete");
  tx.remove(table, id);
  return "null";
}

/** Looks like an id (of a table that is gone or foreign), as against a typing error. */
function isIdShaped(text: string): boolean {
  return tableNumberOfId(text) !== null;
}
