/** The same function tests on convex-test and on this host: what differs is listed in the README. */

import {
  type ActionBuilder,
  type ApiFromModules,
  actionGeneric,
  anyApi,
  type DataModelFromSchemaDefinition,
  defineSchema,
  defineTable,
  httpActionGeneric,
  httpRouter,
  internalMutationGeneric,
  type MutationBuilder,
  makeFunctionReference,
  mutationGeneric,
  type QueryBuilder,
  queryGeneric,
} from "convex/server";
import { ConvexError, v } from "convex/values";
import { convexTest as officialConvexTest } from "convex-test";
import { afterEach, describe, expect, test, vi } from "vitest";
import { convexTest, stopTestInstances } from "./index.ts";

const schema = defineSchema({
  notes: defineTable({ text: v.string(), rank: v.number(), owner: v.optional(v.string()) })
    .index("by_rank", ["rank"])
    .searchIndex("by_text", { searchField: "text" }),
});

type Model = DataModelFromSchemaDefinition<typeof schema>;
const query = queryGeneric as QueryBuilder<Model, "public">;
const mutation = mutationGeneric as MutationBuilder<Model, "public">;
const internalMutation = internalMutationGeneric as MutationBuilder<Model, "internal">;
const action = actionGeneric as ActionBuilder<Model, "public">;
const addNote = makeFunctionReference<"mutation", { text: string; rank: number }, string>("notes:add");
const listNotes = makeFunctionReference<"query", Record<string, never>, unknown[]>("notes:list");
const laterNotes = makeFunctionReference<"mutation", { text: string; afterMs: number; times: number }, null>(
  "notes:later",
);

const notes = {
  list: query({
    args: {},
    handler: async (ctx) => ctx.db.query("notes").withIndex("by_rank").collect(),
  }),
  add: mutation({
    args: { text: v.string(), rank: v.number() },
    handler: async (ctx, args) => {
      const identity = await ctx.auth.getUserIdentity();
      return await ctx.db.insert("notes", {
        ...args,
        ...(identity === null ? {} : { owner: identity.subject }),
      });
    },
  }),
  addTwoThenFail: mutation({
    handler: async (ctx) => {
      await ctx.db.insert("notes", { text: "a", rank: 1 });
      await ctx.runMutation(addNote, { text: "b", rank: 2 });
      throw new ConvexError({ code: "conflict", n: 1n });
    },
  }),
  purge: internalMutation({
    handler: async (ctx) => {
      for (const note of await ctx.db.query("notes").collect()) await ctx.db.delete(note._id);
    },
  }),
  fail: query({
    handler: async () => {
      throw new TypeError("no such thing");
    },
  }),
  viaAction: action({
    args: { text: v.string() },
    handler: async (ctx, { text }) => {
      await ctx.runMutation(addNote, { text, rank: 0 });
      return (await ctx.runQuery(listNotes, {})).length;
    },
  }),
  later: mutation({
    args: { text: v.string(), afterMs: v.number(), times: v.number() },
    handler: async (ctx, { text, afterMs, times }) => {
      await ctx.db.insert("notes", { text, rank: times });
      if (times > 1) await ctx.scheduler.runAfter(afterMs, laterNotes, { text, afterMs, times: times - 1 });
    },
  }),
  who: query({ handler: async (ctx) => (await ctx.auth.getUserIdentity()) ?? null }),
};

const router = httpRouter();
router.route({
  path: "/echo",
  method: "POST",
  handler: httpActionGeneric(async (ctx, request) => {
    const text = await request.text();
    const id: unknown = await ctx.runMutation(addNote, { text, rank: 9 });
    return new Response(typeof id, { status: 201 });
  }),
});

const modules = {
  "/convex/_generated/api.js": async () => ({}),
  "/convex/notes.ts": async () => notes,
  "/convex/http.ts": async () => ({ default: router }),
  "/convex/notes.test.ts": async () => {
    throw new Error("tests are no function modules");
  },
  "/convex/schema.ts": async () => ({ default: schema }),
};
const api = anyApi as unknown as ApiFromModules<{ notes: typeof notes }>;

afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await stopTestInstances();
});

const implementations = [
  ["convex-test", officialConvexTest as unknown as typeof convexTest],
  ["this host", convexTest],
] as const;

describe.each(implementations)("functions under %s", (_name, start) => {
  test("mutations write what queries read", async () => {
    const t = start(schema, modules);
    const id = await t.mutation(api.notes.add, { text: "b", rank: 2 });
    await t.mutation(api.notes.add, { text: "a", rank: 1 });
    expect(id).toBeTypeOf("string");
    expect(await t.query(api.notes.list, {})).toMatchObject([{ text: "a" }, { text: "b", _id: id }]);
  });

  test("instances share nothing", async () => {
    const [a, b] = [start(schema, modules), start(schema, modules)];
    await Promise.all([a.mutation(api.notes.add, { text: "a", rank: 1 }), b.run(async () => null)]);
    expect(await a.query(api.notes.list, {})).toHaveLength(1);
    expect(await b.query(api.notes.list, {})).toEqual([]);
  });

  test("a failed mutation leaves nothing behind; its ConvexError arrives with data", async () => {
    const t = start(schema, modules);
    const error: unknown = await t.mutation(api.notes.addTwoThenFail).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConvexError);
    expect((error as ConvexError<never>).data).toEqual({ code: "conflict", n: 1n });
    expect(await t.query(api.notes.list, {})).toEqual([]);
  });

  test("errors arrive as they were thrown", async () => {
    const t = start(schema, modules);
    const error: unknown = await t.query(api.notes.fail).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(TypeError);
    expect((error as TypeError).message).toBe("no such thing");
  });

  test("arguments that do not match are refused", async () => {
    const t = start(schema, modules);
    await expect(t.mutation(api.notes.add, { text: 1 as never, rank: 1 })).rejects.toThrow(/[Vv]alidat/);
    await expect(t.mutation(api.notes.add, { text: "x" } as never)).rejects.toThrow(/rank/);
    await expect(t.query(makeFunctionReference<"query">("notes:nowhere"), {})).rejects.toThrow(/nowhere/);
  });

  test("functions in the test see its variables and its transaction", async () => {
    const t = start(schema, modules);
    const seen: string[] = [];
    const count = await t.run(async (ctx) => {
      await ctx.db.insert("notes", { text: "inside", rank: 1 });
      seen.push("ran");
      return (await ctx.db.query("notes").collect()).length;
    });
    expect([count, seen]).toEqual([1, ["ran"]]);
    expect(await t.query(async (ctx) => (await ctx.db.query("notes").first())?.text)).toBe("inside");
    await expect(
      t.run(async (ctx) => {
        await ctx.db.insert("notes", { text: 5 as never, rank: 1 });
      }),
    ).rejects.toThrow();
    expect(await t.query(api.notes.list, {})).toHaveLength(1);
  });

  test("internal functions may be called", async () => {
    const t = start(schema, modules);
    await t.mutation(api.notes.add, { text: "x", rank: 1 });
    await t.mutation(api.notes.purge);
    expect(await t.query(api.notes.list, {})).toEqual([]);
  });

  test("actions call queries and mutations, each in its own transaction", async () => {
    const t = start(schema, modules);
    expect(await t.action(api.notes.viaAction, { text: "x" })).toBe(1);
    expect(await t.action(api.notes.viaAction, { text: "y" })).toBe(2);
  });

  test("identities are whose the test says", async () => {
    const t = start(schema, modules);
    expect(await t.query(api.notes.who)).toBeNull();
    const ada = t.withIdentity({ subject: "ada", name: "Ada", email: "ada@example.test" });
    expect(await ada.query(api.notes.who)).toMatchObject({
      subject: "ada",
      name: "Ada",
      issuer: "https://convex.test",
      tokenIdentifier: "https://convex.test|ada",
    });
    await ada.mutation(api.notes.add, { text: "x", rank: 1 });
    expect(await t.query(api.notes.list, {})).toMatchObject([{ owner: "ada" }]);
    const [one, two] = [t.withIdentity({ name: "A" }), t.withIdentity({ name: "B" })];
    expect(await one.query(api.notes.who)).not.toEqual(await two.query(api.notes.who));
  });

  test("HTTP actions are reached by path", async () => {
    const t = start(schema, modules);
    const response = await t.fetch("/echo?x=1", { method: "POST", body: "posted" });
    expect([response.status, await response.text()]).toEqual([201, "string"]);
    expect((await t.fetch("/nowhere")).status).toBe(404);
    expect(await t.query(api.notes.list, {})).toMatchObject([{ text: "posted" }]);
  });

  test("fake timers do not stop the engine", async () => {
    vi.useFakeTimers();
    vi.setSystemTime(Date.parse("2030-01-01T00:00:00Z"));
    const t = start(schema, modules);
    await Promise.all([1, 2, 3].map((rank) => t.mutation(api.notes.add, { text: "x", rank })));
    expect(await t.query(api.notes.list, {})).toHaveLength(3);
    expect(await t.run(async () => Date.now())).toBe(Date.parse("2030-01-01T00:00:00Z"));
  });

  test("scheduled functions run when fake timers say so", async () => {
    vi.useFakeTimers();
    const t = start(schema, modules);
    const count = async () => (await t.query(api.notes.list, {})).length;
    await t.mutation(api.notes.later, { text: "x", afterMs: 60_000, times: 3 });
    vi.advanceTimersByTime(30_000);
    await t.finishInProgressScheduledFunctions();
    expect(await count()).toBe(1);
    vi.advanceTimersByTime(31_000);
    await t.finishInProgressScheduledFunctions();
    expect(await count()).toBe(2);
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await count()).toBe(3);
  });

  test("functions scheduled without delay run with real timers too, failed ones leave their error", async () => {
    // convex-test prints the failure.
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const t = start(schema, modules);
    await t.run(async (ctx) => {
      await ctx.scheduler.runAfter(0, addNote, { text: "soon", rank: 1 });
      await ctx.scheduler.runAfter(0, makeFunctionReference<"mutation">("notes:addTwoThenFail"), {});
      await ctx.scheduler.runAfter(3_600_000, addNote, { text: "late", rank: 2 });
    });
    vi.useFakeTimers();
    await t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(1));
    vi.useRealTimers();
    expect(await t.query(api.notes.list, {})).toMatchObject([{ text: "soon" }]);
    const states = await t.run(async (ctx) =>
      (await ctx.db.system.query("_scheduled_functions").collect()).map((job) => job.state.kind),
    );
    expect(states).toEqual(["success", "failed", "pending"]);
  });

  test("functions that schedule themselves for ever are stopped", async () => {
    vi.useFakeTimers();
    const t = start(schema, modules);
    await t.mutation(api.notes.later, { text: "x", afterMs: 1, times: 1_000_000 });
    await expect(t.finishAllScheduledFunctions(vi.runAllTimers, 10)).rejects.toThrow("too many iterations");
  });

  test("files can be stored and read in a test's own transaction and in actions", async () => {
    const t = start(schema, modules);
    const id = await t.action(async (ctx) => ctx.storage.store(new Blob(["hello"], { type: "text/plain" })));
    expect(await t.action(async (ctx) => (await (await ctx.storage.get(id))?.text()) ?? null)).toBe("hello");
    expect(await t.run(async (ctx) => (await ctx.db.system.get(id))?.size)).toBe(5);
  });

  test("calls made at once do not mix", async () => {
    const t = start(schema, modules);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) =>
        i % 2 === 0
          ? await t.run(async (ctx) => {
              await ctx.db.insert("notes", { text: "x", rank: i });
              return i;
            })
          : await t
              .withIdentity({ subject: `s${i}` })
              .query(async (ctx) => (await ctx.auth.getUserIdentity())?.subject),
      ),
    );
    expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? i : `s${i}`)));
  });
});

test("a modules map without _generated is refused", async () => {
  expect(() => convexTest(schema)).toThrow(/modules/);
  await expect(
    convexTest(schema, { "/convex/a.ts": async () => ({}) }).run(async () => null),
  ).rejects.toThrow("_generated");
});
