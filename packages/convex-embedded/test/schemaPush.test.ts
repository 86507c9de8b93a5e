import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { SchemaError } from "../src/index.ts";
import { fn, httpClient, startHost, temporaryFolder } from "./support/host.ts";

const FUNCTIONS = `
import { mutationGeneric as mutation, queryGeneric as query } from "convex/server";
export const add = mutation((ctx, { value }) => ctx.db.insert("rows", value));
export const all = query((ctx) => ctx.db.query("rows").collect());
export const byName = query((ctx, { name }) =>
  ctx.db.query("rows").withIndex("by_name", (q) => q.eq("name", name)).collect());
export const found = query((ctx, { text }) =>
  ctx.db.query("rows").withSearchIndex("by_text", (q) => q.search("name", text)).collect());
`;

const schemaOf = (table: string, options = "") => `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ rows: ${table} }${options});
`;

function project(schema: string): string {
  const dir = path.join(temporaryFolder(), "convex");
  mkdirSync(dir);
  writeFileSync(path.join(dir, "rows.ts"), FUNCTIONS);
  setSchema(dir, schema);
  return dir;
}

function setSchema(dir: string, schema: string): void {
  writeFileSync(path.join(dir, "schema.ts"), schema);
}

const ANY = schemaOf("defineTable(v.any())");
const WITH_INDEX = schemaOf('defineTable({ name: v.string() }).index("by_name", ["name"])');

describe("schema push", () => {
  it("[CA3] a schema the rows do not fit changes nothing: code, schema and rows stay", async () => {
    const functionsDir = project(ANY);
    const host = await startHost({ functionsDir });
    const client = httpClient(host);
    await client.mutation(fn("rows:add"), { value: { name: 5 } });
    setSchema(functionsDir, WITH_INDEX);
    await expect(host.reload()).rejects.toThrow(SchemaError);
    await client.mutation(fn("rows:add"), { value: { name: null } });
    expect(await client.query(fn("rows:all"), {})).toHaveLength(2);
    await expect(client.query(fn("rows:byName"), { name: "x" })).rejects.toThrow(
      "Index rows.by_name not found",
    );
  });

  it("[CA3] a host does not start on data its schema does not fit", async () => {
    const functionsDir = project(ANY);
    const dataDir = temporaryFolder();
    const first = await startHost({ functionsDir, dataDir });
    await httpClient(first).mutation(fn("rows:add"), { value: { name: 5 } });
    await first.stop();
    setSchema(functionsDir, WITH_INDEX);
    await expect(startHost({ functionsDir, dataDir })).rejects.toThrow(
      /table "rows" does not match the schema/,
    );
    setSchema(functionsDir, ANY);
    const again = await startHost({ functionsDir, dataDir });
    expect(await httpClient(again).query(fn("rows:all"), {})).toHaveLength(1);
  });

  it("[CA4] a new index is filled from the rows that are there, and a dropped one is gone", async () => {
    const functionsDir = project(ANY);
    const host = await startHost({ functionsDir });
    const client = httpClient(host);
    for (const name of ["a", "b", "a"]) await client.mutation(fn("rows:add"), { value: { name } });
    setSchema(functionsDir, WITH_INDEX);
    await host.reload();
    expect(await client.query(fn("rows:byName"), { name: "a" })).toHaveLength(2);
    setSchema(functionsDir, schemaOf("defineTable({ name: v.string() })"));
    await host.reload();
    await expect(client.query(fn("rows:byName"), { name: "a" })).rejects.toThrow("not found");
    setSchema(functionsDir, WITH_INDEX);
    await host.reload();
    expect(await client.query(fn("rows:byName"), { name: "a" })).toHaveLength(2);
  });

  it("[CA5] a new search index is filled, too", async () => {
    const functionsDir = project(ANY);
    const host = await startHost({ functionsDir });
    const client = httpClient(host);
    await client.mutation(fn("rows:add"), { value: { name: "the quick fox" } });
    setSchema(
      functionsDir,
      schemaOf('defineTable({ name: v.string() }).searchIndex("by_text", { searchField: "name" })'),
    );
    await host.reload();
    expect(await client.query(fn("rows:found"), { text: "quick" })).toHaveLength(1);
  });

  it("[CA6] rows are checked on every write, unless validation is off", async () => {
    const functionsDir = project(WITH_INDEX);
    const host = await startHost({ functionsDir });
    const client = httpClient(host);
    await expect(client.mutation(fn("rows:add"), { value: { name: 5 } })).rejects.toThrow(
      "does not match the schema",
    );
    setSchema(functionsDir, schemaOf("defineTable({ name: v.string() })", ", { schemaValidation: false }"));
    await host.reload();
    await client.mutation(fn("rows:add"), { value: { name: 5 } });
  });

  it("[CO2] code that does not load leaves the old code running", async () => {
    const functionsDir = project(ANY);
    const host = await startHost({ functionsDir });
    writeFileSync(path.join(functionsDir, "rows.ts"), "export const all = (;");
    await expect(host.reload()).rejects.toThrow("Bundling failed");
    expect(await httpClient(host).query(fn("rows:all"), {})).toEqual([]);
  });
});
