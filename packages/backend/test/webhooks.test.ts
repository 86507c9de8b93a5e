import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { judgedLookup } from "../convex/actions/outboundRequest";
import { BACKENDS, type Start, travel } from "./backends";
import { type Call, type Receiver, startReceiver } from "./receiver";
import {
  activityTypes,
  addTask,
  api,
  createWorld,
  inbox,
  internal,
  join,
  type Person,
  refusal,
  type World,
} from "./world";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const page = { paginationOpts: { numItems: 50, cursor: null } };

let receiver: Receiver;

beforeEach(async () => {
  receiver = await startReceiver();
  vi.stubEnv("MC_WEBHOOK_TARGETS", "loopback");
  vi.stubEnv("MC_ORIGIN", "https://mc.example.org");
  vi.stubEnv("CONVEX_SITE_URL", "https://mc.example.org/convex/http");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await receiver.stop();
});

const send = ({ t }: World) => t.action(internal.actions.webhooks.send, {});

async function hook({ accountId, owner }: World, events: string[] | null = ["task_created"]) {
  const draft = { accountId, name: "Build server", url: `${receiver.url}/hook/secret-path`, events };
  return await owner.as.mutation(api.webhooks.create, draft);
}

async function log({ accountId, owner }: World, webhookId: Id<"webhooks">) {
  return (await owner.as.query(api.webhooks.deliveries, { accountId, webhookId, ...page })).page;
}

async function only({ accountId, owner }: World) {
  const [first] = await owner.as.query(api.webhooks.list, { accountId });
  return first ?? never();
}

/** As the libraries of receivers check it (Standard Webhooks). */
function isSigned({ headers, body }: Call, secret: string): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const content = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body.toString()}`;
  return headers["webhook-signature"] === `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}

