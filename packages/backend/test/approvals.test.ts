import { ARGS_KEPT } from "@mc/shared/agent/approvals";
import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  complete,
  createWorld,
  inbox,
  internal,
  join,
  leaseFirst,
  queueOf,
  readTask,
  refusal,
  type World,
} from "./world";

const HOUR = 3_600_000;

async function gatedTurn(start: () => World["t"]) {
  const world = await createWorld(start());
  const { accountId, owner, serviceToken, t } = world;
  const agent = await addAgent(world, "Theo");
  await owner.as.mutation(api.agents.update, {
    accountId,
    agentId: agent.agentId,
    requiresApprovalForActions: ["task_message"],
  });
  const task = await addTask(world, { agentIds: [agent.agentId] });
  const lease = await leaseFirst(world, 600_000);
  const call = (callId: string) => ({
    serviceToken,
    agentSlug: "theo",
    sessionKey: lease.sessionKey,
    callId,
  });
  const say = (callId: string, body = "Ship it") =>
    t.mutation(api.service.tools.taskMessage, { ...call(callId), body });
  const pending = () => owner.as.query(api.approvals.list, { accountId });
  const decide = async (decision: "approved" | "refused", reason?: string) => {
    const [first] = await pending();
    if (!first) throw new TypeError("nothing to decide");
    return await owner.as.mutation(api.approvals.decide, {
      accountId,
      approvalId: first.approvalId,
      decision,
      ...(reason === undefined ? {} : { reason }),
    });
  };
  const run = async () => (await owner.as.query(api.runs.listByTask, { accountId, taskId: task.taskId }))[0];
  return { world, agent, task, lease, call, say, pending, decide, run };
}

