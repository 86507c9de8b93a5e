/** Functions that do what a generated history says, run by both implementations of the differential test. */
import { mutationGeneric as mutation, queryGeneric as query } from "convex/server";
import type { Value } from "convex/values";

export interface Range {
  readonly index: "by_a" | "by_a_b";
  readonly equal: readonly (Value | undefined)[];
  readonly lower: { readonly value: Value; readonly isInclusive: boolean } | null;
  readonly upper: { readonly value: Value; readonly isInclusive: boolean } | null;
  readonly order: "asc" | "desc";
  readonly filter: Value | null;
}

const FIELDS = { by_a: ["a"], by_a_b: ["a", "b"] } as const;

interface Bounds {
  eq(field: string, value: unknown): Bounds;
  gt(field: string, value: unknown): Bounds;
  gte(field: string, value: unknown): Bounds;
  lt(field: string, value: unknown): Bounds;
  lte(field: string, value: unknown): Bounds;
}

// biome-ignore lint/suspicious/noExplicitAny: the generic context of a schema-less function is `any`
function select(ctx: any, range: Range) {
  const fields: readonly string[] = FIELDS[range.index];
  const selected = ctx.db
    .query("rows")
    .withIndex(range.index, (q: Bounds) => {
      let bounds = q;
      const equal = range.equal.slice(0, fields.length);
      for (const [i, value] of equal.entries())
        bounds = bounds.eq(fields[i] ?? "", value === "missing" ? undefined : value);
      const next = fields[equal.length] ?? "_creationTime";
      if (next === "_creationTime") return bounds;
      const { lower, upper } = range;
      if (lower !== null)
        bounds = lower.isInclusive ? bounds.gte(next, lower.value) : bounds.gt(next, lower.value);
      if (upper !== null)
        bounds = upper.isInclusive ? bounds.lte(next, upper.value) : bounds.lt(next, upper.value);
      return bounds;
    })
    .order(range.order);
  if (range.filter === null) return selected;
  return selected.filter((q: { neq(l: unknown, r: unknown): unknown; field(name: string): unknown }) =>
    q.neq(q.field("b"), range.filter),
  );
}

export const insert = mutation(async (ctx, { fields }: { fields: Record<string, Value> }) => {
  await ctx.db.insert("rows", fields);
});

/** Undefined values travel as the text "missing". */
const patchOf = (fields: Record<string, Value>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value === "missing" ? undefined : value]),
  );

export const change = mutation(
  async (ctx, { kind, pick, fields }: { kind: string; pick: number; fields: Record<string, Value> }) => {
    const rows = await ctx.db.query("rows").collect();
    const row = rows[pick % Math.max(1, rows.length)];
    if (row === undefined) return;
    if (kind === "delete") await ctx.db.delete(row._id);
    else if (kind === "patch") await ctx.db.patch(row._id, patchOf(fields));
    else await ctx.db.replace(row._id, { n: row["n"], ...fields });
  },
);

export const collect = query(async (ctx, { range, take }: { range: Range; take: number | null }) => {
  const selected = select(ctx, range);
  const rows = take === null ? await selected.collect() : await selected.take(take);
  return rows.map(shown);
});

export const page = query(
  async (ctx, { range, cursor, numItems }: { range: Range; cursor: string | null; numItems: number }) => {
    const result = await select(ctx, range).paginate({ cursor, numItems });
    return { page: result.page.map(shown), isDone: result.isDone, continueCursor: result.continueCursor };
  },
);

function shown({ _id, _creationTime, ...fields }: Record<string, Value>) {
  return fields;
}
