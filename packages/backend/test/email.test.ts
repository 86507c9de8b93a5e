import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { BACKENDS, type Start, travel } from "./backends";
import { type MailServer, startMailServer } from "./smtp";
import {
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

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const page = { paginationOpts: { numItems: 50, cursor: null } };

let server: MailServer;

beforeEach(async () => {
  server = await startMailServer();
  vi.stubEnv("MC_SMTP_URL", server.url);
  vi.stubEnv("MC_MAIL_FROM", "Mission Control <mc@example.org>");
  vi.stubEnv("MC_ORIGIN", "https://mc.example.org");
  vi.stubEnv("CONVEX_SITE_URL", "https://mc.example.org/convex/http");
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});

type Office = World & { ben: Person };

async function office(start: Start): Promise<Office> {
  const world = await createWorld(start());
  return { ...world, ben: await join(world, "Ben") };
}

const send = ({ t }: World) => t.action(internal.actions.email.send, {});

async function mention({ accountId, owner }: World, text = "@ben look at <this> & that") {
  const { taskId, number } = await owner.as.mutation(api.tasks.create, {
    accountId,
    title: "Write the plan",
  });
  const { messageId } = await owner.as.mutation(api.messages.create, {
    accountId,
    taskId,
    body: text,
    clientKey: String(number),
  });
  return { taskId, number, messageId };
}

async function deliveries({ accountId, owner }: World, status: "waiting" | "sent" | "skipped" | "dead") {
  return (await owner.as.query(api.outbox.list, { accountId, status, ...page })).page;
}

/** What lies in the outbox, secrets and all. */
const rows = ({ t }: World) => t.run(async (ctx) => await ctx.db.query("outbox").take(100));
const tokenOf = (text: string) => /token=(mcu_[\w-]+)/.exec(text)?.[1] ?? "";

describe.each(BACKENDS)("e-mail on $name", ({ start }) => {
  test("a mention that is not read within two minutes is mailed once, with a link to the very message", async () => {
    const world = await office(start);
    const { messageId } = await mention(world);
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    travel(2 * MINUTE);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    expect(server.mails).toHaveLength(1);
    const [mail] = server.mails;
    expect(mail).toMatchObject({ from: "mc@example.org", to: ["ben@example.org"] });
    expect(mail?.headers.get("subject")).toBe("Ada mentioned you in MC-1");
    expect(mail?.headers.get("message-id")).toMatch(/^<email\.\w+@example\.org>$/);
    const link = `https://mc.example.org/ada-works/tasks/1?message=${messageId}`;
    expect(mail?.text).toContain(`Open in Mission Control:\n${link}`);
    expect(mail?.text).toContain("> @ben look at <this> & that");
    expect(mail?.html).toContain(`href="${link}"`);
    expect(mail?.html).toContain("@ben look at &lt;this&gt; &amp; that");
    expect(mail?.headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    expect(await deliveries(world, "sent")).toMatchObject([{ channel: "email", about: "Ben", attempts: 1 }]);
  });

  test("whoever reads it first gets no mail", async () => {
    const world = await office(start);
    const { accountId, ben } = world;
    await mention(world);
    await mention(world);
    await ben.as.mutation(api.notifications.markAllRead, { accountId });
    travel(3 * MINUTE);
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    expect(server.mails).toEqual([]);
    const skipped = await deliveries(world, "skipped");
    expect(skipped.map(({ error }) => error)).toEqual(["It was read meanwhile.", "It was read meanwhile."]);
  });

  test("the clock starts the sender when something is due, and not otherwise", async () => {
    const world = await office(start);
    await mention(world);
    expect(await world.t.mutation(internal.outbox.pump, {})).toEqual({ started: [] });
    travel(3 * MINUTE);
    expect(await world.t.mutation(internal.outbox.pump, {})).toEqual({ started: ["email"] });
    await vi.waitFor(async () => expect(await deliveries(world, "sent")).toHaveLength(1), 5_000);
    expect(server.mails).toHaveLength(1);
  });

  test("a server that is busy is asked again later, and a mail that never goes can be sent again by hand", async () => {
    const world = await office(start);
    const { accountId, owner, ben } = world;
    await mention(world);
    travel(3 * MINUTE);
    server.refusals.push(...Array.from({ length: 8 }, () => "451 later"));
    let attempts = 0;
    for (; (await deliveries(world, "dead")).length === 0; attempts += 1) {
      expect(attempts).toBeLessThan(9);
      await send(world);
      travel(3 * HOUR);
    }
    expect(attempts).toBe(8);
    const [dead] = await deliveries(world, "dead");
    expect(dead).toMatchObject({ attempts: 8, error: "The mail server answered 451 to RCPT TO." });
    const deliveryId = dead?.deliveryId ?? never();
    expect(await refusal(ben.as.mutation(api.outbox.retry, { accountId, deliveryId }))).toMatchObject({
      code: "forbidden",
    });
    await owner.as.mutation(api.outbox.retry, { accountId, deliveryId });
    expect(await refusal(owner.as.mutation(api.outbox.retry, { accountId, deliveryId }))).toMatchObject({
      code: "conflict",
    });
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    const { page: feed } = await owner.as.query(api.activities.list, { accountId, ...page });
    expect(feed[0]).toMatchObject({ type: "delivery_retried", target: { label: "Ben" } });
  });

  test("an address that the server does not know is given up at once", async () => {
    const world = await office(start);
    await mention(world);
    travel(3 * MINUTE);
    server.refusals.push("550 nobody of that name");
    expect(await send(world)).toEqual({ sent: 0, failed: 1 });
    expect(await deliveries(world, "dead")).toMatchObject([{ attempts: 1 }]);
  });

  test("a refused sign-in says so without the password, and is tried again", async () => {
    vi.stubEnv("MC_SMTP_URL", server.url.replace("smtp://", "smtp://mc:hunter2-secret@"));
    const world = await office(start);
    await mention(world);
    travel(3 * MINUTE);
    expect(await send(world)).toEqual({ sent: 0, failed: 1 });
    const [waiting] = await deliveries(world, "waiting");
    expect(waiting?.error).toContain("535");
    expect(JSON.stringify(await rows(world))).not.toContain("hunter2");
  });

  test("a sender that dies is followed by another; the mail keeps its id, and the late report counts no more", async () => {
    const world = await office(start);
    await mention(world);
    travel(3 * MINUTE);
    const { t } = world;
    const generation = (await t.mutation(internal.outbox.claim, { channel: "email" })) ?? never();
    const take = { channel: "email" as const, generation, underWay: [] };
    const { deliveries: lost } = await t.mutation(internal.outbox.lease, take);
    expect(lost).toMatchObject([{ kind: "email", attempt: 1 }]);
    expect((await t.mutation(internal.outbox.lease, take)).deliveries).toEqual([]);
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    travel(4 * MINUTE);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    const [late] = lost;
    const outcome = { kind: "failed" as const, error: "late", isPermanent: true, retryAfterMs: null };
    const result = { outboxId: late?.outboxId ?? never(), attempt: 1, outcome, answer: null };
    await t.mutation(internal.outbox.settle, { result });
    expect(await deliveries(world, "sent")).toMatchObject([{ attempts: 2 }]);
    const key = late?.kind === "email" ? late.key : "";
    expect(server.mails[0]?.headers.get("message-id")).toBe(`<${key.replace(":", ".")}@example.org>`);
  });

  test("a mail that cannot be written is tried like one that failed, given up, and holds up no other", async () => {
    const world = await office(start);
    const { accountId, owner, t } = world;
    await owner.as.mutation(api.invitations.create, { accountId, role: "member", email: "eve@example.org" });
    await t.run(async (ctx) => {
      const [open] = await ctx.db.query("invitations").order("desc").take(1);
      // No date can be written of it.
      if (open) await ctx.db.patch("invitations", open._id, { expiresAt: Number.POSITIVE_INFINITY });
    });
    await mention(world);
    travel(3 * MINUTE);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(await deliveries(world, "waiting")).toMatchObject([{ attempts: 1 }]);
    for (let nth = 0; nth < 7; nth += 1) {
      travel(3 * HOUR);
      await send(world);
    }
    const error = "It could not be written.";
    expect(await deliveries(world, "dead")).toMatchObject([{ attempts: 8, error }]);
  });

  test("without a mail server nothing is prepared, and people are told what to set", async () => {
    vi.stubEnv("MC_SMTP_URL", "");
    const world = await office(start);
    const { accountId, ben } = world;
    await mention(world);
    expect(await rows(world)).toEqual([]);
    expect(await ben.as.query(api.outbox.channels, { accountId })).toMatchObject({
      email: { missing: ["MC_SMTP_URL"], address: "ben@example.org" },
      push: { publicKey: null },
    });
    const made = await world.owner.as.mutation(api.invitations.create, {
      accountId,
      email: "cleo@example.org",
      role: "member",
    });
    expect(made.isMailed).toBe(false);
  });

  test("in quiet hours a mail waits for their end, and what is mandatory does not", async () => {
    travel(22 * HOUR - (Date.now() % DAY) + DAY);
    const world = await office(start);
    const { accountId, owner, ben } = world;
    const quietHours = { fromMinute: 21 * 60, toMinute: 7 * 60, timeZone: "UTC" };
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, quietHours });
    await mention(world);
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId: ben.memberId, role: "admin" });
    travel(HOUR);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(server.mails[0]?.headers.get("subject")).toBe("Ada made you admin");
    travel(8 * HOUR);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(server.mails[1]?.headers.get("subject")).toBe("Ada mentioned you in MC-1");
  });

  test("an assignment and a request for an approval are mailed too", async () => {
    const world = await office(start);
    const { accountId, owner, ben, t, serviceToken } = world;
    const agent = await addAgent(world, "Theo");
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId: agent.agentId,
      requiresApprovalForActions: ["task_message"],
    });
    await addTask(world, { agentIds: [agent.agentId], memberIds: [ben.memberId] });
    const { sessionKey } = await leaseFirst(world);
    const call = { serviceToken, agentSlug: "theo", sessionKey, callId: "1", body: "May I?" };
    await t.mutation(api.service.tools.taskMessage, call);
    travel(3 * MINUTE);
    await send(world);
    expect(server.mails.map(({ to, headers }) => [to[0], headers.get("subject")]).toSorted()).toEqual([
      ["ada@example.org", "Theo asks to use task_message in MC-1"],
      ["ben@example.org", "Ada assigned MC-1 to you"],
    ]);
  });

  test("the link in a mail ends mails, signed in or not, and nothing else", async () => {
    const world = await office(start);
    const { accountId, ben, t } = world;
    await mention(world);
    await mention(world);
    travel(3 * MINUTE);
    await send(world);
    const header = server.mails[0]?.headers.get("list-unsubscribe") ?? "";
    expect(header).toMatch(/^<https:\/\/mc\.example\.org\/convex\/http\/mail\/unsubscribe\?token=mcu_/);
    const token = tokenOf(header);
    expect(server.mails[1]?.text).toContain(`https://mc.example.org/unsubscribe?token=${token}`);
    const path = `/mail/unsubscribe?token=${token}`;
    const shown = await t.fetch(path);
    expect([shown.status, shown.headers.get("location")]).toEqual([
      303,
      `https://mc.example.org/unsubscribe?token=${token}`,
    ]);
    const answers = [await t.fetch(path, { method: "POST" }), await t.fetch(path, { method: "POST" })];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await answers[0]?.json()).toEqual({ accountName: "Ada Works" });
    const { own } = await ben.as.query(api.memberships.preferences, { accountId });
    expect(own.channels?.email?.isOn).toBe(false);
    const before = (await rows(world)).length;
    await mention(world);
    expect(await rows(world)).toHaveLength(before);
    const unknown = await t.fetch("/mail/unsubscribe?token=mcu_guess", { method: "POST" });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, { code: "not_found" }]);
    const { page: feed } = await ben.as.query(api.activities.list, { accountId, ...page });
    const changed = feed.filter(({ type }) => type === "member_preferences_changed");
    expect(changed).toMatchObject([{ actor: { name: "Ben" } }]);
  });

  test("an invitation is mailed with a link that works, and its secret is kept no longer than it must", async () => {
    const world = await office(start);
    const { accountId, owner, t } = world;
    const draft = { accountId, email: "Cleo@example.org", role: "viewer" as const };
    expect(await owner.as.mutation(api.invitations.create, draft)).toMatchObject({ isMailed: true });
    server.refusals.push("550 not today");
    await send(world);
    const [dead] = await deliveries(world, "dead");
    expect(dead).toMatchObject({ kind: "invitation", about: "cleo@example.org" });
    await owner.as.mutation(api.outbox.retry, { accountId, deliveryId: dead?.deliveryId ?? never() });
    await send(world);
    expect(server.mails[0]).toMatchObject({ to: ["cleo@example.org"] });
    expect(server.mails[0]?.headers.get("subject")).toBe("Ada invites you to Ada Works");
    const token = /\/invite\/(mci_[\w-]+)/.exec(server.mails[0]?.text ?? "")?.[1] ?? "";
    expect(JSON.stringify(await rows(world))).not.toContain("mci_");
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({
      state: "open",
      role: "viewer",
    });
    const feed = await owner.as.query(api.activities.list, { accountId, ...page });
    expect(JSON.stringify(feed)).not.toContain("mci_");
  });

  test("what one channel alone is to carry is mailed, and lies in the archive", async () => {
    const world = await office(start);
    const { accountId, owner, ben } = world;
    const email = { isOn: true, groups: {}, wanted: ["mention" as const], muted: [] };
    await ben.as.mutation(api.memberships.updatePreferences, {
      accountId,
      muted: ["mention"],
      channels: { email },
    });
    await mention(world);
    travel(3 * MINUTE);
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(await ben.as.query(api.notifications.unreadCount, { accountId })).toBe(0);
    const archived = await ben.as.query(api.notifications.list, { accountId, filter: "archived", ...page });
    expect(archived.page).toMatchObject([{ type: "mention" }]);
    await ben.as.mutation(api.memberships.updatePreferences, {
      accountId,
      channels: { email: { ...email, wanted: [], muted: ["mention"] } },
    });
    await mention(world);
    expect(await owner.as.query(api.notifications.dropped, { accountId })).toEqual([
      { type: "mention", channel: "inbox", count: 2 },
      { type: "mention", channel: "email", count: 1 },
    ]);
  });

  test("whoever is removed is told by one mail, whatever they had chosen; who is back by then is not", async () => {
    const world = await office(start);
    const { accountId, owner, ben } = world;
    const email = { isOn: false, groups: {}, wanted: [], muted: [] };
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, channels: { email } });
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(server.mails[0]?.headers.get("subject")).toBe("Ada removed you from Ada Works");
    expect(await deliveries(world, "sent")).toMatchObject([{ kind: "removal", about: "Ben" }]);
    const invite = async () => {
      const { token } = await owner.as.mutation(api.invitations.create, { accountId, role: "member" });
      await ben.as.mutation(api.invitations.accept, { token });
    };
    await invite();
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    await invite();
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    expect((await deliveries(world, "skipped")).map(({ error }) => error)).toContain(
      "The person is a member again.",
    );
  });

  test("whoever has left gets nothing any more", async () => {
    const world = await office(start);
    const { accountId, owner, ben } = world;
    await mention(world);
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    travel(3 * MINUTE);
    // The word that they were removed, and nothing else.
    expect(await send(world)).toEqual({ sent: 1, failed: 0 });
    expect(server.mails[0]?.headers.get("subject")).toContain("removed you");
    expect((await deliveries(world, "skipped")).map(({ error }) => error)).toContain("The person has left.");
  });

  test("old deliveries are forgotten after two weeks, those that wait are not", async () => {
    const world = await office(start);
    await mention(world);
    travel(3 * MINUTE);
    await send(world);
    await mention(world);
    travel(15 * DAY);
    expect(await world.t.mutation(internal.outbox.prune, {})).toEqual({ deleted: 1 });
    expect((await rows(world)).map(({ state }) => state.status)).toEqual(["waiting"]);
  });
});