describe.each(BACKENDS)("approvals on $name", ({ start }) => {
  test("a gated call parks the run, and has its effect once after an admin's yes", async () => {
    const { world, call, say, pending, decide, run, task } = await gatedTurn(start);
    const { t, owner } = world;
    const first = await say("1");
    expect(first).toMatchObject({ status: "awaiting_approval" });
    expect(await say("1")).toEqual(first);
    expect(await run()).toMatchObject({ status: "awaiting_approval" });
    expect((await readTask(world, task.number)).messageCount).toBe(0);
    expect(await pending()).toMatchObject([{ tool: "task_message", agentName: "Theo", taskNumber: 1 }]);
    expect((await inbox(world, owner))[0]).toMatchObject({ type: "approval_request" });
    if (!("approvalId" in first)) throw new TypeError("it was not parked");
    const status = async () =>
      await t.mutation(api.service.tools.approvalStatus, { ...call("s"), approvalId: first.approvalId });
    expect((await status()).status).toBe("pending");
    await decide("approved", "Fine.");
    expect(await status()).toMatchObject({ status: "approved", reason: "Fine.", decidedBy: "Ada" });
    expect(await run()).toMatchObject({ status: "running" });
    const done = await say("1");
    expect(done).toHaveProperty("messageId");
    expect(await say("1")).toEqual(done);
    expect((await readTask(world, task.number)).messageCount).toBe(1);
    const { accountId } = world;
    await owner.as.mutation(api.standups.runNow, { accountId });
    expect((await owner.as.query(api.standups.get, { accountId }))?.sections.decisions).toMatchObject([
      { detail: "Ada approved the use of task_message: Fine.", taskNumber: task.number },
    ]);
    // The yes was for one call; the next one asks again.
    expect(await say("2")).toMatchObject({ status: "awaiting_approval" });
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining(["approval_requested", "approval_decided"]),
    );
  });

  test("a refusal reaches the agent with its reason, and asking again changes nothing", async () => {
    const { world, say, decide, run, task } = await gatedTurn(start);
    await say("1");
    await decide("refused", "Not on a Friday.");
    const answer = await say("1");
    expect(answer).toMatchObject({ status: "refused", message: "A person refused this. Not on a Friday." });
    expect(await say("2")).toMatchObject({ status: "refused" });
    expect(await run()).toMatchObject({ status: "running" });
    expect((await readTask(world, task.number)).messageCount).toBe(0);
  });

  test("what nobody decides lapses, and the time of waiting is not the turn's own", async () => {
    const { world, say, run } = await gatedTurn(start);
    const { t, serviceToken } = world;
    const parked = await say("1");
    travel(23 * HOUR);
    const before = await run();
    if (!before) throw new TypeError("no run");
    await t.mutation(internal.approvals.expire, {});
    expect(await run()).toMatchObject({ status: "awaiting_approval" });
    travel(2 * HOUR);
    expect(await t.mutation(internal.approvals.expire, {})).toEqual({ expired: 1 });
    expect(await run()).toMatchObject({ status: "running" });
    expect((await run())?.startedAt).toBeGreaterThan(Date.now() - HOUR);
    expect(parked).toMatchObject({ status: "awaiting_approval" });
    expect(serviceToken).toMatch(/^mcs_/);
  });

  test("deciding is for admins, once, and a run that a person stopped waits for nobody", async () => {
    const { world, say, pending, lease } = await gatedTurn(start);
    const { accountId, owner, serviceToken, t } = world;
    const ben = await join(world, "Ben");
    await say("1");
    const [first] = await pending();
    if (!first) throw new TypeError("nothing to decide");
    const decision = { accountId, approvalId: first.approvalId, decision: "approved" as const };
    expect((await refusal(ben.as.mutation(api.approvals.decide, decision))).code).toBe("forbidden");
    const { runId, fence } = lease;
    await owner.as.mutation(api.runs.cancel, { accountId, runId });
    await t.mutation(api.service.runs.cancelled, { serviceToken, runId, fence });
    expect(await pending()).toEqual([]);
    expect((await refusal(owner.as.mutation(api.approvals.decide, decision))).code).toBe("conflict");
  });

  test("a call too long to show says so, and a yes is for the whole of it and for no other", async () => {
    const { say, pending, decide, task, world } = await gatedTurn(start);
    const [body, other] = ["one", "two"].map((end) => `${"long ".repeat(8_000)}${end}`);
    await say("1", body);
    const [shown] = await pending();
    expect(shown?.args.length).toBeLessThanOrEqual(ARGS_KEPT);
    expect(shown?.argsLength).toBe(JSON.stringify({ body }).length);
    expect([shown?.digest.length, shown?.isTurnOver]).toEqual([12, false]);
    expect((JSON.parse(shown?.args ?? "") as { body: string }).body).toMatch(/… \(cut\)$/);
    await decide("approved");
    // Alike as far as a person could see, and another call all the same.
    expect(await say("2", other)).toMatchObject({ status: "awaiting_approval" });
    expect((await pending())[0]?.digest).not.toBe(shown?.digest);
    expect(await say("3", body)).toHaveProperty("messageId");
    expect((await readTask(world, task.number)).messageCount).toBe(1);
  });

  test("decided after the turn has ended, a yes is a new turn that may make the call, once", async () => {
    const { world, say, decide, lease, task, pending } = await gatedTurn(start);
    await say("1");
    await complete(world, lease, "It waits for a person.");
    expect(await pending()).toHaveLength(1);
    expect((await queueOf(world)).ready).toEqual([]);
    await decide("approved", "Fine.");
    const next = await leaseFirst(world, 600_000);
    expect(next.runId).not.toBe(lease.runId);
    expect(next.context).toMatchObject({
      cause: { kind: "approval_decided", sentence: "Ada decided about a call of yours in MC-1 that waited." },
      decisions: [
        'Ada approved your call of task_message with the arguments {"body":"Ship it"}. Reason: Fine. Make this call once, with exactly these arguments.',
      ],
    });
    expect(await say("2", "Something else")).toMatchObject({ status: "awaiting_approval" });
    await decide("refused");
    expect(await say("3")).toHaveProperty("messageId");
    expect(await say("4")).toMatchObject({ status: "awaiting_approval" });
    expect((await readTask(world, task.number)).messageCount).toBe(2);
  });

  test("decided after the turn has ended, a no and a lapse are told as well, and a turn that is told once is not queued again", async () => {
    const { world, say, decide, lease } = await gatedTurn(start);
    await say("1");
    await complete(world, lease, null);
    await decide("refused", "Not on a Friday.");
    const next = await leaseFirst(world, 600_000);
    expect(next.context.decisions).toEqual([
      expect.stringContaining("Ada refused your call of task_message"),
    ]);
    expect(await say("2")).toMatchObject({
      status: "refused",
      message: "A person refused this. Not on a Friday.",
    });
    await complete(world, next, null);
    expect((await queueOf(world)).ready).toEqual([]);
  });

  test("a turn that is lost while it waits is tried again and told; nothing is asked twice", async () => {
    const { world, say, decide, lease, pending, task } = await gatedTurn(start);
    const { t, serviceToken } = world;
    await say("1");
    const error = { code: "gateway_lost", message: "The gateway stopped." };
    const { runId, fence } = lease;
    await t.mutation(api.service.runs.fail, {
      serviceToken,
      runId,
      fence,
      error,
      isRetryable: true,
      retryAfterMs: 0,
    });
    expect(await pending()).toHaveLength(1);
    await decide("approved");
    travel(60_000);
    expect((await queueOf(world)).ready).toHaveLength(1);
    const again = await leaseFirst(world, 600_000);
    expect(again.context.decisions).toEqual([
      expect.stringContaining("Ada approved your call of task_message"),
    ]);
    expect(await say("9")).toHaveProperty("messageId");
    await complete(world, again, null);
    expect((await queueOf(world)).ready).toEqual([]);
    expect((await readTask(world, task.number)).messageCount).toBe(1);
  });

  test("a decision that a turn did not hear of before its end is not lost, and an old yes opens nothing", async () => {
    const { world, say, decide, lease, task } = await gatedTurn(start);
    await say("1");
    await decide("approved");
    // The call that was held open is never asked again: its turn ends without it.
    await complete(world, lease, null);
    const next = await leaseFirst(world, 600_000);
    expect(next.context.decisions).toHaveLength(1);
    await complete(world, next, null);
    const { accountId, owner } = world;
    const { taskId } = task;
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "And?", clientKey: "1" });
    const later = await leaseFirst(world, 600_000);
    expect(later.context.decisions).toEqual([]);
    expect(await say("2")).toHaveProperty("messageId");
    await say("3", "Tomorrow's");
    await complete(world, later, null);
    await decide("approved");
    await complete(world, await leaseFirst(world), null);
    travel(25 * HOUR);
    await owner.as.mutation(api.messages.create, { accountId, taskId, body: "And now?", clientKey: "2" });
    await leaseFirst(world, 600_000);
    expect(await say("4", "Tomorrow's")).toMatchObject({ status: "awaiting_approval" });
  });

  test.each(["refused", "expired"] as const)(
    "a request that is %s is told once: by approval_status, or by a turn of its own",
    async (status) => {
      const { world, call, lease, say, decide } = await gatedTurn(start);
      const { t } = world;
      const end = async () => {
        if (status === "refused") return await decide("refused", "Not now.");
        travel(25 * HOUR);
        return await t.mutation(internal.approvals.expire, {});
      };
      const asked = await say("1");
      if (!("approvalId" in asked)) throw new TypeError("it was not parked");
      await end();
      const { runId, fence } = lease;
      const { serviceToken } = world;
      await t.mutation(api.service.runs.renew, { serviceToken, runId, fence, leaseMs: 300_000 });
      const { approvalId } = asked;
      // Asked twice, as a program does that waits.
      await t.mutation(api.service.tools.approvalStatus, { ...call("q"), approvalId });
      expect(await t.mutation(api.service.tools.approvalStatus, { ...call("s"), approvalId })).toMatchObject({
        status,
      });
      await complete(world, lease);
      expect((await queueOf(world)).ready).toEqual([]);
    },
  );

  test("nobody is asked about a tool that only reads, so such a list is refused", async () => {
    const { world, agent } = await gatedTurn(start);
    const { accountId, owner } = world;
    const gated = { accountId, requiresApprovalForActions: ["task_load" as const] };
    const ofAccount = owner.as.mutation(api.accounts.update, gated);
    expect(await refusal(ofAccount)).toMatchObject({ code: "invalid" });
    const ofAgent = owner.as.mutation(api.agents.update, { ...gated, agentId: agent.agentId });
    expect((await refusal(ofAgent)).message).toContain("task_load only reads");
  });

  test("the account's list holds for agents without one of their own", async () => {
    const { world, agent, say } = await gatedTurn(start);
    const { accountId, owner } = world;
    const set = (requiresApprovalForActions: "task_message"[] | null) =>
      owner.as.mutation(api.agents.update, { accountId, agentId: agent.agentId, requiresApprovalForActions });
    await set([]);
    await owner.as.mutation(api.accounts.update, { accountId, requiresApprovalForActions: ["task_message"] });
    expect(await say("1", "one")).toHaveProperty("messageId");
    await set(null);
    expect(await say("2", "two")).toMatchObject({ status: "awaiting_approval" });
  });
});

