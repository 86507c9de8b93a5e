import { type FunctionReference, makeFunctionReference } from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import type { Doc, Id } from "../convex/_generated/dataModel";
import { accountMutation, accountQuery } from "../convex/functions/account";
import { BACKENDS, type Modules } from "./backends";
import { activitySample } from "./samples";
import { activityTypes, addTask, createWorld, identityOf, refusal } from "./world";

const subject = { kind: "task" as const, id: "x", label: "x" };
const ids = { taskId: v.id("tasks") };

/** Functions that do what no function of the product may. */
const probe = {
  silentWrite: accountMutation({
    role: "member",
    audit: ["task_updated"],
    args: ids,
    handler: async (ctx, { taskId }) => {
      await ctx.db.patch("tasks", taskId, { title: "changed in silence" });
    },
  }),
  undeclared: accountMutation({
    role: "member",
    audit: ["task_updated"],
    args: ids,
    handler: async (ctx, { taskId }) => {
      await ctx.db.patch("tasks", taskId, { title: "changed" });
      await ctx.activity.record({ event: { type: "agent_removed" }, target: subject });
    },
  }),
  undeclaredNone: accountMutation({
    role: "member",
    audit: "none",
    args: {},
    handler: async (ctx) => {
      await ctx.activity.record({ event: { type: "agent_removed" }, target: subject });
    },
  }),
  nothing: accountMutation({ role: "member", audit: ["task_updated"], args: {}, handler: async () => null }),
  carryAway: accountMutation({
    role: "member",
    audit: "none",
    args: { ...ids, other: v.id("accounts"), how: v.string() },
    handler: async (ctx, { taskId, other, how }) => {
      const task = await ctx.db.get("tasks", taskId);
      if (!task) return;
      const { _id, _creationTime, ...fields } = task;
      if (how === "patch") await ctx.db.patch("tasks", taskId, { accountId: other });
      if (how === "patch without table") await ctx.db.patch(taskId, { accountId: other });
      if (how === "replace") await ctx.db.replace("tasks", taskId, { ...fields, accountId: other });
      if (how === "insert") await ctx.db.insert("tasks", { ...fields, accountId: other });
    },
  }),
  writeForeign: accountMutation({
    role: "member",
    audit: "none",
    args: { ...ids, how: v.string() },
    handler: async (ctx, { taskId, how }) => {
      if (how === "patch") await ctx.db.patch("tasks", taskId, { title: "stolen" });
      if (how === "delete") await ctx.db.delete("tasks", taskId);
      if (how === "delete without table") await ctx.db.delete(taskId);
    },
  }),
  forge: accountMutation({
    role: "member",
    audit: "none",
    args: { how: v.string(), activityId: v.id("activities") },
    handler: async (ctx, { how, activityId }) => {
      if (how === "insert")
        await ctx.db.insert("activities", { ...activitySample, accountId: ctx.account._id });
      if (how === "patch") await ctx.db.patch("activities", activityId, { actorName: "Nobody" });
      if (how === "delete") await ctx.db.delete("activities", activityId);
    },
  }),
  peek: accountQuery({
    role: "viewer",
    args: ids,
    handler: async (ctx, { taskId }) => ({
      byTable: await ctx.db.get("tasks", taskId),
      byIdAlone: await ctx.db.get(taskId),
      byScan: (await ctx.db.query("tasks").take(50)).length,
      accounts: (await ctx.db.query("accounts").take(50)).length,
      config: (await ctx.db.query("systemConfig").take(50)).length,
    }),
  }),
};

const MODULES: Modules = { "../convex/probe.ts": async () => probe };

type Ref<Kind extends "query" | "mutation", Output = unknown> = FunctionReference<
  Kind,
  "public",
  Record<string, unknown>,
  Output
>;
type Peek = {
  byTable: Doc<"tasks"> | null;
  byIdAlone: Doc<"tasks"> | null;
  byScan: number;
  accounts: number;
  config: number;
};
const ref = <Kind extends "query" | "mutation", Output = unknown>(name: string) =>
  makeFunctionReference(`probe:${name}`) as unknown as Ref<Kind, Output>;
const call = (name: string) => ref<"mutation">(name);

async function twoAccounts(start: (typeof BACKENDS)[number]["start"]) {
  const t = start(MODULES);
  const [mine, theirs] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
  const [own, foreign] = [await addTask(mine), await addTask(theirs)];
  const { accountId } = mine;
  const titleOf = (taskId: Id<"tasks">) => t.run(async (ctx) => (await ctx.db.get("tasks", taskId))?.title);
  return { t, mine, theirs, own, foreign, accountId, ada: mine.owner.as, titleOf };
}

