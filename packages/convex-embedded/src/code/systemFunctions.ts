/**
 * The `_system/cli/*` queries that the official command line asks for (`convex run`, `data`, `env`, `export`,
 * `function-spec`).
 * They run like user queries, inside a transaction with a read set, and only for the admin key.
 */
import { isSystemTable } from "../catalog/catalog.ts";
import { type JSONValue, toWire, type Value } from "../values/json.ts";
import { currentExecution } from "./execution.ts";
import type { FunctionInfo, Registry } from "./registry.ts";
import { type Syscall, type SyscallArgs, SyscallError, scopeOf } from "./syscalls.ts";

export interface SystemHost {
  registry(): Registry;
  env(): Readonly<Record<string, string>>;
  cloudUrl(): string;
  latestExport(): { readonly ts: bigint } | null;
  page: Syscall;
}

export function systemFunctions(host: SystemHost): FunctionInfo[] {
  const query = (path: string, run: (args: SyscallArgs) => string | Promise<string>): FunctionInfo => ({
    path,
    kind: "query",
    visibility: "internal",
    args: null,
    returns: null,
    invoke: async (argsJson) => {
      const [args] = JSON.parse(argsJson) as [SyscallArgs];
      return run(args);
    },
  });
  return [
    query("_system/cli/tables:default", () => {
      const names = [...execution().tx.catalog.tables()]
        .map(({ name }) => name)
        .filter((name) => !isSystemTable(name));
      const page = names.sort().map((name) => ({ name }));
      return text({ page, isDone: true, continueCursor: "" });
    }),
    query("_system/cli/tableData:default", ({ table, order, paginationOpts }) => {
      const { numItems, cursor } = paginationOpts as { numItems: number; cursor: string | null };
      const source = {
        type: "FullTableScan",
        tableName: table ?? "",
        order: order === "asc" ? "asc" : "desc",
      };
      const running = currentExecution();
      if (running === null) throw new SyscallError("Not running.");
      return host.page(running, { query: { source, operators: [] }, cursor, pageSize: numItems });
    }),
    query("_system/cli/queryEnvironmentVariables:default", () =>
      text(Object.entries(host.env()).map(([name, value]) => ({ name, value }))),
    ),
    query("_system/cli/queryEnvironmentVariables:get", ({ name }) => {
      const value = typeof name === "string" ? host.env()[name] : undefined;
      return text(value === undefined ? null : { name: String(name as string), value });
    }),
    query("_system/cli/exports:getLatest", () => {
      const ts = host.latestExport()?.ts;
      return text(
        ts === undefined
          ? null
          : { state: "completed", start_ts: ts, complete_ts: ts, zip_object_key: String(ts) },
      );
    }),
    query("_system/cli/convexUrl:cloudUrl", () => text(host.cloudUrl())),
    query("_system/cli/modules:apiSpec", () => text([...host.registry().all()].filter(isUsers).map(specOf))),
  ];
}

function isUsers({ path }: FunctionInfo): boolean {
  return !path.startsWith("_system/");
}

function specOf({ path, kind, visibility, args, returns }: FunctionInfo): Record<string, Value> {
  const [module = "", name = ""] = path.split(":");
  return {
    functionType: `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
    identifier: `${module}.js:${name}`,
    visibility: { kind: visibility },
    args: (args ?? { type: "any" }) as unknown as Value,
    returns: (returns ?? { type: "any" }) as unknown as Value,
  };
}

function execution() {
  const running = currentExecution();
  if (running === null) throw new SyscallError("Not running.");
  return scopeOf(running, "system query");
}

function text(value: Value): string {
  const wire: JSONValue = toWire(value);
  return JSON.stringify(wire);
}
