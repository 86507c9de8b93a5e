import { EXTERNAL_LEASE_MS } from "@mc/shared/agent/place";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addExternal,
  addTask,
  api,
  createWorld,
  inbox,
  internal,
  queueOf,
  readTask,
  refusal,
  type World,
} from "./world";

async function connect(world: World, name = "Xenia") {
  const { accountId, owner, t } = world;
  const { agentId } = await addExternal(world, name);
  const { token, tokenId } = await owner.as.mutation(api.agentTokens.create, {
    accountId,
    agentId,
    name: "laptop",
  });
  const me = { agentToken: token };
  return {
    agentId,
    tokenId,
    me,
    list: () => t.mutation(api.service.work.list, me),
    claim: async (run?: string) => {
      const claimed = await t.mutation(api.service.work.claim, {
        ...me,
        ...(run === undefined ? {} : { run }),
      });
      if (claimed.kind !== "claimed") throw new TypeError(claimed.note);
      return claimed;
    },
  };
}

async function office(start: () => World["t"]) {
  const world = await createWorld(start());
  const xenia = await connect(world);
  const task = await addTask(world, { agentIds: [xenia.agentId] });
  return { world, xenia, task };
}

describe.each(BACKENDS)("agents outside the gateway on $name", ({ start }) => {
  test("an agent comes for its work, does it and answers in the thread", async () => {
    const { world, xenia, task } = await office(start);
    const { t } = world;
    expect(await t.mutation(api.service.work.self, xenia.me)).toMatchObject({
      agent: { name: "Xenia", slug: "xenia" },
      account: { slug: world.slug },
      tools: expect.arrayContaining(["task_status", "document_upsert", "skill_list"]),
    });
    const { waiting, held } = await xenia.list();
    expect(waiting).toMatchObject([
      { task: "MC-1", title: "Write the plan", why: "Ada assigned MC-1 to you." },
    ]);
    expect(held).toEqual([]);
    const { lease, context } = await xenia.claim();
    expect(context).toMatchObject({ task: { number: 1 }, agent: { slug: "xenia" } });
    const call = (callId: string) => ({ ...xenia.me, lease, callId });
    await t.mutation(api.service.externalTools.taskStatus, { ...call("1"), status: "in_progress" });
    await t.mutation(api.service.externalTools.documentUpsert, {
      ...call("2"),
      title: "Plan",
      content: "# Plan",
    });
    await t.mutation(api.service.externalTools.taskMessage, { ...call("3"), body: "Half way." });
    expect(
      await t.mutation(api.service.work.progress, { ...xenia.me, lease, text: "Writing …" }),
    ).toMatchObject({
      isStopRequested: false,
    });
    const live = await world.owner.as.query(api.runs.live, {
      accountId: world.accountId,
      taskId: task.taskId,
    });
    expect(live).toMatchObject([{ agentName: "Xenia", text: "Writing …" }]);
    const done = await t.mutation(api.service.work.answer, {
      ...xenia.me,
      lease,
      answer: "Done.",
      model: "claude",
    });
    expect(await t.mutation(api.service.work.answer, { ...xenia.me, lease, answer: "Done." })).toEqual(done);
    expect(await readTask(world, 1)).toMatchObject({
      status: "in_progress",
      messageCount: 2,
      documentCount: 1,
    });
    const runs = await world.owner.as.query(api.runs.listByTask, {
      accountId: world.accountId,
      taskId: task.taskId,
    });
    expect(runs).toMatchObject([
      {
        status: "succeeded",
        model: "claude",
        usage: { basis: "unknown", costUsd: null },
        tools: [{ name: "task_status" }, { name: "document_upsert" }, { name: "task_message" }],
      },
    ]);
    expect((await xenia.list()).waiting).toEqual([]);
    expect(await t.mutation(api.service.work.claim, xenia.me)).toMatchObject({ kind: "nothing" });
  });

  test("it is no business of the runtime: neither set up, nor queued, nor leased there", async () => {
    const { world, xenia } = await office(start);
    const { t, serviceToken, accountId, owner } = world;
    const [run] = (await xenia.list()).waiting;
    expect((await t.query(api.service.agents.desired, { serviceToken })).agents).toEqual([]);
    expect(await queueOf(world)).toEqual({ ready: [], cancels: [], active: [] });
    const runId = run?.run as Id<"runs">;
    expect(await t.mutation(api.service.runs.lease, { serviceToken, runId, leaseMs: 60_000 })).toMatchObject({
      kind: "refused",
    });
    await xenia.claim();
    await owner.as.mutation(api.runs.cancel, { accountId, runId });
    expect(await queueOf(world)).toEqual({ ready: [], cancels: [], active: [] });
    const wanted = await t.query(internal.localRuntimes.wanted, {});
    expect(wanted).toEqual([]);
    await addAgent(world, "Theo");
    expect(await t.query(internal.localRuntimes.wanted, {})).toHaveLength(1);
  });

  test("an agent of the gateway has no token, and its runs are no external agent's", async () => {
    const { world, xenia } = await office(start);
    const { accountId, owner, t } = world;
    const theo = await addAgent(world, "Theo");
    await addTask(world, { agentIds: [theo.agentId] });
    expect(
      await refusal(
        owner.as.mutation(api.agentTokens.create, { accountId, agentId: theo.agentId, name: "x" }),
      ),
    ).toMatchObject({ code: "conflict" });
    const run = (await queueOf(world)).ready[0]?.runId ?? "";
    expect(await refusal(t.mutation(api.service.work.claim, { ...xenia.me, run }))).toMatchObject({
      code: "not_found",
    });
  });

  test("of two that claim one run, one gets it", async () => {
    const { world, xenia } = await office(start);
    const [run] = (await xenia.list()).waiting;
    const claims = await Promise.allSettled([xenia.claim(run?.run), xenia.claim(run?.run)]);
    expect(claims.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await xenia.list()).held).toHaveLength(1);
    expect(await world.t.mutation(api.service.work.claim, xenia.me)).toMatchObject({ kind: "nothing" });
  });

  test("a lease that nobody renews ends, and what is done under it later has no effect", async () => {
    const { world, xenia } = await office(start);
    const { t } = world;
    const first = await xenia.claim();
    travel(EXTERNAL_LEASE_MS - 1_000);
    await t.mutation(api.service.work.progress, { ...xenia.me, lease: first.lease });
    travel(EXTERNAL_LEASE_MS - 1_000);
    const call = { ...xenia.me, lease: first.lease, callId: "1" };
    await t.mutation(api.service.externalTools.taskMessage, { ...call, body: "Still here." });
    travel(EXTERNAL_LEASE_MS + 1_000);
    await t.mutation(internal.runs.sweep, {});
    const second = await xenia.claim();
    expect(second.attempt).toBe(2);
    expect(second.context.done).toEqual(['Posted in the thread: "Still here."']);
    expect(second.lease).not.toBe(first.lease);
    const old = { ...xenia.me, lease: first.lease };
    const late = [
      t.mutation(api.service.externalTools.taskMessage, { ...call, body: "Late." }),
      t.mutation(api.service.work.progress, { ...old, text: "Late." }),
    ];
    for (const call of late) expect(await refusal(call)).toMatchObject({ code: "conflict" });
    const ends = [
      t.mutation(api.service.work.answer, { ...old, answer: "Late." }),
      t.mutation(api.service.work.fail, { ...old, reason: "Late.", isRetryable: false }),
      t.mutation(api.service.work.giveBack, old),
    ];
    for (const end of ends) expect(await end).toMatchObject({ kind: "lost", current: "running" });
    expect((await readTask(world, 1)).messageCount).toBe(1);
    const forged = { ...xenia.me, lease: second.lease.replace(/\.2$/, ".3"), answer: "Not mine yet." };
    expect(await refusal(t.mutation(api.service.work.answer, forged))).toMatchObject({ code: "not_found" });
  });

  test("what a turn used whose lease was lost is counted, once, and its answer is never posted", async () => {
    const { world, xenia } = await office(start);
    const { accountId, owner, t } = world;
    const first = await xenia.claim();
    travel(EXTERNAL_LEASE_MS + 1_000);
    await t.mutation(internal.runs.sweep, {});
    const second = await xenia.claim();
    const used = (input: number) => ({ model: "anthropic/claude-sonnet-5", tokens: { input } });
    const late = { ...xenia.me, lease: first.lease, ...used(1_000_000) };
    await t.mutation(api.service.work.answer, { ...late, answer: "Late." });
    await t.mutation(api.service.work.giveBack, late);
    const spent = async () => {
      const { today } = await owner.as.query(api.usage.ofAgent, { accountId, agentId: xenia.agentId });
      return [today.turns, today.input, today.estimatedUsd];
    };
    expect(await spent()).toEqual([1, 1_000_000, 2]);
    await t.mutation(api.service.work.answer, {
      ...xenia.me,
      lease: second.lease,
      answer: "Done.",
      ...used(500_000),
    });
    expect(await spent()).toEqual([2, 1_500_000, 3]);
    // After somebody else's success as well; and the answer that comes again answers as it did.
    await t.mutation(api.service.work.fail, { ...late, ...used(1_200_000), reason: "x", isRetryable: true });
    expect((await spent())[1]).toBe(1_700_000);
    const again = { ...xenia.me, lease: second.lease, answer: "Done.", ...used(600_000) };
    expect(await t.mutation(api.service.work.answer, again)).toHaveProperty("messageId");
    expect((await spent())[1]).toBe(1_800_000);
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("every tool of the gateway's agents works under the lease as well", async () => {
    const { world, xenia } = await office(start);
    const { t } = world;
    const { lease } = await xenia.claim();
    const call = (callId: string) => ({ ...xenia.me, lease, callId });
    const { externalTools } = api.service;
    await t.mutation(externalTools.taskUpdate, { ...call("1"), title: "Write the new plan" });
    expect(await t.mutation(externalTools.taskLoad, call("2"))).toMatchObject({
      title: "Write the new plan",
    });
    await t.mutation(externalTools.documentUpsert, { ...call("3"), title: "Plan", content: "# Plan" });
    await t.mutation(externalTools.taskMessage, { ...call("3a"), body: "First words." });
    const [said] = await t.run(async (ctx) => await ctx.db.query("messages").order("desc").take(1));
    const whole = { ...call("3b"), messageId: said?._id ?? "" };
    expect(JSON.stringify(await t.mutation(externalTools.messageRead, whole))).toContain("First words.");
    const documents = await t.mutation(externalTools.documentList, call("4"));
    expect(JSON.stringify(documents)).toContain("Plan");
    const [document] = await t.run(async (ctx) => await ctx.db.query("documents").take(1));
    const read = await t.mutation(externalTools.documentRead, {
      ...call("5"),
      documentId: document?._id ?? "",
    });
    expect(JSON.stringify(read)).toContain("# Plan");
    expect(await refusal(t.mutation(externalTools.fileRead, { ...call("11"), fileId: "f" }))).toMatchObject({
      code: "not_found",
    });
    expect(JSON.stringify(await t.mutation(externalTools.agentList, call("6")))).toContain("Xenia");
    expect(JSON.stringify(await t.mutation(externalTools.taskHistory, call("7")))).toContain("Ada");
    expect(await t.mutation(externalTools.skillList, call("8"))).toBeDefined();
    await world.owner.as.mutation(api.standups.runNow, { accountId: world.accountId });
    expect(await t.mutation(externalTools.standupRead, call("10"))).toMatchObject({
      standup: { inProgress: [], counts: { done: 0 } },
    });
    await t.mutation(externalTools.responseRequest, { ...call("9"), question: "Which plan?" });
    expect((await readTask(world, 1)).status).toBe("blocked");
  });

  test("[N3] the same call id has one effect, also across attempts", async () => {
    const { world, xenia } = await office(start);
    const say = (lease: string, callId: string, body = "Hello") =>
      world.t.mutation(api.service.externalTools.taskMessage, { ...xenia.me, lease, callId, body });
    const first = await xenia.claim();
    const once = await say(first.lease, "1");
    expect(await say(first.lease, "1")).toEqual(once);
    await world.t.mutation(api.service.work.giveBack, { ...xenia.me, lease: first.lease });
    const second = await xenia.claim();
    expect(second.attempt).toBe(1);
    expect(await say(second.lease, "2")).toEqual(once);
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("work that cannot be done ends visibly: people are told, or it is tried again", async () => {
    const { world, xenia, task } = await office(start);
    const { t, accountId, owner } = world;
    const first = await xenia.claim();
    const fail = (lease: string, isRetryable: boolean) =>
      t.mutation(api.service.work.fail, {
        ...xenia.me,
        lease,
        reason: "The tests do not build.",
        isRetryable,
      });
    expect(await fail(first.lease, true)).toMatchObject({ status: "queued" });
    // The wait is drawn anew each time and may be none at all; this one is some.
    const until = Date.now() + 60_000;
    const run = (await xenia.list()).waiting[0]?.run as Id<"runs">;
    await t.run(async (ctx) => await ctx.db.patch("runs", run, { availableAt: until }));
    expect((await xenia.list()).waiting).toMatchObject([
      { onHold: { reason: "The next attempt is not due yet.", until } },
    ]);
    expect(await refusal(xenia.claim(run))).toMatchObject({ code: "conflict" });
    travel(60_000);
    expect((await xenia.list()).waiting).toMatchObject([{ onHold: null }]);
    const second = await xenia.claim();
    expect(await fail(second.lease, false)).toMatchObject({ status: "failed" });
    expect((await inbox(world, owner)).map(({ title }) => title)).toContain("Xenia could not finish MC-1");
    const runs = await owner.as.query(api.runs.listByTask, { accountId, taskId: task.taskId });
    expect(runs[0]?.why?.sentence).toContain("The tests do not build.");
  });

  test("what it says it has used is in the ledger by its price, counts in budgets, and is unknown without its word", async () => {
    const { world, xenia, task } = await office(start);
    const { t, accountId, owner } = world;
    const { me, agentId } = xenia;
    const budget = { accountId, agentId, period: "day" as const, limitUsd: 10, limitTokens: null };
    await owner.as.mutation(api.budgets.set, { ...budget, warnPercent: 80 });
    const used = async () => {
      const ledger = await owner.as.query(api.usage.ledger, {
        accountId,
        agentId,
        paginationOpts: { numItems: 10, cursor: null },
      });
      return ledger.page.map(({ model, usage }) => [model, usage.input, usage.costUsd, usage.basis]);
    };
    const model = "claude-sonnet-5";
    const failed = await xenia.claim();
    const tokens = { input: 1_000_000, output: 100_000 };
    const broke = { reason: "The tests do not build.", isRetryable: true };
    await t.mutation(api.service.work.fail, { ...me, lease: failed.lease, ...broke, model, tokens });
    expect(await used()).toEqual([[model, 1_000_000, 3, "estimated"]]);
    travel(10 * 60_000);
    const returned = await xenia.claim();
    const own = { model: "house/own", tokens: { input: 500 } };
    await t.mutation(api.service.work.giveBack, { ...me, lease: returned.lease, ...own });
    expect((await used())[0]).toEqual(["house/own", 500, null, "unknown"]);
    const silent = await xenia.claim();
    await t.mutation(api.service.work.answer, { ...me, lease: silent.lease, answer: "Done.", model });
    expect(await used()).toHaveLength(2);
    await addTask(world, { title: "Another", agentIds: [agentId] });
    const last = await xenia.claim();
    const done = { ...me, lease: last.lease, answer: "Done.", model, tokens: { output: 800_000 } };
    const answered = await t.mutation(api.service.work.answer, done);
    expect(await t.mutation(api.service.work.answer, done)).toEqual(answered);
    expect((await used())[0]).toEqual([model, 0, 8, "estimated"]);
    const [run] = await owner.as.query(api.runs.listByTask, { accountId, taskId: task.taskId });
    expect(run?.usage).toMatchObject({ input: 1_000_500, costUsd: null, basis: "unknown" });

    // Eleven dollars are more than ten: nothing more is handed over, and the list says so as the claim does.
    await addTask(world, { title: "Too much", agentIds: [agentId] });
    const [waiting] = (await xenia.list()).waiting;
    expect(waiting?.onHold).toMatchObject({
      reason: expect.stringContaining("budget"),
      until: expect.any(Number),
    });
    expect(await refusal(xenia.claim(waiting?.run))).toMatchObject({
      code: "conflict",
      message: waiting?.onHold?.reason,
    });
    expect(await t.mutation(api.service.work.claim, me)).toMatchObject({
      kind: "nothing",
      note: expect.stringContaining(waiting?.onHold?.reason ?? "?"),
    });
  });

  test("the list and the claim say the same of all work, whatever keeps it", async () => {
    const { world, xenia } = await office(start);
    const { t, accountId, owner } = world;
    await addTask(world, { title: "Second", agentIds: [xenia.agentId] });
    const { agentId } = xenia;
    const pause = (isPaused: boolean) =>
      owner.as.mutation(api.agents.setPaused, { accountId, agentId, isPaused });
    const agree = async () => {
      const { waiting } = await xenia.list();
      for (const { run, onHold } of waiting) {
        const claimed = await t.mutation(api.service.work.claim, { ...xenia.me, run }).then(
          (answer) => answer.kind,
          () => "refused",
        );
        expect(claimed).toBe(onHold === null ? "claimed" : "refused");
      }
      return waiting.map(({ onHold }) => onHold?.reason ?? null);
    };
    await pause(true);
    expect(await agree()).toEqual(["The agent is paused.", "The agent is paused."]);
    await pause(false);
    await owner.as.mutation(api.agents.update, { accountId, agentId, settings: { turnsPerHour: 1 } });
    const [head] = (await xenia.list()).waiting;
    await xenia.claim(head?.run);
    const [reason] = await agree();
    expect(reason).toContain("1 turn an hour");
    travel(60 * 60_000 + 1);
    expect(await agree()).toContain(null);
  });

  test("a person stops the work: its tools refuse, and giving it back confirms the stop", async () => {
    const { world, xenia, task } = await office(start);
    const { t, accountId, owner } = world;
    const { lease } = await xenia.claim();
    await owner.as.mutation(api.tasks.stop, { accountId, taskId: task.taskId });
    expect((await xenia.list()).held).toMatchObject([{ isStopRequested: true }]);
    const say = t.mutation(api.service.externalTools.taskMessage, {
      ...xenia.me,
      lease,
      callId: "1",
      body: "x",
    });
    expect(await refusal(say)).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("work_give_back"),
    });
    const answer = t.mutation(api.service.work.answer, { ...xenia.me, lease, answer: "Too late." });
    expect(await refusal(answer)).toMatchObject({
      code: "conflict",
      message: expect.stringContaining("work_give_back"),
    });
    expect(await t.mutation(api.service.work.giveBack, { ...xenia.me, lease })).toEqual({
      status: "cancelled",
    });
    expect((await xenia.list()).held).toEqual([]);
  });

  test("a gated call parks the run, keeps its lease, and goes on when a person has approved", async () => {
    const { world, xenia } = await office(start);
    const { t, accountId, owner } = world;
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId: xenia.agentId,
      requiresApprovalForActions: ["task_message"],
    });
    const { lease } = await xenia.claim();
    const say = (callId: string) =>
      t.mutation(api.service.externalTools.taskMessage, { ...xenia.me, lease, callId, body: "May I?" });
    const parked = await say("1");
    expect(parked).toMatchObject({ status: "awaiting_approval" });
    if (!("approvalId" in parked)) throw new TypeError("not parked");
    const { approvalId } = parked;
    travel(EXTERNAL_LEASE_MS + 1_000);
    await t.mutation(internal.runs.sweep, {});
    const ask = { ...xenia.me, lease, callId: "2", approvalId };
    expect(await t.mutation(api.service.externalTools.approvalStatus, ask)).toMatchObject({
      status: "pending",
    });
    await owner.as.mutation(api.approvals.decide, { accountId, approvalId, decision: "approved" });
    expect(await say("3")).toHaveProperty("messageId");
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("[A4] flags and the squad lead's tools hold here too", async () => {
    const { world, xenia } = await office(start);
    const { t } = world;
    const { lease } = await xenia.claim();
    const call = { ...xenia.me, lease, callId: "1" };
    expect(
      await refusal(t.mutation(api.service.externalTools.taskCreate, { ...call, title: "x" })),
    ).toMatchObject({
      code: "forbidden",
      message: "Xenia may not create tasks. An admin can allow it.",
    });
    expect(await refusal(t.mutation(api.service.externalTools.taskList, call))).toMatchObject({
      code: "forbidden",
    });
    const assign = { ...call, number: 1, assignees: "ada" };
    expect(await refusal(t.mutation(api.service.externalTools.taskAssign, assign))).toMatchObject({
      code: "forbidden",
    });
    expect(
      await refusal(t.mutation(api.service.externalTools.taskSearch, { ...call, text: "x" })),
    ).toMatchObject({
      code: "forbidden",
    });
  });

  test("every other tool answers as it does at the gateway", async () => {
    const { world, xenia } = await office(start);
    const { t } = world;
    const { lease } = await xenia.claim();
    const call = { ...xenia.me, lease, callId: "1" };
    const tools = api.service.externalTools;
    expect(await t.mutation(tools.taskLoad, call)).toMatchObject({ number: 1, assignees: ["Xenia"] });
    expect((await t.mutation(tools.taskHistory, call)).events.length).toBeGreaterThan(0);
    expect(await t.mutation(tools.agentList, call)).toMatchObject({ agents: [{ slug: "xenia" }] });
    expect(await t.mutation(tools.skillList, call)).toEqual({ skills: [] });
    const written = await t.mutation(tools.documentUpsert, { ...call, title: "Plan", content: "x" });
    if (!("documentId" in written)) throw new TypeError("it was parked");
    expect(await t.mutation(tools.documentList, call)).toMatchObject({ documents: [{ title: "Plan" }] });
    expect(await t.mutation(tools.documentRead, { ...call, documentId: written.documentId })).toMatchObject({
      content: "x",
    });
    expect(await t.mutation(tools.taskUpdate, { ...call, priority: 1 })).toMatchObject({
      changed: ["priority"],
    });
    expect(await t.mutation(tools.responseRequest, { ...call, question: "Which?" })).toMatchObject({
      asked: "ada",
    });
  });

  test("a paused agent claims nothing; what it holds it may finish", async () => {
    const { world, xenia } = await office(start);
    const { accountId, owner, t } = world;
    const held = await xenia.claim();
    await addTask(world, { agentIds: [xenia.agentId] });
    await owner.as.mutation(api.agents.setPaused, { accountId, agentId: xenia.agentId, isPaused: true });
    expect(await t.mutation(api.service.work.claim, xenia.me)).toMatchObject({
      kind: "nothing",
      note: expect.stringContaining("paused"),
    });
    expect(await refusal(xenia.claim((await xenia.list()).waiting[0]?.run))).toMatchObject({
      code: "conflict",
    });
    await t.mutation(api.service.work.answer, { ...xenia.me, lease: held.lease, answer: "Done." });
  });

  test("a used-up budget holds it too: nothing is claimed, named or not, until there is room again", async () => {
    const { world, xenia } = await office(start);
    const { accountId, owner, serviceToken, t } = world;
    const waiting = (await xenia.list()).waiting[0]?.run;
    // Its own calls report no tokens, so that what it spent is told by a bill.
    const held = await xenia.claim();
    const [runId = "", fence] = held.lease.split(".");
    const spent = {
      model: "their/model",
      isDemoModel: false,
      usage: { input: 900, output: 100, cacheRead: 0, cacheWrite: 0, costUsd: 1, basis: "billed" as const },
    };
    const bill = { serviceToken, runId: runId as Id<"runs">, fence: Number(fence), spent };
    await t.mutation(api.service.runs.charge, bill);
    await t.mutation(api.service.work.answer, { ...xenia.me, lease: held.lease, answer: "Done." });
    await addTask(world, { agentIds: [xenia.agentId] });
    const budget = { accountId, agentId: xenia.agentId, period: "day" as const, warnPercent: 80 };
    await owner.as.mutation(api.budgets.set, { ...budget, limitUsd: 0.5, limitTokens: null });
    const next = (await xenia.list()).waiting[0]?.run;
    expect(next).not.toBe(waiting);
    const why = expect.stringContaining("Over budget: Xenia has used $1.00 of $0.50 today.");
    expect(await t.mutation(api.service.work.claim, xenia.me)).toMatchObject({ kind: "nothing", note: why });
    expect(await refusal(xenia.claim(next))).toMatchObject({ code: "conflict", message: why });
    expect((await t.run((ctx) => ctx.db.query("leases").take(5))).length).toBe(0);
    await owner.as.mutation(api.budgets.set, { ...budget, limitUsd: 5, limitTokens: null });
    expect(await xenia.claim(next)).toMatchObject({ kind: "claimed" });
  });

  test("a person sees whether it is connected, and what waits for it", async () => {
    const { world, xenia, task } = await office(start);
    const { accountId, owner } = world;
    const status = async () => {
      const { status, statusSentence } = await owner.as.query(api.agents.get, {
        accountId,
        agentId: xenia.agentId,
      });
      return [status, statusSentence];
    };
    expect(await status()).toEqual(["offline", "Has not connected yet; work waits for it"]);
    travel(60_000);
    const why = async () =>
      (await owner.as.query(api.runs.listByTask, { accountId, taskId: task.taskId }))[0]?.why?.sentence;
    expect(await why()).toBe("Waiting until Xenia comes for it.");
    await xenia.claim();
    expect(await status()).toEqual(["busy", "Working on MC-1: Write the plan"]);
    const [token] = await owner.as.query(api.agentTokens.list, { accountId, agentId: xenia.agentId });
    expect(token).toMatchObject({ name: "laptop", lastUsedAt: expect.any(Number), revokedAt: null });
    expect(JSON.stringify(token)).not.toContain(xenia.me.agentToken);
  });

  test("a revoked token and a removed agent open nothing, and both are recorded", async () => {
    const { world, xenia } = await office(start);
    const { accountId, owner } = world;
    const revoke = () => owner.as.mutation(api.agentTokens.revoke, { accountId, tokenId: xenia.tokenId });
    await revoke();
    expect(await refusal(revoke())).toMatchObject({ code: "conflict" });
    expect(await refusal(xenia.list())).toMatchObject({ code: "unauthenticated" });
    const other = await owner.as.mutation(api.agentTokens.create, {
      accountId,
      agentId: xenia.agentId,
      name: "second",
    });
    const list = await owner.as.query(api.agentTokens.list, { accountId, agentId: xenia.agentId });
    expect(list.map(({ name, revokedAt }) => [name, revokedAt === null])).toEqual([
      ["second", true],
      ["laptop", false],
    ]);
    await owner.as.mutation(api.agents.remove, { accountId, agentId: xenia.agentId });
    const withOther = world.t.mutation(api.service.work.list, { agentToken: other.token });
    expect(await refusal(withOther)).toMatchObject({ code: "unauthenticated" });
    expect((await activityTypes(world)).filter((type) => type.startsWith("agent_token"))).toEqual([
      "agent_token_created",
      "agent_token_revoked",
      "agent_token_created",
    ]);
  });

  test("an agent that calls too often is told to wait", async () => {
    const { xenia } = await office(start);
    for (let nth = 0; nth < 240; nth += 1) await xenia.list();
    expect(await refusal(xenia.list())).toMatchObject({ code: "rate_limited" });
    travel(61_000);
    await xenia.list();
  });
});
