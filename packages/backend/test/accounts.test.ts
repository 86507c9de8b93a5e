import { DEMO_TEAM } from "@mc/shared/agent/demoTeam";
import { describe, expect, test } from "vitest";
import { BACKENDS, settle, travel } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  identityOf,
  inbox,
  internal,
  join,
  queueOf,
  readTask,
  refusal,
  report,
} from "./world";

describe.each(BACKENDS)("accounts on $name", ({ start }) => {
  test("founding an account makes its owner, its runtime, its team, and the fleet's first operator", async () => {
    const t = start();
    const ada = t.withIdentity(identityOf("Ada"));
    const { accountId, slug } = await ada.mutation(api.accounts.create, {
      name: "Café Zürich",
      withDemoTeam: true,
    });
    expect(slug).toBe("cafe-zurich");
    expect(await ada.query(api.accounts.listMine, {})).toMatchObject([{ accountId, slug, role: "owner" }]);
    const roster = await ada.query(api.agents.list, { accountId });
    expect(roster.map((agent) => agent.slug)).toEqual(DEMO_TEAM.map((agent) => agent.slug));
    expect(await ada.query(api.runtimes.current, { accountId })).toMatchObject({
      status: "none",
      provider: "local",
    });
    expect(await t.query(internal.localRuntimes.wanted, {})).toMatchObject([
      { accountId, slug, isOnlyAccount: true },
    ]);
    await t
      .withIdentity(identityOf("Ben"))
      .mutation(api.accounts.create, { name: "Ben", withDemoTeam: false });
    expect(await t.query(internal.localRuntimes.wanted, {})).toMatchObject([{ slug, isOnlyAccount: false }]);
    const config = await t.run((ctx) => ctx.db.query("systemConfig").take(5));
    expect(config).toMatchObject([{ userIds: [identityOf("Ada").tokenIdentifier] }]);
    expect(await ada.mutation(api.agents.addDemoTeam, { accountId })).toEqual({ added: 0 });
  });

  test("slugs are unique, and words of the address bar are refused", async () => {
    const t = start();
    const ada = t.withIdentity(identityOf("Ada"));
    const found = (name: string) => ada.mutation(api.accounts.create, { name, withDemoTeam: false });
    expect([(await found("Acme")).slug, (await found("acme!")).slug, (await found("ACME")).slug]).toEqual([
      "acme",
      "acme-2",
      "acme-3",
    ]);
    for (const name of ["API", "Sign in", "new account", "convex"])
      expect(await refusal(found(name))).toMatchObject({ code: "invalid" });
    expect(await refusal(found("  "))).toMatchObject({ code: "invalid" });
    expect(await refusal(found("!!!"))).toMatchObject({ code: "invalid" });
  });

  test("an invitation is shown once, used once, and only by whom it names", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner } = world;
    const { token } = await owner.as.mutation(api.invitations.create, {
      accountId,
      email: " Ben@Example.org ",
      role: "admin",
    });
    expect(await t.query(api.invitations.preview, { token })).toEqual({
      accountName: "Ada Works",
      role: "admin",
      email: "ben@example.org",
      state: "open",
    });
    const cleo = t.withIdentity(identityOf("Cleo"));
    expect(await refusal(cleo.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "forbidden",
    });
    const ben = t.withIdentity(identityOf("Ben"));
    expect(await ben.mutation(api.invitations.accept, { token })).toMatchObject({ slug: world.slug });
    expect((await ben.query(api.accounts.bySlug, { slug: world.slug })).role).toBe("admin");
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({ state: "used" });
    expect(
      await refusal(
        t
          .withIdentity({ ...identityOf("Ben"), tokenIdentifier: "other" })
          .mutation(api.invitations.accept, { token }),
      ),
    ).toMatchObject({ code: "conflict", current: "used" });
    expect((await inbox(world, owner)).map(({ type }) => type)).toEqual(["invitation_accepted"]);
    expect(await t.query(api.invitations.preview, { token: "mci_unknown" })).toBeNull();
    const rows = await t.run((ctx) => ctx.db.query("invitations").take(5));
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  test("an invitation expires and can be withdrawn", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner } = world;
    const [first, second] = [
      await owner.as.mutation(api.invitations.create, { accountId, role: "viewer" }),
      await owner.as.mutation(api.invitations.create, { accountId, role: "viewer" }),
    ];
    await owner.as.mutation(api.invitations.revoke, { accountId, invitationId: first.invitationId });
    const ben = t.withIdentity(identityOf("Ben"));
    expect(await refusal(ben.mutation(api.invitations.accept, { token: first.token }))).toMatchObject({
      code: "conflict",
      current: "revoked",
    });
    travel(8 * 24 * 3_600_000);
    expect(await refusal(ben.mutation(api.invitations.accept, { token: second.token }))).toMatchObject({
      code: "conflict",
      current: "expired",
    });
    expect((await owner.as.query(api.invitations.list, { accountId })).map(({ state }) => state)).toEqual([
      "expired",
      "revoked",
    ]);
  });

  test("an invitation is sent again with a new link and a new week, whoever has the old one", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner } = world;
    const admin = await join(world, "Cleo", "admin");
    const first = await owner.as.mutation(api.invitations.create, {
      accountId,
      role: "member",
      email: "ben@example.org",
    });
    const { invitationId } = first;
    const resend = (id = invitationId) =>
      admin.as.mutation(api.invitations.resend, { accountId, invitationId: id });
    travel(5 * 24 * 3_600_000);
    const second = await resend();
    expect(second).toMatchObject({ invitationId, isMailed: false });
    expect(second.expiresAt - first.expiresAt).toBeGreaterThanOrEqual(5 * 24 * 3_600_000 - 1_000);
    // The one that arrived before opens nothing any more.
    expect(await t.query(api.invitations.preview, { token: first.token })).toBeNull();
    const ben = t.withIdentity(identityOf("Ben"));
    expect(await refusal(ben.mutation(api.invitations.accept, { token: first.token }))).toMatchObject({
      code: "not_found",
    });
    // Also after its time: it is open again, and still bound to its address.
    travel(8 * 24 * 3_600_000);
    expect(await t.query(api.invitations.preview, { token: second.token })).toMatchObject({
      state: "expired",
    });
    await t.mutation(internal.invitations.expire, {});
    const third = await resend();
    const dana = t.withIdentity(identityOf("Dana"));
    expect(await refusal(dana.mutation(api.invitations.accept, { token: third.token }))).toMatchObject({
      code: "forbidden",
    });
    expect(await ben.mutation(api.invitations.accept, { token: third.token })).toMatchObject({ accountId });
    expect(await refusal(resend())).toMatchObject({ code: "conflict", current: "used" });
    // Withdrawn, whether it was sent once or twice, it stays withdrawn.
    const other = await owner.as.mutation(api.invitations.create, { accountId, role: "viewer" });
    const again = await resend(other.invitationId);
    await owner.as.mutation(api.invitations.revoke, { accountId, invitationId: other.invitationId });
    expect(await refusal(resend(other.invitationId))).toMatchObject({ code: "conflict", current: "revoked" });
    for (const { token } of [other, again]) {
      expect((await refusal(dana.mutation(api.invitations.accept, { token }))).code).toMatch(
        /not_found|conflict/,
      );
    }
    const types = await activityTypes(world);
    expect(types.filter((type) => type === "invitation_resent")).toHaveLength(3);
  });

  test("[A2] roles are given by admins; the owner's is nobody's to give or take", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [admin, member] = [await join(world, "Ben", "admin"), await join(world, "Cleo")];
    expect(
      await refusal(
        member.as.mutation(api.memberships.updateRole, {
          accountId,
          memberId: member.memberId,
          role: "admin",
        }),
      ),
    ).toMatchObject({ code: "forbidden" });
    expect(
      await refusal(
        admin.as.mutation(api.memberships.updateRole, {
          accountId,
          memberId: owner.memberId,
          role: "member",
        }),
      ),
    ).toMatchObject({ code: "forbidden" });
    expect(await refusal(owner.as.mutation(api.memberships.leave, { accountId }))).toMatchObject({
      code: "forbidden",
    });
    await admin.as.mutation(api.memberships.updateRole, {
      accountId,
      memberId: member.memberId,
      role: "admin",
    });
    expect((await inbox(world, member)).map(({ type, title }) => [type, title])).toEqual([
      ["role_changed", "Ben made you admin"],
    ]);
    expect((await inbox(world, owner)).map(({ type }) => type)).toContain("role_changed");
  });

  test("someone removed loses access at once and their tasks soon; joining again revives them", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner } = world;
    const ben = await join(world, "Ben");
    const { number } = await addTask(world, { memberIds: [ben.memberId] });
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    expect(await refusal(ben.as.query(api.tasks.board, { accountId }))).toMatchObject({ code: "not_found" });
    await settle(t);
    expect(await readTask(world, number)).toMatchObject({ status: "inbox", members: [] });
    expect(await t.run((ctx) => ctx.db.query("subscriptions").take(5))).toEqual([]);
    const again = await join(world, "Ben", "viewer");
    expect(again.memberId).toBe(ben.memberId);
    expect(
      (await owner.as.query(api.memberships.list, { accountId })).map(({ name, role }) => [name, role]),
    ).toEqual([
      ["Ada", "owner"],
      ["Ben", "viewer"],
    ]);
  });

  test("handles are unique among people and agents, and group words are nobody's", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await join(world, "Theo");
    expect((await addAgent(world, "Theo")).slug).toBe("theo-2");
    expect((await addAgent(world, "All")).slug).toBe("all-2");
    await owner.as.mutation(api.memberships.rename, { accountId, name: "Ada L." });
    expect((await owner.as.query(api.memberships.list, { accountId }))[0]).toMatchObject({
      name: "Ada L.",
      slug: "ada",
    });
  });

  test("an agent that is removed stops working and leaves its tasks", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner } = world;
    const { agentId } = await addAgent(world, "Theo");
    const { number } = await addTask(world, { agentIds: [agentId] });
    await owner.as.mutation(api.agents.remove, { accountId, agentId });
    await settle(t);
    expect((await queueOf(world)).ready).toEqual([]);
    expect(await readTask(world, number)).toMatchObject({ status: "inbox", agents: [], running: [] });
    expect(await owner.as.query(api.agents.list, { accountId })).toEqual([]);
    expect(await t.query(internal.localRuntimes.wanted, {})).toEqual([]);
    expect(await refusal(owner.as.query(api.agents.get, { accountId, agentId }))).toMatchObject({
      code: "not_found",
    });
  });

  test("[T3] a service token opens its own account alone, is kept as a hash and ends when revoked", async () => {
    const t = start();
    const [ada, ben] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    expect((await t.query(api.service.agents.desired, { serviceToken: ada.serviceToken })).account.slug).toBe(
      ada.slug,
    );
    expect((await t.query(api.service.agents.desired, { serviceToken: ben.serviceToken })).account.slug).toBe(
      ben.slug,
    );
    const stored = JSON.stringify(await t.run((ctx) => ctx.db.query("serviceTokens").take(9)));
    expect(stored).not.toContain(ada.serviceToken);
    const { accountId, owner } = ada;
    const [row] = await owner.as.query(api.serviceTokens.list, { accountId });
    if (!row) throw new TypeError("no token");
    await owner.as.mutation(api.serviceTokens.revoke, { accountId, tokenId: row.tokenId });
    expect(await refusal(t.query(api.service.runs.queue, { serviceToken: ada.serviceToken }))).toMatchObject({
      code: "unauthenticated",
    });
  });

  test("the token of this installation's own runtime is replaced at every start", async () => {
    const t = start();
    const world = await createWorld(t);
    await addAgent(world, "Theo");
    const [wanted] = await t.query(internal.localRuntimes.wanted, {});
    if (!wanted) throw new TypeError("no runtime wanted");
    const first = await t.mutation(internal.localRuntimes.issueToken, { runtimeId: wanted.runtimeId });
    const second = await t.mutation(internal.localRuntimes.issueToken, { runtimeId: wanted.runtimeId });
    expect(await refusal(t.query(api.service.agents.desired, { serviceToken: first.token }))).toMatchObject({
      code: "unauthenticated",
    });
    expect((await t.query(api.service.agents.desired, { serviceToken: second.token })).agents).toHaveLength(
      1,
    );
    expect(
      (await t.query(api.service.agents.desired, { serviceToken: world.serviceToken })).agents,
    ).toHaveLength(1);
  });

  test("a runtime is what it reports, offline after 90 seconds of silence, and people hear after five minutes", async () => {
    const t = start();
    const world = await createWorld(t);
    const { accountId, owner, serviceToken } = world;
    await addAgent(world, "Theo");
    const runtime = () => owner.as.query(api.runtimes.current, { accountId });
    const checkIn = (fields = {}) =>
      t.mutation(api.service.runtimes.checkIn, { serviceToken, report: report(fields) });
    await checkIn({ status: "installing", install: { step: "download", percent: 40, detail: "openclaw" } });
    expect(await runtime()).toMatchObject({ status: "installing", install: { percent: 40 } });
    expect(await checkIn()).toMatchObject({ accountId, accountSlug: world.slug });
    await checkIn();
    expect((await activityTypes(world)).filter((type) => type === "runtime_status_changed")).toHaveLength(2);
    travel(89_000);
    await t.mutation(internal.runtimes.sweep, {});
    expect(await runtime()).toMatchObject({ status: "online" });
    travel(2_000);
    await t.mutation(internal.runtimes.sweep, {});
    const down = await runtime();
    expect(down).toMatchObject({ status: "offline" });
    expect(await inbox(world, owner)).toEqual([]);
    const alert = { runtimeId: down?.runtimeId ?? never(), since: down?.statusSince ?? 0 };
    travel(5 * 60_000);
    await t.mutation(internal.runtimes.alertOffline, alert);
    await t.mutation(internal.runtimes.alertOffline, alert);
    expect((await inbox(world, owner)).map(({ type }) => type)).toEqual(["runtime_alert"]);
    await checkIn();
    await t.mutation(internal.runtimes.alertOffline, alert);
    const titles = (await inbox(world, owner)).map(({ title }) => title);
    expect(titles).toEqual(["Local runtime is back", "Local runtime is offline"]);
  });

  test("documents: two editors, the second is told before anything is lost", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { documentId } = await owner.as.mutation(api.documents.create, {
      accountId,
      title: "Plan",
      content: "one",
      kind: "note",
    });
    const edit = (content: string) =>
      owner.as.mutation(api.documents.update, {
        accountId,
        documentId,
        title: "Plan",
        content,
        expectedVersion: 1,
      });
    expect(await edit("two")).toMatchObject({ version: 2 });
    expect(await refusal(edit("three"))).toMatchObject({ code: "conflict", current: "2" });
    const list = await owner.as.query(api.documents.list, {
      accountId,
      paginationOpts: { numItems: 5, cursor: null },
    });
    expect(list.page).toMatchObject([{ title: "Plan", version: 2, kind: "note" }]);
  });

  test("[A1] the ownership is passed on by the owner alone; there is exactly one owner before and after", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const ben = await join(world, "Ben", "admin");
    const roles = async () =>
      (await owner.as.query(api.memberships.list, { accountId })).map(({ name, role }) => [name, role]);
    const pass = (from: typeof ben, to: typeof ben) =>
      from.as.mutation(api.memberships.transferOwnership, { accountId, memberId: to.memberId });
    expect((await refusal(pass(ben, ben))).code).toBe("forbidden");
    expect((await refusal(pass(owner, owner))).code).toBe("conflict");
    await pass(owner, ben);
    expect((await roles()).toSorted()).toEqual([
      ["Ada", "admin"],
      ["Ben", "owner"],
    ]);
    expect((await inbox(world, ben))[0]).toMatchObject({
      type: "role_changed",
      title: "Ada made you the owner of Ada Works",
    });
    await owner.as.mutation(api.memberships.leave, { accountId });
    expect((await refusal(ben.as.mutation(api.memberships.leave, { accountId }))).code).toBe("forbidden");
  });
});

function never(): never {
  throw new TypeError("no runtime");
}
