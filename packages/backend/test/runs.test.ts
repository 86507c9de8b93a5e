import { MAX_ATTEMPTS } from "@mc/shared/delivery/run";
import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  fail,
  inbox,
  internal,
  leaseFirst,
  queueOf,
  readTask,
  refusal,
  report,
  type World,
} from "./world";

async function officeWithWork(start: () => World["t"]) {
  const world = await createWorld(start());
  const agent = await addAgent(world, "Theo");
  const task = await addTask(world, { agentIds: [agent.agentId] });
  return { world, agent, task };
}

async function runsOf({ accountId, owner }: World, taskId: Awaited<ReturnType<typeof addTask>>["taskId"]) {
  return await owner.as.query(api.runs.listByTask, { accountId, taskId });
}

describe.each(BACKENDS)("runs on $name", ({ start }) => {
  test("from assignment to answer: one run, one message, and the figures", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({
      runsWaiting: 1,
      runsActive: 0,
    });
    const lease = await leaseFirst(world);
    expect(lease).toMatchObject({
      fence: 1,
      attempt: 1,
      agentSlug: "theo",
      context: {
        agent: { name: "Theo", slug: "theo", role: "Engineer" },
        task: { number: 1, title: "Write the plan", status: "assigned", assignees: ["Theo"] },
        cause: { kind: "assignment", sentence: "Ada assigned MC-1 to you.", actorName: "Ada" },
        news: [],
        allowedTargets: ["in_progress", "blocked"],
        done: [],
        notificationTypes: ["assignment"],
      },
    });
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({
      runsWaiting: 0,
      runsActive: 1,
    });
    const { messageId } = await complete(world, lease, "Here is the plan.");
    const thread = await owner.as.query(api.messages.list, {
      accountId,
      taskId: task.taskId,
      paginationOpts: { numItems: 10, cursor: null },
    });
    expect(thread.page).toMatchObject([
      {
        messageId,
        kind: "answer",
        body: "Here is the plan.",
        author: { kind: "agent", name: "Theo" },
        runId: lease.runId,
        model: "demo/scripted",
        isDemoModel: true,
      },
    ]);
    expect(await runsOf(world, task.taskId)).toMatchObject([
      { status: "succeeded", why: null, usage: { input: 100 } },
    ]);
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({
      runsActive: 0,
      costTodayUsd: 0.01,
    });
    expect(await readTask(world, 1)).toMatchObject({ running: [], messageCount: 1 });
    expect((await activityTypes(world)).slice(0, 2)).toEqual(["message_created", "run_succeeded"]);
    expect((await inbox(world, owner)).map(({ type }) => type)).toEqual(["thread_update"]);
  });

  test("an answer that is longer than a message may be is kept as far as it fits, and says so", async () => {
    const { world, task } = await officeWithWork(start);
    const { messageId } = await complete(world, await leaseFirst(world), "long ".repeat(30_000));
    const { accountId, owner } = world;
    const paginationOpts = { numItems: 10, cursor: null };
    const { page } = await owner.as.query(api.messages.list, {
      accountId,
      taskId: task.taskId,
      paginationOpts,
    });
    expect(page[0]).toMatchObject({ messageId, kind: "answer" });
    expect(page[0]?.body).toMatch(/^long long /);
    expect(page[0]?.body).toContain("The answer goes on.");
    expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "succeeded" }]);
  });

  test("[N3] completing again answers the same and writes nothing", async () => {
    const { world } = await officeWithWork(start);
    const lease = await leaseFirst(world);
    const first = await complete(world, lease, "Done.");
    const books = async () =>
      await world.t.run(async (ctx) => [
        await ctx.db.query("runs").take(10),
        await ctx.db.query("usage").take(10),
        await ctx.db.query("activities").take(100),
      ]);
    const before = await books();
    travel(1_000);
    expect(await complete(world, lease, "Done, differently.")).toEqual(first);
    expect(await books()).toEqual(before);
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("[N3] nothing done under a lost lease has an effect", async () => {
    const { world, task } = await officeWithWork(start);
    const { t, serviceToken } = world;
    const old = await leaseFirst(world, 5_000);
    travel(6_000);
    await t.mutation(internal.runs.sweep, {});
    const fresh = await leaseFirst(world);
    expect([fresh.runId, fresh.fence, fresh.attempt]).toEqual([old.runId, 2, 2]);
    const { runId, fence } = old;
    expect(await t.mutation(api.service.runs.renew, { serviceToken, runId, fence, leaseMs: 1 })).toEqual({
      kind: "lost",
    });
    expect(await refusal(complete(world, old))).toMatchObject({ code: "conflict" });
    expect(await refusal(fail(world, old))).toMatchObject({ code: "conflict" });
    expect(
      await refusal(t.mutation(api.service.runs.progress, { serviceToken, runId, fence, text: "x" })),
    ).toMatchObject({ code: "conflict" });
    expect(await refusal(t.mutation(api.service.runs.release, { serviceToken, runId, fence }))).toMatchObject(
      { code: "conflict" },
    );
    expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "leased", attempt: 2 }]);
    await complete(world, fresh);
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("[N4] a run that keeps failing waits longer, then becomes a dead letter that people see and send again", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1) {
      expect(await fail(world, await leaseFirst(world))).toEqual({ status: "queued" });
      expect(await runsOf(world, task.taskId)).toMatchObject([
        { status: "queued", attempt, error: { code: "provider_error" } },
      ]);
      travel(10 * 60_000);
    }
    expect(await fail(world, await leaseFirst(world))).toEqual({ status: "dead_letter" });
    const [dead] = await runsOf(world, task.taskId);
    expect(dead?.why).toEqual({
      sentence: "Gave up after 5 attempts: The model did not answer.",
      actions: ["retry"],
    });
    expect((await inbox(world, owner))[0]).toMatchObject({
      type: "runtime_alert",
      title: "Theo could not finish MC-1",
      taskNumber: 1,
    });
    expect((await activityTypes(world))[0]).toBe("run_dead_lettered");
    expect((await queueOf(world)).ready).toEqual([]);
    await owner.as.mutation(api.runs.retry, {
      accountId,
      runId: dead?.runId ?? (await leaseFirst(world)).runId,
    });
    const again = await leaseFirst(world);
    expect(again.attempt).toBe(1);
    await complete(world, again);
    expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "succeeded" }]);
  });

  test("[N4] an agent's turns are listed page by page, and its queue tells what runs, waits and was given up", async () => {
    const { world, agent, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    const { agentId } = agent;
    const other = await addAgent(world, "Mara");
    const second = await addTask(world, { agentIds: [agentId] });
    const third = await addTask(world, { agentIds: [agentId, other.agentId] });
    await fail(world, await leaseFirst(world), false);
    const active = await leaseFirst(world);
    const queue = await owner.as.query(api.runs.queueByAgent, { accountId, agentId });
    expect(queue.givenUp).toMatchObject([{ taskId: task.taskId, why: { actions: ["retry"] } }]);
    expect(queue.active).toMatchObject([{ runId: active.runId, taskId: second.taskId }]);
    expect(queue.waiting).toMatchObject([{ taskId: third.taskId, status: "queued" }]);
    const pageAfter = async (cursor: string | null) =>
      await owner.as.query(api.runs.listByAgent, {
        accountId,
        agentId,
        paginationOpts: { numItems: 2, cursor },
      });
    const first = await pageAfter(null);
    expect(first.page.map(({ taskNumber }) => taskNumber)).toEqual([3, 2]);
    const rest = await pageAfter(first.continueCursor);
    expect(rest.page).toMatchObject([{ taskNumber: 1, status: "failed", error: { code: "provider_error" } }]);
  });

  test("[N4] a failure that no retry can mend ends at once and is told", async () => {
    const { world, task } = await officeWithWork(start);
    expect(await fail(world, await leaseFirst(world), false)).toEqual({ status: "failed" });
    expect(await runsOf(world, task.taskId)).toMatchObject([
      { status: "failed", why: { actions: ["retry"] } },
    ]);
    expect((await inbox(world, world.owner))[0]).toMatchObject({ type: "runtime_alert" });
  });

  test("while a run waits for its backoff it is announced with its time and not leased", async () => {
    const { world } = await officeWithWork(start);
    await fail(world, await leaseFirst(world));
    const { t, serviceToken } = world;
    const [waiting] = (await queueOf(world)).ready;
    if (!waiting) throw new TypeError("nothing queued");
    if (waiting.availableAt > Date.now()) {
      const early = await t.mutation(api.service.runs.lease, {
        serviceToken,
        runId: waiting.runId,
        leaseMs: 1000,
      });
      expect(early).toEqual({ kind: "refused", reason: "The next attempt is not due yet." });
    }
    travel(10 * 60_000);
    expect((await leaseFirst(world)).attempt).toBe(2);
  });

  test("news for work that still waits joins it; news during a turn makes the next one", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    const say = (body: string) =>
      owner.as.mutation(api.messages.create, { accountId, taskId: task.taskId, body, clientKey: body });
    await say("first");
    await say("@theo second");
    expect(await runsOf(world, task.taskId)).toHaveLength(1);
    const lease = await leaseFirst(world);
    expect(lease.context.notificationTypes.toSorted()).toEqual(["assignment", "mention", "thread_update"]);
    expect(lease.context.news.map(({ body, authorName }) => [authorName, body])).toEqual([
      ["Ada", "first"],
      ["Ada", "@theo second"],
    ]);
    await say("third");
    expect((await queueOf(world)).ready).toEqual([]);
    await complete(world, lease, "Noted.");
    const next = await leaseFirst(world);
    expect(next.runId).not.toBe(lease.runId);
    expect(next.context.news.map(({ body }) => body)).toEqual(["third"]);
  });

  test("news is bounded and says how much is older", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    for (let index = 0; index < 35; index += 1) {
      // No faster than a person may write.
      travel(2_001);
      await owner.as.mutation(api.messages.create, {
        accountId,
        taskId: task.taskId,
        body: `m${index}`,
        clientKey: `${index}`,
      });
    }
    const { context } = await leaseFirst(world);
    expect([context.news.length, context.olderNewsCount, context.isOlderNewsCountCapped]).toEqual([
      30,
      5,
      false,
    ]);
    expect(context.news.at(-1)?.body).toBe("m34");
  });

  test("one turn at a time per session; other sessions go on", async () => {
    const { world, agent, task } = await officeWithWork(start);
    const { accountId, owner, t, serviceToken } = world;
    const lease = await leaseFirst(world);
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: task.taskId,
      body: "more",
      clientKey: "1",
    });
    const queued = (await runsOf(world, task.taskId)).find(({ status }) => status === "queued");
    const second = await t.mutation(api.service.runs.lease, {
      serviceToken,
      runId: queued?.runId ?? lease.runId,
      leaseMs: 1000,
    });
    expect(second).toEqual({ kind: "refused", reason: "Another turn of this session is running." });
    await addTask(world, { title: "Other", agentIds: [agent.agentId] });
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect((await queueOf(world)).active).toMatchObject([{ runId: lease.runId, fence: 1, status: "leased" }]);
  });

  test("a runtime that dies in the middle of a turn loses nothing: the work is handed over again with what was done", async () => {
    const { world } = await officeWithWork(start);
    const { t, serviceToken } = world;
    const lease = await leaseFirst(world, 5_000);
    const call = { serviceToken, agentSlug: "theo", sessionKey: lease.sessionKey };
    await t.mutation(api.service.tools.taskStatus, { ...call, callId: "c1", status: "in_progress" });
    travel(6_000);
    expect((await queueOf(world)).ready).toMatchObject([{ runId: lease.runId, status: "leased" }]);
    const again = await leaseFirst(world);
    expect(again.attempt).toBe(2);
    expect(again.context.done).toEqual(["Set the task to in progress."]);
    expect((await activityTypes(world))[0]).toBe("run_failed");
  });

  test("a phase without a sign ends and is tried again; a whole turn that is too long is not", async () => {
    const { world, task } = await officeWithWork(start);
    const { t, serviceToken } = world;
    const lease = await leaseFirst(world, 600_000);
    travel(61_000);
    await t.mutation(internal.runs.sweep, {});
    expect(await runsOf(world, task.taskId)).toMatchObject([
      { status: "queued", error: { code: "timed_out" } },
    ]);
    travel(600_000);
    const second = await leaseFirst(world, 600_000);
    expect(second.runId).toBe(lease.runId);
    for (let minute = 0; minute < 31; minute += 1) {
      const { runId, fence } = second;
      await t.mutation(api.service.runs.progress, { serviceToken, runId, fence, text: `minute ${minute}` });
      await t.mutation(api.service.runs.renew, { serviceToken, runId, fence, leaseMs: 600_000 });
      travel(60_000);
      await t.mutation(internal.runs.sweep, {});
      if (minute < 28) expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "running" }]);
      else if ((await runsOf(world, task.taskId))[0]?.status !== "running") break;
    }
    expect(await runsOf(world, task.taskId)).toMatchObject([
      { status: "timed_out", why: { actions: ["retry"] } },
    ]);
    expect((await inbox(world, world.owner))[0]).toMatchObject({ type: "runtime_alert" });
  });

  test("a person's stop holds, also where the answer is on its way: nothing is said and nobody is woken, and its cost counts", async () => {
    const { world, agent, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    await addAgent(world, "Mara");
    const lease = await leaseFirst(world);
    await owner.as.mutation(api.tasks.stop, { accountId, taskId: task.taskId });
    expect(await complete(world, lease, "Done. @mara, go on.")).toEqual({ messageId: null });
    expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "cancelled", usage: { input: 100 } }]);
    expect(await complete(world, lease, "Done.").catch(() => "refused")).toBe("refused");
    expect((await readTask(world, 1)).messageCount).toBe(0);
    expect((await queueOf(world)).ready).toEqual([]);
    expect(await activityTypes(world)).not.toContain("run_succeeded");
    const page = await owner.as.query(api.agents.get, { accountId, agentId: agent.agentId });
    expect(page.tokensToday).toBe(120);
  });

  test("a person's stop reaches the runtime with its next renewal, and its confirmation ends the run", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner, t, serviceToken } = world;
    const { runId, fence } = await leaseFirst(world);
    expect(await owner.as.mutation(api.runs.cancel, { accountId, runId })).toEqual({ outcome: "requested" });
    expect(await t.mutation(api.service.runs.renew, { serviceToken, runId, fence, leaseMs: 60_000 })).toEqual(
      { kind: "ok", isCancelRequested: true },
    );
    expect(await t.mutation(api.service.runs.cancelled, { serviceToken, runId, fence })).toEqual({
      status: "cancelled",
    });
    expect(await t.mutation(api.service.runs.cancelled, { serviceToken, runId, fence })).toEqual({
      status: "cancelled",
    });
    expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "cancelled" }]);
    expect(await refusal(owner.as.mutation(api.runs.cancel, { accountId, runId }))).toMatchObject({
      code: "conflict",
      current: "cancelled",
    });
  });

  test("a draining runtime gives work back without costing an attempt", async () => {
    const { world } = await officeWithWork(start);
    const { t, serviceToken } = world;
    const { runId, fence } = await leaseFirst(world);
    expect(await t.mutation(api.service.runs.release, { serviceToken, runId, fence })).toEqual({
      status: "queued",
    });
    expect(await leaseFirst(world)).toMatchObject({ runId, attempt: 1, fence: 2 });
  });

  test("accepted and running show on the card; streamed text touches neither task nor run", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner, t, serviceToken } = world;
    const { runId, fence } = await leaseFirst(world);
    await t.mutation(api.service.runs.accepted, {
      serviceToken,
      runId,
      fence,
      gatewayRunId: "gw-1",
      model: "demo/scripted",
      isDemoModel: true,
    });
    // what the agent says on the way is marked as what it says at the end
    expect(await t.run((ctx) => ctx.db.get("runs", runId))).toMatchObject({ isDemoModel: true });
    await t.mutation(api.service.runs.progress, {
      serviceToken,
      runId,
      fence,
      tool: { name: "document_upsert", phase: "start" },
    });
    expect((await readTask(world, 1)).running).toMatchObject([
      { runId, agentName: "Theo", status: "running", activity: "document_upsert" },
    ]);
    await t.mutation(api.service.runs.progress, {
      serviceToken,
      runId,
      fence,
      tool: { name: "document_upsert", phase: "end", ok: true },
    });
    const rows = () =>
      t.run(async (ctx) => [await ctx.db.get("tasks", task.taskId), await ctx.db.get("runs", runId)]);
    const before = await rows();
    for (const text of ["He", "Hello", "Hello, wor"])
      await t.mutation(api.service.runs.progress, { serviceToken, runId, fence, text });
    expect(await rows()).toEqual(before);
    expect(await owner.as.query(api.runs.live, { accountId, taskId: task.taskId })).toMatchObject([
      { runId, agentName: "Theo", text: "Hello, wor", tool: null },
    ]);
    expect(await runsOf(world, task.taskId)).toMatchObject([
      { tools: [{ name: "document_upsert", ok: true }] },
    ]);
    await complete(world, { runId, fence });
    expect(await owner.as.query(api.runs.live, { accountId, taskId: task.taskId })).toEqual([]);
  });

  test("[N5] a chain of agents waking agents is cut with a notice that names it", async () => {
    const world = await createWorld(start());
    await addAgent(world, "Theo");
    await addAgent(world, "Ines");
    const { taskId } = await addTask(world);
    const { accountId, owner } = world;
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "@theo start", clientKey: "1" });
    let turns = 0;
    for (; turns < 20; turns += 1) {
      const [next] = (await queueOf(world)).ready;
      if (!next) break;
      await complete(
        world,
        await leaseFirst(world),
        next.agentSlug === "theo" ? "@ines your turn" : "@theo your turn",
      );
    }
    expect(turns).toBe(7);
    const notice = (await inbox(world, owner)).find(({ type }) => type === "loop_stopped");
    expect(notice).toMatchObject({ title: "A chain of agents was stopped in MC-1" });
    expect(notice?.body).toContain("Theo → Ines → Theo → Ines → Theo → Ines → Theo → Ines");
    expect(await activityTypes(world)).toContain("loop_stopped");
  });

  test("[N5] an agent that mentions itself wakes nobody", async () => {
    const { world } = await officeWithWork(start);
    await complete(world, await leaseFirst(world), "@theo @agents note to self");
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("a paused agent's work waits and says so; resumed, it goes on", async () => {
    const { world, agent, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    await owner.as.mutation(api.agents.setPaused, { accountId, agentId: agent.agentId, isPaused: true });
    expect((await queueOf(world)).ready).toEqual([]);
    expect(await runsOf(world, task.taskId)).toMatchObject([
      { why: { sentence: "Theo is paused; the work starts when it is resumed.", actions: ["cancel"] } },
    ]);
    await owner.as.mutation(api.agents.setPaused, { accountId, agentId: agent.agentId, isPaused: false });
    expect((await queueOf(world)).ready).toHaveLength(1);
  });

  test("unassigning an agent cancels what waits", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    await owner.as.mutation(api.tasks.assign, {
      accountId,
      taskId: task.taskId,
      memberIds: [],
      agentIds: [],
    });
    expect(await runsOf(world, task.taskId)).toMatchObject([{ status: "cancelled" }]);
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: task.taskId,
      body: "anyone?",
      clientKey: "1",
    });
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("what an agent is doing follows from its runs and its runtime", async () => {
    const { world } = await officeWithWork(start);
    const { accountId, owner, t, serviceToken } = world;
    const theo = async () => (await owner.as.query(api.agents.list, { accountId }))[0];
    expect(await theo()).toMatchObject({ status: "offline", current: null });
    await t.mutation(api.service.runtimes.checkIn, { serviceToken, report: report() });
    expect(await theo()).toMatchObject({ status: "idle" });
    const lease = await leaseFirst(world);
    expect(await theo()).toMatchObject({
      status: "busy",
      statusSentence: "Working on MC-1: Write the plan",
      current: { taskNumber: 1, runId: lease.runId },
    });
    await complete(world, lease);
    expect(await theo()).toMatchObject({ status: "online", current: null, tokensToday: 120 });
  });

  test("an ambiguous name in an answer does not lose the answer", async () => {
    const { world } = await officeWithWork(start);
    await addAgent(world, "Ada");
    expect((await complete(world, await leaseFirst(world), 'Ask @"Ada".')).messageId).not.toBeNull();
  });

  test("the work of a deleted task ends quietly", async () => {
    const { world, task } = await officeWithWork(start);
    const { accountId, owner } = world;
    const lease = await leaseFirst(world);
    await owner.as.mutation(api.tasks.remove, { accountId, taskId: task.taskId });
    expect(await complete(world, lease)).toEqual({ messageId: null });
    expect(await owner.as.query(api.accounts.stats, { accountId })).toMatchObject({
      runsActive: 0,
      runsWaiting: 0,
    });
  });

  test("a turn that a silent runtime holds can be freed: the next lease has it, and the old one writes nothing", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t, serviceToken } = world;
    const { agentId } = await addAgent(world, "Theo");
    const task = await addTask(world, { agentIds: [agentId] });
    const lost = await leaseFirst(world);
    const { runId } = lost;
    await owner.as.mutation(api.runs.free, { accountId, runId });
    const progress = t.mutation(api.service.runs.progress, {
      serviceToken,
      runId,
      fence: lost.fence,
      text: "x",
    });
    expect((await refusal(progress)).code).toBe("conflict");
    const lease = await leaseFirst(world);
    expect(lease).toMatchObject({ runId, attempt: 1, fence: lost.fence + 1 });
    await complete(world, lease, "Done.");
    expect((await readTask(world, task.number)).messageCount).toBe(1);
    expect((await refusal(owner.as.mutation(api.runs.free, { accountId, runId }))).code).toBe("conflict");
  });

  test("the card keeps what was given up until the agent has another turn", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    const task = await addTask(world, { agentIds: [agentId] });
    const lease = await leaseFirst(world);
    await fail(world, lease, false);
    expect(await readTask(world, task.number)).toMatchObject({
      running: [],
      givenUp: [
        { runId: lease.runId, status: "failed", agentName: "Theo", error: { code: "provider_error" } },
      ],
    });
    await owner.as.mutation(api.runs.retry, { accountId, runId: lease.runId });
    expect(await readTask(world, task.number)).toMatchObject({
      running: [{ status: "queued", attempt: 0, isCancelRequested: false }],
      givenUp: [],
    });
  });

  test("a transcript tells what was asked, each step and the answer", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t, serviceToken } = world;
    const { agentId } = await addAgent(world, "Theo");
    const task = await addTask(world, { agentIds: [agentId] });
    await complete(world, await leaseFirst(world), null);
    const { taskId } = task;
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "Please hurry", clientKey: "1" });
    const lease = await leaseFirst(world);
    const call = { serviceToken, agentSlug: "theo", sessionKey: lease.sessionKey, callId: "1" };
    await t.mutation(api.service.tools.taskStatus, { ...call, status: "in_progress" });
    await complete(world, lease, "Hurried.");
    expect(await owner.as.query(api.runs.transcript, { accountId, runId: lease.runId })).toMatchObject({
      asked: { author: "Ada", body: "Please hurry" },
      steps: [{ tool: "task_status", sentence: "Set the task to in progress." }],
      answer: { body: "Hurried." },
    });
  });

  test("a run records which versions of documents its agent was given and read, each once", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t, serviceToken } = world;
    const { agentId } = await addAgent(world, "Theo");
    const { taskId } = await addTask(world);
    const write = (title: string, place: object = {}) =>
      owner.as.mutation(api.documents.create, { accountId, title, content: `About ${title}`, ...place });
    const given = await write("Plan", { taskId });
    const found = await write("Handbook");
    await write("Nobody reads this");
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId,
      settings: { documents: "texts" },
    });
    await owner.as.mutation(api.tasks.assign, { accountId, taskId, memberIds: [], agentIds: [agentId] });
    const lease = await leaseFirst(world);
    const call = { serviceToken, agentSlug: "theo", sessionKey: lease.sessionKey };
    const read = (documentId: string, callId: string) =>
      t.mutation(api.service.tools.documentRead, { ...call, callId, documentId });
    await read(found.documentId, "1");
    await read(found.documentId, "2");
    const document = await owner.as.query(api.documents.get, { accountId, documentId: found.documentId });
    await owner.as.mutation(api.documents.update, {
      accountId,
      documentId: found.documentId,
      title: "Handbook",
      content: "Quite different",
      expectedVersion: document.version,
    });
    await read(found.documentId, "3");
    expect((await owner.as.query(api.runs.transcript, { accountId, runId: lease.runId })).read).toEqual({
      documents: [
        { documentId: given.documentId, title: "Plan", version: 1, newest: 1 },
        { documentId: found.documentId, title: "Handbook", version: 1, newest: 2 },
        { documentId: found.documentId, title: "Handbook", version: 2, newest: 2 },
      ],
      isCut: false,
    });
  });
});
