/**
 * All rows of a query in one syscall instead of one per row: `collect`, and with it `take`, `first` and `unique`, which
 * the library builds on it. Put in its place when functions are bundled. Reads what walking would have read, in the
 * same order and against the same limits. Runs inside the sandbox.
 */
import type { JSONValue, Value } from "convex/values";
import { type AtOnce, decoded } from "./fastSyscalls.ts";

/** The part of the library's QueryImpl that matters here. */
interface LibraryQuery {
  state: { readonly type: "preparing"; readonly query: object } | { readonly type: string };
}
type Collect = (this: LibraryQuery) => Promise<Value[]>;
type Take = (
  this: LibraryQuery & { limit(n: number): { collect(): Promise<Value[]> } },
  n: number,
) => Promise<Value[]>;

interface Library {
  /** Walks, and says what is wrong with a query that was used before. */
  readonly collect: Collect;
  readonly version: string;
  readonly direct: AtOnce;
  performAsyncSyscall(op: string, args: object): Promise<JSONValue[]>;
  jsonToConvex(json: JSONValue): Value;
}

export function collectAtOnce(library: Library): Collect {
  const { collect, version, direct, performAsyncSyscall, jsonToConvex } = library;
  return async function collectedAtOnce(this: LibraryQuery): Promise<Value[]> {
    if (!("query" in this.state)) return await collect.call(this);
    const { query } = this.state;
    this.state = { type: "consumed" };
    const text = direct("1.0/queryCollect", { query, version });
    if (text !== null) return decoded(text, jsonToConvex) as Value[];
    const rows = await performAsyncSyscall("1.0/queryCollect", { query, version });
    return rows.map((row) => jsonToConvex(row));
  };
}

/** Without a promise of its own around that of `collect`. */
export function takeAtOnce(take: Take): Take {
  return function takenAtOnce(n) {
    const isPlain = "query" in this.state && Number.isInteger(n) && n >= 0;
    return isPlain ? this.limit(n).collect() : take.call(this, n);
  };
}