describe.each(BACKENDS)("builders on $name", ({ start }) => {
  test("[L1] a mutation that writes and records nothing is rolled back", async () => {
    const { ada, accountId, own, titleOf } = await twoAccounts(start);
    expect(await refusal(ada.mutation(call("silentWrite"), { accountId, taskId: own.taskId }))).toMatchObject(
      { code: "internal" },
    );
    expect(await titleOf(own.taskId)).toBe("Write the plan");
  });

  test("[L1] an activity that was not declared cannot be recorded", async () => {
    const { ada, accountId, mine, own, titleOf } = await twoAccounts(start);
    const before = await activityTypes(mine);
    expect(await refusal(ada.mutation(call("undeclared"), { accountId, taskId: own.taskId }))).toMatchObject({
      code: "internal",
    });
    expect(await refusal(ada.mutation(call("undeclaredNone"), { accountId }))).toMatchObject({
      code: "internal",
    });
    expect(await titleOf(own.taskId)).toBe("Write the plan");
    expect(await activityTypes(mine)).toEqual(before);
  });

  test("a mutation that finds nothing to do needs no activity", async () => {
    const { ada, accountId } = await twoAccounts(start);
    expect(await ada.mutation(call("nothing"), { accountId })).toBeNull();
  });

  test.each(["patch", "patch without table", "replace", "insert"])(
    "[T2] no row is carried into another account by %s",
    async (how) => {
      const { ada, accountId, own, theirs, t } = await twoAccounts(start);
      const args = { accountId, taskId: own.taskId, other: theirs.accountId, how };
      await expect(ada.mutation(call("carryAway"), args)).rejects.toThrow();
      const rows = await t.run((ctx) => ctx.db.query("tasks").take(10));
      expect(rows.map((row) => row.accountId === accountId)).toEqual([true, false]);
    },
  );

  test.each(["patch", "delete", "delete without table"])(
    "[T2] a row of another account is not changed by %s",
    async (how) => {
      const { ada, accountId, foreign, titleOf } = await twoAccounts(start);
      await expect(
        ada.mutation(call("writeForeign"), { accountId, taskId: foreign.taskId, how }),
      ).rejects.toThrow();
      expect(await titleOf(foreign.taskId)).toBe("Write the plan");
    },
  );

  test("[T4] rows of another account read as absent, however they are asked for", async () => {
    const { ada, accountId, own, foreign } = await twoAccounts(start);
    const peek = (taskId: Id<"tasks">) => ada.query(ref<"query", Peek>("peek"), { accountId, taskId });
    expect(await peek(foreign.taskId)).toEqual({
      byTable: null,
      byIdAlone: null,
      byScan: 1,
      accounts: 1,
      config: 0,
    });
    expect((await peek(own.taskId)).byIdAlone?._id).toBe(own.taskId);
  });

  test.each(["insert", "patch", "delete"])("[L2] activities cannot be written by hand: %s", async (how) => {
    const { ada, accountId, t } = await twoAccounts(start);
    const before = await t.run((ctx) => ctx.db.query("activities").take(50));
    const activityId = before[0]?._id;
    await expect(ada.mutation(call("forge"), { accountId, how, activityId })).rejects.toThrow();
    expect(await t.run((ctx) => ctx.db.query("activities").take(50))).toEqual(before);
  });

  test("a removed member is nobody", async () => {
    const { t, mine, accountId } = await twoAccounts(start);
    await t.run(async (ctx) => {
      await ctx.db.patch("memberships", mine.owner.memberId, { status: "removed" });
    });
    expect(
      await refusal(t.withIdentity(identityOf("Ada")).mutation(call("nothing"), { accountId })),
    ).toMatchObject({ code: "not_found" });
  });
});

test("a definition without role, audit or with an unknown activity does not compile", () => {
  const handler = async () => null;
  // @ts-expect-error role is missing
  accountQuery({ args: {}, handler });
  // @ts-expect-error audit is missing
  accountMutation({ role: "member", args: {}, handler });
  // @ts-expect-error no such activity
  accountMutation({ role: "member", audit: ["task_flown"], args: {}, handler });
  // @ts-expect-error no such role
  accountQuery({ role: "king", args: {}, handler });
  // @ts-expect-error a bare function declares nothing
  expect(() => accountQuery(handler)).toThrow();
});