describe.each(BACKENDS)("digests on $name", ({ start }) => {
  const write = ({ t }: World) => t.action(internal.actions.email.writeDigests, {});
  const digests = () => server.mails.filter(({ headers }) => headers.get("subject")?.includes("unread"));

  /** Seven in the morning, UTC. */
  async function early(): Promise<Office> {
    travel(DAY + 7 * HOUR - (Date.now() % DAY));
    return await office(start);
  }

  test("a person's daily digest comes at their own time, once, with what is unread and due", async () => {
    const world = await early();
    const { accountId, owner, ben } = world;
    const digest = { frequency: "daily" as const, time: "10:00", weekday: 1, timeZone: "Europe/Berlin" };
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, digest });
    await mention(world);
    await owner.as.mutation(api.tasks.create, {
      accountId,
      title: "Pay the bill",
      memberIds: [ben.memberId],
      dueAt: Date.now() + HOUR,
    });
    expect(await write(world)).toEqual({ written: 0 });
    travel(3 * HOUR);
    const runs = await Promise.all(
      Array.from({ length: 4 }, () =>
        world.t.mutation(internal.outbox.runOneDigest, { accountId, memberId: ben.memberId }),
      ),
    );
    expect(runs.filter(Boolean)).toHaveLength(1);
    expect(await write(world)).toEqual({ written: 0 });
    await send(world);
    const [mail] = digests();
    expect(mail?.to).toEqual(["ben@example.org"]);
    expect(mail?.headers.get("subject")).toMatch(/^Ada Works, \d{4}-\d\d-\d\d: 2 unread, 1 due$/);
    expect(mail?.text).toContain("- Ada mentioned you in MC-1");
    expect(mail?.text).toContain("- MC-2 Pay the bill");
    expect(mail?.html).toContain('href="https://mc.example.org/ada-works/tasks/2"');
  });

  test("with nothing in it there is none, and what was read before it is sent is not in it", async () => {
    const world = await early();
    const { accountId, ben } = world;
    const digest = { frequency: "daily" as const, time: "08:00", weekday: 1, timeZone: "UTC" };
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, digest });
    travel(2 * HOUR);
    expect(await write(world)).toEqual({ written: 0 });
    await mention(world);
    travel(DAY);
    expect(await write(world)).toEqual({ written: 1 });
    await ben.as.mutation(api.notifications.markAllRead, { accountId });
    expect(await send(world)).toEqual({ sent: 0, failed: 0 });
    expect((await deliveries(world, "skipped")).map(({ error }) => error)).toContain(
      "There was nothing to report.",
    );
  });

  test("the account's default gives everyone one who has not chosen, in the account's time zone", async () => {
    const world = await early();
    const { accountId, owner, ben } = world;
    const next = async (person: Person) => {
      const rows = await world.t.run(async (ctx) => await ctx.db.query("digestSchedules").take(10));
      return rows.find(({ memberId }) => memberId === person.memberId)?.nextAt ?? null;
    };
    await ben.as.mutation(api.memberships.updatePreferences, {
      accountId,
      digest: { frequency: "off", time: "08:00", weekday: 1, timeZone: "UTC" },
    });
    await owner.as.mutation(api.accounts.update, {
      accountId,
      notificationPreferences: { emailDigest: true },
    });
    const cleo = await join(world, "Cleo");
    const due = [await next(owner), await next(ben), await next(cleo)];
    expect(due.map((at) => (at === null ? null : new Date(at).toISOString().slice(11, 16)))).toEqual([
      "08:00",
      null,
      "08:00",
    ]);
    await owner.as.mutation(api.accounts.updateSettings, { accountId, timeZone: "Asia/Kathmandu" });
    expect(new Date((await next(cleo)) ?? 0).toISOString().slice(11, 16)).toBe("02:15");
    await ben.as.mutation(api.memberships.updatePreferences, { accountId, digest: null });
    expect(await next(ben)).toBe(await next(cleo));
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: cleo.memberId });
    expect(await next(cleo)).toBeNull();
    await owner.as.mutation(api.accounts.update, { accountId, notificationPreferences: {} });
    expect(await next(owner)).toBeNull();
  });

  test("choices that cannot be are refused", async () => {
    const { accountId, ben } = await early();
    const good = { frequency: "weekly" as const, time: "08:00", weekday: 5, timeZone: "UTC" };
    for (const bad of [{ time: "8" }, { weekday: 7 }, { timeZone: "Mars/Olympus" }]) {
      const call = ben.as.mutation(api.memberships.updatePreferences, {
        accountId,
        digest: { ...good, ...bad },
      });
      expect(await refusal(call)).toMatchObject({ code: "invalid" });
    }
    const muted = { isOn: true, groups: {}, wanted: [], muted: ["role_changed" as const] };
    const call = ben.as.mutation(api.memberships.updatePreferences, {
      accountId,
      channels: { email: muted },
    });
    expect(await refusal(call)).toMatchObject({ code: "invalid" });
  });
});

function never(): never {
  throw new TypeError("there is none");
}