describe.each(BACKENDS)("outgoing webhooks on $name", ({ start }) => {
  test("an event that is wanted arrives signed, with the activity in it; others do not", async () => {
    const world = await createWorld(start());
    const { webhookId, secret } = await hook(world);
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
    const { taskId } = await addTask(world, { title: "Write the plan" });
    await world.owner.as.mutation(api.tasks.update, { accountId: world.accountId, taskId, title: "Plan" });
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    const [call] = receiver.calls;
    expect(call?.path).toBe("/hook/secret-path");
    expect(call?.headers["x-mission-control-event"]).toBe("task_created");
    expect(isSigned(call ?? never(), secret)).toBe(true);
    expect(isSigned({ ...(call ?? never()), body: Buffer.from("{}") }, secret)).toBe(false);
    expect(JSON.parse(call?.body.toString() ?? "")).toMatchObject({
      type: "task_created",
      account: { id: world.accountId, slug: "ada-works" },
      data: {
        sentence: "Ada created MC-1 Write the plan",
        event: { type: "task_created", title: "Write the plan" },
        actor: { kind: "member", name: "Ada" },
        taskId,
      },
    });
    expect(await log(world, webhookId)).toMatchObject([
      { about: "task_created", status: "sent", attempts: 1, answer: { status: 204 } },
    ]);
    expect(await only(world)).toMatchObject({
      lastDelivery: { status: 204, isOk: true },
      failingSince: null,
    });
  });

  test("the secret is shown once, kept from every list, log and activity, and can be changed", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { webhookId, secret } = await hook(world, null);
    const { secret: next } = await owner.as.mutation(api.webhooks.rotateSecret, { accountId, webhookId });
    expect(next).not.toBe(secret);
    receiver.calls.length = 0;
    await addTask(world);
    await send(world);
    expect(receiver.calls.some((call) => isSigned(call, next))).toBe(true);
    const everything = JSON.stringify([
      await owner.as.query(api.webhooks.list, { accountId }),
      await log(world, webhookId),
      await owner.as.query(api.activities.list, { accountId, ...page }),
    ]);
    expect(everything).not.toContain("whsec_");
    const activities = JSON.stringify(await owner.as.query(api.activities.list, { accountId, ...page }));
    expect(activities).not.toContain("secret-path");
    expect(receiver.calls.every(({ body }) => !body.toString().includes("secret-path"))).toBe(true);
  });

  test("addresses inside are refused when they are set and when their name leads there", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const create = (url: string) =>
      refusal(owner.as.mutation(api.webhooks.create, { accountId, name: "x", url, events: null }));
    vi.stubEnv("MC_WEBHOOK_TARGETS", "public");
    for (const url of [
      "http://example.org/hook",
      "https://127.0.0.1/hook",
      "https://localhost/hook",
      "https://10.0.0.8/hook",
      "https://169.254.169.254/latest/meta-data",
      "https://[::1]/hook",
      "https://[::ffff:10.0.0.8]/hook",
      "https://2130706433/hook",
      "https://0x7f000001/hook",
      "https://0177.0.0.1/hook",
      "https://127.1/hook",
      "https://LOCALHOST/hook",
      `https://example.org/${"x".repeat(2_000)}`,
      "https://me:password@example.org/hook",
      "ftp://example.org/hook",
      "nonsense",
    ]) {
      expect([url, await create(url)]).toMatchObject([url, { code: "invalid" }]);
    }
    vi.stubEnv("MC_WEBHOOK_TARGETS", "loopback");
    const url = receiver.url.replace("127.0.0.1", "localhost");
    await owner.as.mutation(api.webhooks.create, { accountId, name: "x", url, events: ["task_created"] });
    await addTask(world);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    await addTask(world);
    vi.stubEnv("MC_WEBHOOK_TARGETS", "public");
    expect(await send(world)).toEqual({ sent: 0, failed: 1 });
    expect(receiver.calls).toHaveLength(1);
  });

  test("a redirect is not followed", async () => {
    const world = await createWorld(start());
    const { webhookId } = await hook(world);
    receiver.answerWith({ status: 302, headers: { location: `${receiver.url}/elsewhere` } });
    await addTask(world);
    await send(world);
    expect(receiver.calls.map(({ path }) => path)).toEqual(["/hook/secret-path"]);
    expect(await log(world, webhookId)).toMatchObject([{ status: "waiting", error: "It answered 302." }]);
  });

  test("what fails is tried again later under the same id, then given up, and can be replayed", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { webhookId } = await hook(world);
    receiver.answerWith({ status: 500, body: "out of order" });
    await addTask(world);
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      expect(await send(world)).toEqual({ sent: 0, failed: 1 });
      expect(await send(world)).toEqual({ sent: 0, failed: 0 });
      travel(3 * HOUR);
    }
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    const [dead] = await log(world, webhookId);
    expect(dead).toMatchObject({
      status: "dead",
      attempts: 8,
      answer: { status: 500, excerpt: "out of order" },
    });
    receiver.answerWith({ status: 200 });
    await owner.as.mutation(api.webhooks.replay, { accountId, deliveryId: dead?.deliveryId ?? never() });
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    const ids = new Set(receiver.calls.map(({ headers }) => headers["webhook-id"]));
    expect([...ids]).toEqual([dead?.deliveryId]);
    expect((await only(world)).failingSince).toBeNull();
  });

  test("one that asks for time is given it", async () => {
    const world = await createWorld(start());
    const { webhookId } = await hook(world);
    receiver.answerWith({ status: 429, headers: { "retry-after": "3600" } });
    await addTask(world);
    const before = Date.now();
    await send(world);
    const [waiting] = await log(world, webhookId);
    expect(waiting?.at).toBeGreaterThanOrEqual(before + HOUR);
  });

  test("one that fails for days is switched off, and the admins hear of it; one that is gone at once", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await hook(world);
    receiver.answerWith({ status: 503 });
    for (let days = 0; (await only(world)).isEnabled; days += 1) {
      expect(days).toBeLessThan(20);
      await addTask(world);
      await send(world);
      travel(8 * HOUR);
    }
    expect(await only(world)).toMatchObject({ isEnabled: false, disabledReason: "It answered 503." });
    expect(await activityTypes(world)).toContain("webhook_disabled");
    expect((await inbox(world, owner)).map(({ title }) => title)).toContain(
      "The webhook Build server is switched off",
    );
    const calls = receiver.calls.length;
    await addTask(world);
    travel(4 * HOUR);
    await send(world);
    expect(receiver.calls).toHaveLength(calls);
    const { webhookId } = await only(world);
    await owner.as.mutation(api.webhooks.update, { accountId, webhookId, isEnabled: true });
    receiver.answerWith({ status: 410 });
    await addTask(world);
    await send(world);
    expect(await only(world)).toMatchObject({ isEnabled: false });
  });

  test("it can be tested, changed, narrowed and removed; then nothing is sent", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { webhookId } = await hook(world);
    await owner.as.mutation(api.webhooks.test, { accountId, webhookId });
    await send(world);
    expect(JSON.parse(receiver.calls[0]?.body.toString() ?? "")).toMatchObject({ type: "ping" });
    await owner.as.mutation(api.webhooks.update, {
      accountId,
      webhookId,
      events: ["agent_created"],
      name: "CI",
    });
    await addTask(world);
    await send(world);
    expect(receiver.calls).toHaveLength(1);
    const bad = owner.as.mutation(api.webhooks.update, { accountId, webhookId, events: ["task_eaten"] });
    expect(await refusal(bad)).toMatchObject({ code: "invalid" });
    await owner.as.mutation(api.webhooks.update, {
      accountId,
      webhookId,
      events: ["tasks", "agent_created"],
    });
    await addTask(world);
    await send(world);
    expect(receiver.calls.at(-1)?.headers["x-mission-control-event"]).toBe("task_created");
    await owner.as.mutation(api.webhooks.update, { accountId, webhookId, events: null });
    await addTask(world);
    await owner.as.mutation(api.webhooks.remove, { accountId, webhookId });
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    await addTask(world);
    const waiting = await owner.as.query(api.outbox.list, { accountId, status: "waiting", ...page });
    expect(waiting.page).toEqual([]);
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining(["webhook_created", "webhook_removed"]),
    );
  });

  test("a person has one of their own, told of their notifications and seen by nobody else", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { secret, webhookId } = await ben.as.mutation(api.webhooks.setOwn, {
      accountId,
      url: `${receiver.url}/ben`,
    });
    expect(await owner.as.query(api.webhooks.list, { accountId })).toEqual([]);
    expect(await refusal(log(world, webhookId))).toMatchObject({ code: "not_found" });
    await addTask(world, { memberIds: [ben.memberId] });
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(isSigned(receiver.calls[0] ?? never(), secret)).toBe(true);
    expect(JSON.parse(receiver.calls[0]?.body.toString() ?? "")).toMatchObject({
      type: "notification",
      data: {
        type: "assignment",
        title: "Ada assigned MC-1 to you",
        url: "https://mc.example.org/ada-works/tasks/1",
      },
    });
    receiver.answerWith({ status: 200, body: "echo: Ada assigned MC-2 to you" });
    await addTask(world, { memberIds: [ben.memberId] });
    await send(world);
    const sent = async ({ as }: Person) =>
      (await as.query(api.outbox.list, { accountId, status: "sent", ...page })).page[0]?.answer;
    expect(await sent(owner)).toMatchObject({ status: 200, excerpt: "" });
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId: ben.memberId, role: "admin" });
    expect(await sent(ben)).toMatchObject({ status: 200, excerpt: "echo: Ada assigned MC-2 to you" });
    await ben.as.mutation(api.webhooks.testOwn, { accountId });
    await send(world);
    expect(await ben.as.query(api.webhooks.own, { accountId })).toMatchObject({
      lastDelivery: { isOk: true },
    });
    await ben.as.mutation(api.webhooks.removeOwn, { accountId });
    expect(await ben.as.query(api.outbox.channels, { accountId })).toMatchObject({
      webhook: { isSet: false },
    });
    expect(await refusal(ben.as.mutation(api.webhooks.testOwn, { accountId }))).toMatchObject({
      code: "conflict",
    });
    await addTask(world, { memberIds: [ben.memberId] });
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
  });

  test("a receiver that hangs holds up nobody else, and is asked by few at once", async () => {
    const t = start();
    const [busy, calm] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    const silent = await startReceiver();
    silent.answerWith(null);
    try {
      const { accountId, owner } = busy;
      const draft = { accountId, name: "Silent", url: silent.url, events: ["task_created"] };
      await owner.as.mutation(api.webhooks.create, draft);
      for (let nth = 0; nth < 40; nth += 1) await addTask(busy);
      await hook(calm);
      await addTask(calm);
      await hook(busy);
      await addTask(busy);
      const sending = send(busy);
      await vi.waitFor(() => expect(receiver.calls).toHaveLength(2), { timeout: 10_000 });
      await vi.waitFor(() => expect(silent.calls).toHaveLength(3), { timeout: 10_000 });
      // No second sender begins while one is at work, and the clock knows it.
      expect(await send(busy)).toEqual({ sent: 0, failed: 0 });
      expect(await t.mutation(internal.outbox.pump, {})).toEqual({ started: [] });
      silent.answerWith({ status: 204 });
      expect(await sending).toEqual({ sent: 43, failed: 0 });
      expect(silent.most).toBe(3);
    } finally {
      await silent.stop();
    }
  });

  test("a sender that has died is followed by another, and takes nothing more should it live on", async () => {
    const world = await createWorld(start());
    const { t } = world;
    await hook(world);
    for (let nth = 0; nth < 5; nth += 1) await addTask(world);
    const channel = "webhook" as const;
    const first = { channel, generation: (await t.mutation(internal.outbox.claim, { channel })) ?? never() };
    expect(await t.mutation(internal.outbox.claim, { channel })).toBeNull();
    expect(await t.mutation(internal.outbox.pump, {})).toEqual({ started: [] });
    travel(3 * MINUTE);
    const second = { channel, generation: (await t.mutation(internal.outbox.claim, { channel })) ?? never() };
    const late = await t.mutation(internal.outbox.lease, { ...first, underWay: [] });
    expect(late).toEqual({ deliveries: [], hasMore: false });
    await t.mutation(internal.outbox.release, first);
    expect(await t.mutation(internal.outbox.claim, { channel })).toBeNull();
    const taken = await t.mutation(internal.outbox.lease, { ...second, underWay: [] });
    expect(taken.deliveries).toHaveLength(3);
    const { accountId, lane } = taken.deliveries[0] ?? never();
    const underWay = [{ accountId, lane }];
    const more = await t.mutation(internal.outbox.lease, { ...second, underWay });
    expect(more.deliveries).toHaveLength(2);
    await t.mutation(internal.outbox.release, second);
    travel(4 * MINUTE);
    expect(await t.mutation(internal.outbox.pump, {})).toEqual({ started: ["webhook"] });
    await vi.waitFor(() => expect(receiver.calls).toHaveLength(5), { timeout: 5_000 });
  });

  test("what waited before deliveries had lanes is sent as well", async () => {
    const world = await createWorld(start());
    await hook(world);
    for (let nth = 0; nth < 5; nth += 1) await addTask(world);
    await world.t.run(async (ctx) => {
      for (const { _id } of (await ctx.db.query("outbox").take(10)).slice(0, 4)) {
        await ctx.db.patch("outbox", _id, { lane: undefined });
      }
    });
    expect(await send(world)).toEqual({ sent: 5, failed: 0 });
  });
});

