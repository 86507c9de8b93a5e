import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from "node:crypto";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BACKENDS, type Start, travel } from "./backends";
import { type Call, type Receiver, startReceiver } from "./receiver";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  internal,
  join,
  leaseFirst,
  type Person,
  refusal,
  type World,
} from "./world";

const page = { paginationOpts: { numItems: 50, cursor: null } };
const vapid = createECDH("prime256v1");
vapid.generateKeys();

let service: Receiver;

beforeEach(async () => {
  service = await startReceiver();
  service.answerWith({ status: 201 });
  vi.stubEnv("MC_WEBHOOK_TARGETS", "loopback");
  vi.stubEnv("MC_ORIGIN", "https://mc.example.org");
  vi.stubEnv("MC_VAPID_PUBLIC_KEY", vapid.getPublicKey("base64url"));
  vi.stubEnv("MC_VAPID_PRIVATE_KEY", vapid.getPrivateKey("base64url").padStart(43, "A"));
  vi.stubEnv("MC_VAPID_SUBJECT", "mailto:ops@example.org");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await service.stop();
});

/** A browser: its keys, and its address at the push service. */
type Browser = { ecdh: ECDH; auth: Buffer; endpoint: string; keys: { p256dh: string; auth: string } };

function browser(name: string): Browser {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  const auth = randomBytes(16);
  const keys = { p256dh: ecdh.getPublicKey("base64url"), auth: auth.toString("base64url") };
  return { ecdh, auth, endpoint: `${service.url}/push/${name}`, keys };
}

/** RFC 8291 and RFC 8188, as a browser does it. */
function decrypt({ ecdh, auth }: Browser, { body }: Call): unknown {
  const [salt, idLength] = [body.subarray(0, 16), body.readUInt8(20)];
  const senderKey = body.subarray(21, 21 + idLength);
  const cipher = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), ecdh.getPublicKey(), senderKey]);
  const secret = Buffer.from(hkdfSync("sha256", ecdh.computeSecret(senderKey), auth, info, 32));
  const derive = (label: string, length: number) =>
    Buffer.from(hkdfSync("sha256", secret, salt, Buffer.from(`Content-Encoding: ${label}\0`), length));
  const decipher = createDecipheriv("aes-128-gcm", derive("aes128gcm", 16), derive("nonce", 12));
  decipher.setAuthTag(cipher.subarray(-16));
  const plain = Buffer.concat([decipher.update(cipher.subarray(0, -16)), decipher.final()]);
  return JSON.parse(plain.subarray(0, plain.lastIndexOf(2)).toString("utf8"));
}

/** The claims of the header by which the push service knows us; throws when the signature is not ours. */
function vapidClaims({ headers }: Call): unknown {
  const [, jwt = "", key = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? "") ?? [];
  const [head, claims = "", signature = ""] = jwt.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const publicKey = createPublicKey({ key: jwk, format: "jwk" });
  const input = Buffer.from(`${head}.${claims}`);
  const isOurs = verify(
    "sha256",
    input,
    { key: publicKey, dsaEncoding: "ieee-p1363" },
    Buffer.from(signature, "base64url"),
  );
  if (!isOurs || key !== vapid.getPublicKey("base64url"))
    throw new TypeError("not signed by this installation");
  return JSON.parse(Buffer.from(claims, "base64url").toString());
}

const send = ({ t }: World) => t.action(internal.actions.push.send, {});

async function subscribe({ accountId }: World, person: Person, one: Browser) {
  const { endpoint, keys } = one;
  const wanted = { accountId, endpoint, keys, device: "Firefox on Linux" };
  return await person.as.mutation(api.pushSubscriptions.subscribe, wanted);
}

async function mention({ accountId, owner }: World) {
  const { taskId } = await owner.as.mutation(api.tasks.create, { accountId, title: "Write the plan" });
  const body = "@ben have a look";
  const { messageId } = await owner.as.mutation(api.messages.create, {
    accountId,
    taskId,
    body,
    clientKey: taskId,
  });
  return { taskId, messageId };
}

async function office(start: Start) {
  const world = await createWorld(start());
  return { ...world, ben: await join(world, "Ben") };
}