describe.each(BACKENDS)("tools of the team on $name", ({ start }) => {
  test("an agent reads and changes its task, and creates others only with the flag", async () => {
    const { world, call, agent } = await gatedTurn(start);
    const { t, accountId, owner } = world;
    const { tools } = api.service;
    await t.mutation(tools.taskUpdate, {
      ...call("1"),
      priority: 1,
      labels: "docs, api",
      prUrl: "https://github.com/a/b/pull/1",
    });
    expect(await readTask(world, 1)).toMatchObject({ priority: 1, labels: ["docs", "api"] });
    expect((await t.mutation(tools.taskHistory, call("2"))).events[0]?.sentence).toContain(
      "Theo changed priority",
    );
    const create = (callId: string) =>
      t.mutation(tools.taskCreate, { ...call(callId), title: "More", isPart: "yes" });
    expect((await refusal(create("3"))).code).toBe("forbidden");
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId: agent.agentId,
      capabilities: { canCreateTasks: true },
    });
    expect(await create("4")).toEqual({ number: 2 });
    expect((await readTask(world, 1)).subtasks).toEqual({ total: 1, done: 0 });
    const written = await t.mutation(tools.documentUpsert, { ...call("5"), title: "Plan", content: "one" });
    if (!("documentId" in written)) throw new TypeError("it was parked");
    expect((await t.mutation(tools.documentList, call("6"))).documents).toMatchObject([{ title: "Plan" }]);
    expect(
      await t.mutation(tools.documentRead, { ...call("7"), documentId: written.documentId }),
    ).toMatchObject({ content: "one" });
    expect(
      (await refusal(t.mutation(tools.documentRead, { ...call("8"), documentId: "nonsense" }))).code,
    ).toBe("not_found");
    expect((await t.mutation(tools.agentList, call("9"))).agents).toMatchObject([
      { slug: "theo", workingOn: "MC-1: Write the plan" },
    ]);
  });

  test("only the squad lead lists, searches and assigns, and there is one", async () => {
    const { world, call, agent } = await gatedTurn(start);
    const { t, accountId, owner } = world;
    const ines = await addAgent(world, "Ines");
    const { number } = await addTask(world, { title: "Paint the door" });
    const { tools } = api.service;
    const assign = (callId: string, assignees = "ines, ada") =>
      t.mutation(tools.taskAssign, { ...call(callId), number, assignees });
    for (const asked of [
      assign("1"),
      t.mutation(tools.taskList, call("2")),
      t.mutation(tools.taskSearch, { ...call("3"), text: "door" }),
    ]) {
      expect((await refusal(asked)).code).toBe("forbidden");
    }
    await owner.as.mutation(api.agents.setLead, { accountId, agentId: ines.agentId });
    await owner.as.mutation(api.agents.setLead, { accountId, agentId: agent.agentId });
    const roster = await owner.as.query(api.agents.list, { accountId });
    expect(roster.filter(({ isLead }) => isLead).map(({ slug }) => slug)).toEqual(["theo"]);
    expect(await assign("4")).toMatchObject({ status: "assigned", assigned: "Ada, Ines" });
    expect((await refusal(assign("5", "nobody"))).candidates).toContain("@ines");
    expect((await t.mutation(tools.taskList, { ...call("6"), assignee: "ines" })).tasks).toMatchObject([
      { number },
    ]);
    expect((await t.mutation(tools.taskSearch, { ...call("7"), text: "door" })).groups).toHaveLength(1);
  });

  test("what was decided is listed with who, why and what it was for, and narrowed by agent, tool and outcome", async () => {
    const { world, agent, say, decide, pending } = await gatedTurn(start);
    const { accountId, owner } = world;
    await say("1");
    const [asked] = await pending();
    if (!asked) throw new TypeError("nothing to decide");
    expect(asked).toMatchObject({
      gatedBy: "agent",
      cause: { kind: "assignment", actorName: "Ada" },
      agentIcon: expect.any(String) as string,
    });
    const notice = (await inbox(world, owner)).find(({ type }) => type === "approval_request");
    expect(notice?.approvalId).toBe(asked.approvalId);
    await decide("refused", "Not today.");
    const decided = async (filter: object) =>
      (
        await owner.as.query(api.approvals.listDecided, {
          accountId,
          paginationOpts: { numItems: 20, cursor: null },
          ...filter,
        })
      ).page.map(({ status, reason, decidedByName }) => [status, reason, decidedByName]);
    const row = [["refused", "Not today.", "Ada"]];
    expect(await decided({})).toEqual(row);
    expect(await decided({ agentId: agent.agentId, tool: "task_message", status: "refused" })).toEqual(row);
    expect(await decided({ status: "approved" })).toEqual([]);
    expect(await decided({ tool: "task_status" })).toEqual([]);
    const got = await owner.as.query(api.approvals.get, { accountId, approvalId: asked.approvalId });
    expect(got).toMatchObject({ status: "refused", taskNumber: 1 });
  });
});
