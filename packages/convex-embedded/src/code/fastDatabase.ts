/**
 * The three calls that functions make most, in one step each: a document is handed over as it was read, and taken as
 * it was made. Put in the library's place when functions are bundled; what the host does not take so goes the
 * library's own way, and there everything is refused that is to be refused. Runs inside the sandbox.
 */
import type { JSONValue, Value } from "convex/values";
import { type AtOnce, decoded } from "./fastSyscalls.ts";

type Get = (table: string | undefined, id: unknown, isSystem: boolean) => Promise<Value>;
type Insert = (table: string, value: unknown) => Promise<string>;
type Patch = (table: string | undefined, id: unknown, value: unknown) => Promise<void>;

interface Library {
  readonly get: Get;
  readonly insert: Insert;
  readonly patch: Patch;
  readonly direct: AtOnce;
  jsonToConvex(json: JSONValue): Value;
}

interface Reader {
  get(...place: unknown[]): Promise<Value>;
}
interface Writer extends Reader {
  insert: Insert;
  patch(...change: unknown[]): Promise<void>;
}

export function databaseAtOnce(library: Library) {
  const { direct, jsonToConvex } = library;
  const steps: { get: Get; insert: Insert; patch: Patch } = {
    get: async (table, id, isSystem) => {
      const text = typeof id === "string" ? direct("1.0/get", { id, isSystem, table }) : null;
      return text === null ? await library.get(table, id, isSystem) : decoded(text, jsonToConvex);
    },
    insert: async (table, value) => {
      const id = typeof table === "string" ? direct("1.0/insertPlain", { table, value }) : null;
      return id ?? (await library.insert(table, value));
    },
    patch: async (table, id, value) => {
      const done = typeof id === "string" ? direct("1.0/patchPlain", { table, id, value }) : null;
      if (done === null) await library.patch(table, id, value);
    },
  };
  // The table may be left out; a promise around these would only be waited for once more.
  const get: Reader["get"] = (first, id) =>
    id === undefined ? steps.get(undefined, first, false) : steps.get(first as string, id, false);
  const patch: Writer["patch"] = (first, second, value) =>
    value === undefined ? steps.patch(undefined, first, second) : steps.patch(first as string, second, value);
  return {
    ...steps,
    withReads: <R extends Reader>(reader: R): R => ({ ...reader, get }),
    withWrites: <W extends Writer>(writer: W): W => ({ ...writer, get, insert: steps.insert, patch }),
  };
}