test("a name that leads inside, alone or among others, is not connected to", async () => {
  const ask = (addresses: string[], all: boolean) =>
    new Promise((resolve) => {
      const answer = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
      const look = judgedLookup("public", (_host, _options, callback) => callback(null, answer));
      look("hooks.example.org", { all }, (error, found) => resolve(error?.code ?? found));
    });
  for (const inside of [["10.0.0.8"], ["127.0.0.1"], ["8.8.8.8", "192.168.0.1"], ["::1"], []]) {
    expect([inside, await ask(inside, true)]).toEqual([inside, "EADDRNOTALLOWED"]);
    expect([inside, await ask(inside, false)]).toEqual([inside, "EADDRNOTALLOWED"]);
  }
  expect(await ask(["8.8.8.8"], false)).toBe("8.8.8.8");
  expect(await ask(["8.8.8.8"], true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
});

describe.each(BACKENDS)("incoming webhooks on $name", ({ start }) => {
  async function incoming(start: Start) {
    const world = await createWorld(start());
    const made = await world.owner.as.mutation(api.webhooks.createIncoming, {
      accountId: world.accountId,
      name: "Alarms",
    });
    const call = async (body: unknown, headers: Record<string, string> = {}, url = made.url) => {
      const path = new URL(url).pathname.replace("/convex/http", "");
      const text = typeof body === "string" ? body : JSON.stringify(body);
      const response = await world.t.fetch(path, { method: "POST", body: text, headers });
      return { status: response.status, data: (await response.json()) as Record<string, unknown> };
    };
    return { world, ...made, call };
  }

  test("a call becomes a task, with its cause", async () => {
    const { world, call, incomingWebhookId, url } = await incoming(start);
    expect(url).toMatch(/^https:\/\/mc\.example\.org\/convex\/http\/hooks\/mch_[\w-]{43}$/);
    const dueAt = "2030-01-02T03:04:05Z";
    const task = { title: "Disk is full", description: "on **db1**", priority: 1, labels: ["ops"], dueAt };
    expect(await call(task)).toEqual({
      status: 201,
      data: { number: 1, key: "MC-1", url: "https://mc.example.org/ada-works/tasks/1" },
    });
    const { accountId, owner } = world;
    const made = await owner.as.query(api.tasks.get, { accountId, number: 1 });
    expect(made).toMatchObject({
      title: "Disk is full",
      priority: 1,
      labels: ["ops"],
      dueAt: Date.parse(dueAt),
    });
    const feed = await owner.as.query(api.activities.list, { accountId, ...page });
    expect(feed.page[0]).toMatchObject({
      type: "task_created",
      cause: { kind: "webhook", webhookId: incomingWebhookId },
    });
    const [row] = await owner.as.query(api.webhooks.incoming, { accountId });
    expect(row).toMatchObject({ name: "Alarms", revokedAt: null });
    expect(row?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify([row, feed])).not.toContain(url.split("/").at(-1));
  });

  test("the same idempotency key makes one task, also when asked twice at once", async () => {
    const { world, call } = await incoming(start);
    const key = { "idempotency-key": "alarm-7" };
    const answers = await Promise.all([1, 2, 3].map(() => call({ title: "Disk is full" }, key)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 201]);
    expect(new Set(answers.map(({ data }) => data["number"]))).toEqual(new Set([1]));
    expect((await call({ title: "Other" }, { "idempotency-key": "alarm-8" })).data["number"]).toBe(2);
    expect((await call({ title: "x" }, { "idempotency-key": "k".repeat(201) })).status).toBe(422);
    travel(8 * DAY);
    expect(await world.t.mutation(internal.webhooks.prune, {})).toEqual({ deleted: 2 });
  });

  test("what is not a task is refused with a sentence, and nothing is made", async () => {
    const { world, call } = await incoming(start);
    for (const body of [
      "not json",
      "[]",
      {},
      { title: 7 },
      { title: " " },
      { title: "x", priority: 9 },
      { title: "x", labels: "ops" },
      { title: "x", dueAt: "soon" },
    ]) {
      expect([body, await call(body)]).toMatchObject([body, { status: 422, data: { code: "invalid" } }]);
    }
    expect(await call({ title: "x", description: "y".repeat(70_000) })).toMatchObject({
      status: 413,
      data: { code: "too_large" },
    });
    const stats = await world.owner.as.query(api.accounts.stats, { accountId: world.accountId });
    expect(stats.openTasks).toBe(0);
  });

  test("more than sixty calls a minute are told to wait, and go through after it", async () => {
    const { call } = await incoming(start);
    for (let nth = 0; nth < 60; nth += 1) expect((await call({ title: `Alarm ${nth}` })).status).toBe(201);
    expect(await call({ title: "One more" })).toMatchObject({ status: 429, data: { code: "rate_limited" } });
    travel(MINUTE + 1);
    expect((await call({ title: "One more" })).status).toBe(201);
  });

  test("calls that are refused count as well", async () => {
    const { call } = await incoming(start);
    const bad = ["not json", { title: " " }, { title: "x", priority: 9 }];
    for (let nth = 0; nth < 60; nth += 1) expect((await call(bad[nth % bad.length])).status).toBe(422);
    expect(await call("not json")).toMatchObject({ status: 429, data: { code: "rate_limited" } });
    expect(await call({ title: "A good one" })).toMatchObject({ status: 429 });
  });

  test("a new address ends the old one, a revoked one answers like one that never was", async () => {
    const { world, call, incomingWebhookId, url } = await incoming(start);
    const { accountId, owner } = world;
    const next = await owner.as.mutation(api.webhooks.rotateIncoming, { accountId, incomingWebhookId });
    const unknown = await call({ title: "x" }, {}, "https://mc.example.org/hooks/mch_guess");
    expect(unknown).toMatchObject({ status: 404, data: { code: "not_found" } });
    expect(await call({ title: "x" }, {}, url)).toEqual(unknown);
    expect((await call({ title: "x" }, {}, next.url)).status).toBe(201);
    await owner.as.mutation(api.webhooks.revokeIncoming, { accountId, incomingWebhookId });
    expect(await call({ title: "x" }, {}, next.url)).toEqual(unknown);
    const again = owner.as.mutation(api.webhooks.revokeIncoming, { accountId, incomingWebhookId });
    expect(await refusal(again)).toMatchObject({ code: "conflict" });
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining([
        "incoming_webhook_created",
        "incoming_webhook_rotated",
        "incoming_webhook_revoked",
      ]),
    );
  });
});

function never(): never {
  throw new TypeError("there is none");
}
