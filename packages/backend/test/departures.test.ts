import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import { activityTypes, api, createWorld, identityOf, join, refusal, type World } from "./world";

/** An admin with an open way in for whoever holds the link. */
async function adminWithLink(world: World) {
  const admin = await join(world, "Ben", "admin");
  const { accountId } = world;
  const { token } = await admin.as.mutation(api.invitations.create, { accountId, role: "admin" });
  return { admin, token };
}

describe.each(BACKENDS)("people who go on $name", ({ start }) => {
  test("an admin who is removed cannot walk back in through an invitation of their own", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { admin, token } = await adminWithLink(world);
    const { token: ofOwner } = await owner.as.mutation(api.invitations.create, { accountId, role: "viewer" });
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: admin.memberId });
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({ state: "revoked" });
    expect(await refusal(admin.as.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "conflict",
      current: "revoked",
    });
    expect(await t.query(api.invitations.preview, { token: ofOwner })).toMatchObject({ state: "open" });
    expect(await activityTypes(world)).toContain("invitation_revoked");
  });

  test("who leaves or is no admin any more takes their open invitations along", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t } = world;
    const { admin, token } = await adminWithLink(world);
    const { memberId } = admin;
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId, role: "member" });
    expect(await t.query(api.invitations.preview, { token })).toMatchObject({ state: "revoked" });
    await owner.as.mutation(api.memberships.updateRole, { accountId, memberId, role: "admin" });
    const second = await admin.as.mutation(api.invitations.create, { accountId, role: "viewer" });
    await admin.as.mutation(api.memberships.leave, { accountId });
    expect(await t.query(api.invitations.preview, { token: second.token })).toMatchObject({
      state: "revoked",
    });
  });

  test.each([
    ["removed", { status: "removed" as const }],
    ["a mere member", { role: "member" as const }],
  ])("an invitation that stayed open is worth nothing when its maker is %s", async (_, fields) => {
    const world = await createWorld(start());
    const { accountId, slug, t } = world;
    const { admin, token } = await adminWithLink(world);
    await t.run(async (ctx) => await ctx.db.patch("memberships", admin.memberId, fields));
    const cleo = t.withIdentity(identityOf("Cleo"));
    expect(await refusal(cleo.mutation(api.invitations.accept, { token }))).toMatchObject({
      code: "conflict",
      message: "Whoever made this invitation may no longer invite people. Ask for a new one.",
    });
    expect(await refusal(cleo.query(api.accounts.bySlug, { slug }))).toMatchObject({ code: "not_found" });
    await t.run(
      async (ctx) => await ctx.db.patch("memberships", admin.memberId, { status: "active", role: "admin" }),
    );
    await cleo.mutation(api.invitations.accept, { token });
    expect(await cleo.query(api.memberships.list, { accountId })).toHaveLength(3);
  });
});
