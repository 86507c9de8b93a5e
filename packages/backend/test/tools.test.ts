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

async function turn(start: () => World["t"]) {
  const world = await createWorld(start());
  const agent = await addAgent(world, "Theo");
  const task = await addTask(world, { agentIds: [agent.agentId] });
  const lease = await leaseFirst(world);
  const call = (callId: string) => ({
    serviceToken: world.serviceToken,
    agentSlug: "theo",
    sessionKey: lease.sessionKey,
    callId,
  });
  return { world, agent, task, lease, call };
}

describe.each(BACKENDS)("tools of agents on $name", ({ start }) => {
  test("an agent starts, reports and hands over for review; done is not its word", async () => {
    const { world, call } = await turn(start);
    const { t } = world;
    expect(
      await t.mutation(api.service.tools.taskStatus, { ...call("1"), status: "in_progress" }),
    ).toMatchObject({ status: "in_progress" });
    await t.mutation(api.service.tools.taskMessage, { ...call("2"), body: "On it." });
    expect(await t.mutation(api.service.tools.taskStatus, { ...call("3"), status: "review" })).toMatchObject({
      number: 1,
      status: "review",
    });
    expect(
      await refusal(t.mutation(api.service.tools.taskStatus, { ...call("4"), status: "done" })),
    ).toMatchObject({ code: "forbidden" });
    expect(await readTask(world, 1)).toMatchObject({ status: "review", messageCount: 1 });
    expect((await inbox(world, world.owner)).map(({ type }) => type)).toEqual([
      "review_request",
      "thread_update",
      "status_change",
    ]);
  });

  test("[N3] a turn that lost its lease has no effect under the lease of the one in its place", async () => {
    const { world, lease, call } = await turn(start);
    const { t } = world;
    travel(61_000);
    await t.mutation(internal.runs.sweep, {});
    const fresh = await leaseFirst(world);
    expect(fresh.fence).toBe(lease.fence + 1);
    const say = (fence: number, callId: string) =>
      t.mutation(api.service.tools.taskMessage, { ...call(callId), fence, body: "On it." });
    expect(await refusal(say(lease.fence, "old"))).toMatchObject({ code: "conflict" });
    await say(fresh.fence, "new");
    expect(await refusal(say(lease.fence, "old"))).toMatchObject({ code: "conflict" });
    expect((await readTask(world, 1)).messageCount).toBe(1);
  });

  test("[A4] a flag that is off refuses the tool, set at the agent or as the account's default", async () => {
    const { world, agent, call } = await turn(start);
    const { t, accountId, owner } = world;
    const write = () =>
      t.mutation(api.service.tools.documentUpsert, { ...call("d"), title: "Plan", content: "x" });
    await owner.as.mutation(api.accounts.update, { accountId, agentDefaults: { canCreateDocuments: false } });
    expect(await refusal(write())).toMatchObject({
      code: "forbidden",
      message: "Theo may not write documents. An admin can allow it.",
    });
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId: agent.agentId,
      capabilities: { canCreateDocuments: true },
    });
    expect(await write()).toMatchObject({ version: 1 });
    const { agents } = await t.query(api.service.agents.desired, { serviceToken: world.serviceToken });
    expect(agents[0]?.tools).toContain("document_upsert");
  });

  test("[N3] the same call happens once, whatever comes with it", async () => {
    const { world, call } = await turn(start);
    const { t } = world;
    const first = await t.mutation(api.service.tools.taskMessage, { ...call("1"), body: "Hello" });
    expect(await t.mutation(api.service.tools.taskMessage, { ...call("1"), body: "Hello" })).toEqual(first);
    const second = await t.mutation(api.service.tools.taskMessage, { ...call("2"), body: "Hello" });
    expect(second).not.toEqual(first);
    expect((await readTask(world, 1)).messageCount).toBe(2);
  });

  test("[N3] a call id that comes again with other arguments or for another tool is a new call", async () => {
    const { world, call } = await turn(start);
    const { t } = world;
    const say = (body: string) => t.mutation(api.service.tools.taskMessage, { ...call("1"), body });
    const first = await say("Hello");
    const second = await say("Something else");
    expect(second).not.toEqual(first);
    await t.mutation(api.service.tools.documentUpsert, { ...call("1"), title: "Plan", content: "x" });
    expect([await say("Hello"), await say("Something else")]).toEqual([first, second]);
    expect(await readTask(world, 1)).toMatchObject({ messageCount: 2, documentCount: 1 });
  });

  test("[N3] a repeated attempt repeats no effect, and what it adds happens", async () => {
    const { world, lease, call } = await turn(start);
    const { t } = world;
    const say = (callId: string, body: string) =>
      t.mutation(api.service.tools.taskMessage, { ...call(callId), body });
    const before = [await say("a1", "Hello"), await say("a2", "Hello")];
    travel(61_000);
    const again = await leaseFirst(world);
    expect(again.runId).toBe(lease.runId);
    expect(again.context.done).toEqual(['Posted in the thread: "Hello"', 'Posted in the thread: "Hello"']);
    expect([await say("b1", "Hello"), await say("b2", "Hello")]).toEqual(before);
    expect((await readTask(world, 1)).messageCount).toBe(2);
    await say("b3", "Hello");
    expect((await readTask(world, 1)).messageCount).toBe(3);
  });

  test("[L3] what an agent does is recorded in its name with its run as the cause", async () => {
    const { world, lease, call } = await turn(start);
    await world.t.mutation(api.service.tools.taskStatus, { ...call("1"), status: "in_progress" });
    const { accountId, owner } = world;
    const { page } = await owner.as.query(api.activities.list, {
      accountId,
      paginationOpts: { numItems: 1, cursor: null },
    });
    expect(page[0]).toMatchObject({
      type: "task_status_changed",
      actor: { kind: "agent", name: "Theo" },
      cause: { kind: "run", runId: lease.runId },
    });
  });

  test("documents get versions; the same text again gets none", async () => {
    const { world, call, task } = await turn(start);
    const { t, accountId, owner } = world;
    const write = (callId: string, content: string) =>
      t.mutation(api.service.tools.documentUpsert, { ...call(callId), title: "Plan", content });
    const first = await write("1", "one");
    if (!("documentId" in first)) throw new TypeError("it was parked");
    const { documentId } = first;
    expect(await write("2", "two")).toMatchObject({ version: 2 });
    expect(await write("3", "two")).toMatchObject({ version: 2 });
    const document = await owner.as.query(api.documents.get, { accountId, documentId });
    expect(document).toMatchObject({
      content: "two",
      version: 2,
      author: "Theo",
      versions: [{ version: 2 }, { version: 1 }],
    });
    expect(await owner.as.query(api.documents.get, { accountId, documentId, version: 1 })).toMatchObject({
      content: "one",
    });
    expect(await owner.as.query(api.documents.listByTask, { accountId, taskId: task.taskId })).toHaveLength(
      1,
    );
    expect((await readTask(world, 1)).documentCount).toBe(1);
  });

  test("another kind is a change of its own, with or without a new text", async () => {
    const { world, call } = await turn(start);
    const { t, accountId, owner } = world;
    const write = (callId: string, content: string, more: { kind?: "note" | "reference" } = {}) =>
      t.mutation(api.service.tools.documentUpsert, { ...call(callId), title: "Plan", content, ...more });
    const first = await write("1", "one", { kind: "note" });
    if (!("documentId" in first)) throw new TypeError("it was parked");
    const { documentId } = first;
    expect(await write("2", "one", { kind: "reference" })).toMatchObject({ version: 1 });
    expect(await write("3", "two", { kind: "note" })).toMatchObject({ version: 2 });
    expect(await write("4", "three")).toMatchObject({ version: 3 });
    expect(await owner.as.query(api.documents.get, { accountId, documentId })).toMatchObject({
      kind: "note",
      content: "three",
    });
    const types = await activityTypes(world);
    expect(types.filter((type) => type === "document_kind_changed")).toHaveLength(2);
    expect(types.filter((type) => type === "document_updated")).toHaveLength(2);
  });

  test("an agent replaces nobody's text that it has not read in this turn", async () => {
    const { world, call } = await turn(start);
    const { t, accountId, owner } = world;
    const write = (callId: string, content: string) =>
      t.mutation(api.service.tools.documentUpsert, { ...call(callId), title: "Plan", content });
    const first = await write("1", "Theo's");
    if (!("documentId" in first)) throw new TypeError("it was parked");
    const { documentId } = first;
    const edit = (expectedVersion: number, content: string) =>
      owner.as.mutation(api.documents.update, {
        accountId,
        documentId,
        title: "Plan",
        content,
        expectedVersion,
      });
    const read = (callId: string) =>
      t.mutation(api.service.tools.documentRead, { ...call(callId), documentId });
    await edit(1, "Ada's");
    expect(await refusal(write("2", "Theo's again"))).toMatchObject({
      code: "conflict",
      current: "2",
      message: expect.stringContaining(`Ada wrote version 2 of "Plan"`),
    });
    expect(await read("3")).toMatchObject({ content: "Ada's", version: 2 });
    await edit(2, "Ada's second");
    expect(await refusal(write("4", "both"))).toMatchObject({ code: "conflict", current: "3" });
    await read("5");
    expect(await write("6", "all three")).toMatchObject({ version: 4 });
    // Its own newest version needs no reading.
    expect(await write("7", "all three, better")).toMatchObject({ version: 5 });
  });

  test("the squad lead reads every thread of the account, any other agent its own alone", async () => {
    const { world, agent, call } = await turn(start);
    const { t, accountId, owner } = world;
    const other = await addTask(world, { title: "Elsewhere", memberIds: [owner.memberId] });
    const { messageId } = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: other.taskId,
      body: "Said elsewhere",
      clientKey: "1",
    });
    const load = () => t.mutation(api.service.tools.taskLoad, { ...call("1"), number: other.number });
    const message = () => t.mutation(api.service.tools.messageRead, { ...call("2"), messageId });
    expect(await refusal(load())).toMatchObject({ code: "forbidden" });
    expect(await refusal(message())).toMatchObject({ code: "not_found" });
    await owner.as.mutation(api.agents.setLead, { accountId, agentId: agent.agentId });
    expect(await load()).toMatchObject({
      number: other.number,
      title: "Elsewhere",
      assignees: ["Ada"],
      allowed: [],
      messages: [{ author: "Ada", body: "Said elsewhere" }],
    });
    expect(await message()).toMatchObject({ author: "Ada", body: "Said elsewhere", nextOffset: null });
    expect(await refusal(t.mutation(api.service.tools.taskLoad, { ...call("3"), number: 99 }))).toMatchObject(
      {
        code: "not_found",
      },
    );
  });

  test("a question goes to a person and blocks the task until someone takes it up again", async () => {
    const { world, call, task, lease } = await turn(start);
    const { t, accountId, owner } = world;
    const ben = await join(world, "Ben");
    await t.mutation(api.service.tools.taskStatus, { ...call("1"), status: "in_progress" });
    const asked = await t.mutation(api.service.tools.responseRequest, {
      ...call("2"),
      question: "Which colour?",
      member: "@ben",
    });
    expect(asked).toMatchObject({ asked: "ben", status: "blocked" });
    expect((await inbox(world, ben)).map(({ type, body }) => [type, body])).toEqual([
      ["response_request", "Which colour?"],
    ]);
    expect(await readTask(world, 1)).toMatchObject({
      status: "blocked",
      blockedReason: "Waiting for Ben: Which colour?",
    });
    expect(
      await refusal(
        t.mutation(api.service.tools.responseRequest, { ...call("3"), question: "?", member: "nobody" }),
      ),
    ).toMatchObject({ code: "invalid" });
    await complete(world, lease, null);
    await ben.as.mutation(api.tasks.updateStatus, { accountId, taskId: task.taskId, to: "in_progress" });
    expect((await queueOf(world)).ready).toHaveLength(1);
    expect(owner.name).toBe("Ada");
  });

  test("reading a task shows thread, documents and the moves that are allowed now", async () => {
    const { world, call, task } = await turn(start);
    const { t, accountId, owner } = world;
    await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: task.taskId,
      body: "Context",
      clientKey: "1",
    });
    expect(await t.mutation(api.service.tools.taskLoad, call("1"))).toMatchObject({
      number: 1,
      title: "Write the plan",
      status: "assigned",
      assignees: ["Theo"],
      allowed: ["in_progress", "blocked"],
      messages: [{ author: "Ada", body: "Context" }],
      documents: [],
    });
  });

  test("without a running turn a tool has no effect", async () => {
    const { world, call, lease } = await turn(start);
    const { t, accountId, owner } = world;
    const say = () => t.mutation(api.service.tools.taskMessage, { ...call("x"), body: "late" });
    await owner.as.mutation(api.runs.cancel, { accountId, runId: lease.runId });
    expect(await refusal(say())).toMatchObject({ code: "conflict" });
    await t.mutation(api.service.runs.cancelled, {
      serviceToken: world.serviceToken,
      runId: lease.runId,
      fence: lease.fence,
    });
    expect(await refusal(say())).toMatchObject({ code: "conflict" });
    expect((await readTask(world, 1)).messageCount).toBe(0);
  });

  test("[A3] an agent cannot speak in another's session", async () => {
    const { world, lease, call } = await turn(start);
    await addAgent(world, "Ines");
    const foreign = { ...call("1"), agentSlug: "ines", sessionKey: lease.sessionKey, body: "hi" };
    expect(await refusal(world.t.mutation(api.service.tools.taskMessage, foreign))).toMatchObject({
      code: "not_found",
    });
  });
});