describe.each(BACKENDS)("push on $name", ({ start }) => {
  test("a mention goes to every device of the person, readable by that device alone, signed by the installation", async () => {
    const world = await office(start);
    const { accountId, ben } = world;
    const [phone, laptop] = [browser("phone"), browser("laptop")];
    for (const one of [phone, laptop]) await subscribe(world, ben, one);
    const { taskId, messageId } = await mention(world);
    expect(await send(world)).toEqual({ sent: 2, failed: 0 });
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    const onPhone = service.calls.find(({ path }) => path === "/push/phone") ?? never();
    expect(onPhone.body.toString("latin1")).not.toContain("have a look");
    expect(decrypt(phone, onPhone)).toEqual({
      title: "Ada mentioned you in MC-1",
      body: "@ben have a look",
      url: `https://mc.example.org/ada-works/tasks/1?message=${messageId}`,
      tag: expect.any(String),
      accountId,
      taskId,
      replyToId: messageId,
    });
    expect(() => decrypt(laptop, onPhone)).toThrow();
    expect(vapidClaims(onPhone)).toMatchObject({ aud: service.url, sub: "mailto:ops@example.org" });
    expect(onPhone.headers).toMatchObject({ "content-encoding": "aes128gcm", ttl: "86400" });
    expect(onPhone.headers["topic"]).toMatch(/^[\w-]{1,32}$/);
    const topics = new Set(service.calls.map(({ headers }) => headers["topic"]));
    expect(topics.size).toBe(1);
    const devices = await ben.as.query(api.pushSubscriptions.list, { accountId });
    expect(devices.map(({ lastSentAt }) => lastSentAt !== null)).toEqual([true, true]);
  });

  test("a request for an approval can be decided from the notification: it names what is to be decided", async () => {
    const world = await office(start);
    const { accountId, owner, t, serviceToken } = world;
    const mine = browser("mine");
    await subscribe(world, owner, mine);
    const { agentId } = await addAgent(world, "Theo");
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId,
      requiresApprovalForActions: ["task_message"],
    });
    await addTask(world, { agentIds: [agentId] });
    const { sessionKey } = await leaseFirst(world);
    const call = { serviceToken, agentSlug: "theo", sessionKey, callId: "1", body: "May I?" };
    await t.mutation(api.service.tools.taskMessage, call);
    await send(world);
    const payload = decrypt(mine, service.calls[0] ?? never()) as { approvalId?: string; accountId?: string };
    const [pending] = await owner.as.query(api.approvals.list, { accountId, status: "pending" });
    expect(payload).toMatchObject({ approvalId: pending?.approvalId, accountId });
  });

  test.each([404, 410])("a device that the push service answers %s for is forgotten", async (status) => {
    const world = await office(start);
    const { accountId, ben, owner } = world;
    await subscribe(world, ben, browser("old"));
    await mention(world);
    service.answerWith({ status });
    await send(world);
    expect(await ben.as.query(api.pushSubscriptions.list, { accountId })).toEqual([]);
    const before = service.calls.length;
    await mention(world);
    await send(world);
    expect(service.calls).toHaveLength(before);
    const waiting = await owner.as.query(api.outbox.list, { accountId, status: "waiting", ...page });
    expect(waiting.page).toEqual([]);
  });

  test("a push service that is out is asked again, with the same topic", async () => {
    const world = await office(start);
    await subscribe(world, world.ben, browser("mine"));
    await mention(world);
    service.answerWith({ status: 503 });
    expect(await send(world)).toEqual({ sent: 0, failed: 1 });
    travel(60 * 60_000);
    service.answerWith({ status: 201 });
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(service.calls[0]?.headers["topic"]).toBe(service.calls[1]?.headers["topic"]);
  });

  test("a browser belongs to the last person who said so, and a device can be tested and removed by its owner only", async () => {
    const world = await office(start);
    const { accountId, owner, ben } = world;
    const shared = browser("shared");
    const { subscriptionId } = await subscribe(world, owner, shared);
    expect(await subscribe(world, owner, shared)).toEqual({ subscriptionId });
    for (const mutation of [api.pushSubscriptions.test, api.pushSubscriptions.remove]) {
      expect(await refusal(ben.as.mutation(mutation, { accountId, subscriptionId }))).toMatchObject({
        code: "not_found",
      });
    }
    await owner.as.mutation(api.pushSubscriptions.test, { accountId, subscriptionId });
    await send(world);
    expect(decrypt(shared, service.calls[0] ?? never())).toMatchObject({
      body: "Push works on this device.",
    });
    const taken = await subscribe(world, ben, shared);
    expect(await owner.as.query(api.pushSubscriptions.list, { accountId })).toEqual([]);
    await ben.as.mutation(api.pushSubscriptions.remove, { accountId, subscriptionId: taken.subscriptionId });
    await mention(world);
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining(["push_device_added", "push_device_removed"]),
    );
  });

  test("a browser belongs to one person, also when the other one is in another account", async () => {
    const world = await office(start);
    const { accountId, owner, t, ben } = world;
    const shared = browser("shared");
    const elsewhere = await createWorld(t, "Bo");
    await subscribe(elsewhere, elsewhere.owner, shared);
    await subscribe(world, ben, shared);
    expect(
      await elsewhere.owner.as.query(api.pushSubscriptions.list, { accountId: elsewhere.accountId }),
    ).toEqual([]);
    expect(await activityTypes(elsewhere)).toContain("push_device_removed");
    expect(await activityTypes(world)).not.toContain("push_device_removed");
    // The same person in both accounts hears of both.
    const bens = await createWorld(t, "Ben");
    await subscribe(bens, bens.owner, shared);
    expect(await ben.as.query(api.pushSubscriptions.list, { accountId })).toHaveLength(1);
    expect(await bens.owner.as.query(api.pushSubscriptions.list, { accountId: bens.accountId })).toHaveLength(
      1,
    );
    await subscribe(world, owner, shared);
    expect(await ben.as.query(api.pushSubscriptions.list, { accountId })).toEqual([]);
    expect(await bens.owner.as.query(api.pushSubscriptions.list, { accountId: bens.accountId })).toEqual([]);
  });

  test("addresses and keys that no push service has are refused, and so is push that is not set up", async () => {
    const world = await office(start);
    const { ben } = world;
    const good = browser("mine");
    for (const bad of [
      { ...good, endpoint: "https://10.0.0.8/push" },
      { ...good, keys: { ...good.keys, p256dh: "short" } },
      { ...good, keys: { ...good.keys, auth: "short" } },
    ]) {
      expect(await refusal(subscribe(world, ben, bad))).toMatchObject({ code: "invalid" });
    }
    for (let nth = 0; nth < 10; nth += 1) await subscribe(world, ben, browser(`device-${nth}`));
    expect(await refusal(subscribe(world, ben, good))).toMatchObject({ code: "invalid" });
    vi.stubEnv("MC_VAPID_PRIVATE_KEY", "");
    expect(await refusal(subscribe(world, ben, good))).toMatchObject({ code: "conflict" });
  });
});

function never(): never {
  throw new TypeError("there is none");
}
