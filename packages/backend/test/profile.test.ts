import { describe, expect, test } from "vitest";
import type { Doc, TableNames } from "../convex/_generated/dataModel";
import { LIMITS } from "../convex/lib/limits";
import { BACKENDS, settle, type TestBackend } from "./backends";
import { activityTypes, addTask, api, createWorld, identityOf, join, refusal } from "./world";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

async function store(t: TestBackend, content: BlobPart) {
  return await t.action(async (ctx) => await ctx.storage.store(new Blob([content])));
}

async function all<T extends TableNames>(t: TestBackend, table: T): Promise<Doc<T>[]> {
  return await t.run(async (ctx) => await ctx.db.query(table).take(500));
}

describe.each(BACKENDS)("a person's picture on $name", ({ start }) => {
  test("is shown when it was found to be one, replaced without a trace, and removable", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    const ben = await join(world, "Ben", "viewer");
    await ben.as.mutation(api.memberships.setPicture, { accountId, storageId: await store(t, PNG) });
    expect(await owner.as.query(api.memberships.faces, { accountId })).toEqual([]);
    expect(await ben.as.query(api.memberships.profile, { accountId })).toMatchObject({
      picture: { isChecking: true, url: null },
    });
    await settle(t);
    const faces = await owner.as.query(api.memberships.faces, { accountId });
    expect(faces).toMatchObject([{ memberId: ben.memberId, name: "Ben", url: expect.any(String) }]);
    await ben.as.mutation(api.memberships.setPicture, { accountId, storageId: await store(t, PNG) });
    await settle(t);
    expect(await all(t, "files")).toHaveLength(1);
    expect((await owner.as.query(api.documents.storage, { accountId })).usedBytes).toBe(PNG.length);
    await ben.as.mutation(api.memberships.removePicture, { accountId });
    await ben.as.mutation(api.memberships.removePicture, { accountId });
    expect(await all(t, "files")).toEqual([]);
    expect((await owner.as.query(api.documents.storage, { accountId })).usedBytes).toBe(0);
    const types = await activityTypes(world);
    expect(types.filter((type) => type === "member_preferences_changed")).toHaveLength(3);
  });

  test("is refused when it is something else or too big, and goes with the person", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    const ben = await join(world, "Ben");
    for (const content of ["%PDF-1.7 not a picture", "<script>alert(1)</script>"]) {
      await ben.as.mutation(api.memberships.setPicture, { accountId, storageId: await store(t, content) });
      await settle(t);
      expect(await ben.as.query(api.memberships.profile, { accountId })).toMatchObject({ picture: null });
      expect(await all(t, "files")).toEqual([]);
    }
    const big = await store(t, new Uint8Array(2 * 1024 * 1024 + 1));
    expect(
      await refusal(ben.as.mutation(api.memberships.setPicture, { accountId, storageId: big })),
    ).toMatchObject({
      code: "too_large",
    });
    const taken = await store(t, PNG);
    await ben.as.mutation(api.memberships.setPicture, { accountId, storageId: taken });
    expect(
      await refusal(owner.as.mutation(api.memberships.setPicture, { accountId, storageId: taken })),
    ).toMatchObject({ code: "not_found" });
    await settle(t);
    await owner.as.mutation(api.memberships.remove, { accountId, memberId: ben.memberId });
    expect(await owner.as.query(api.memberships.faces, { accountId })).toEqual([]);
    expect(await all(t, "files")).toEqual([]);
    const { url } = await owner.as.mutation(api.memberships.pictureUploadUrl, { accountId });
    expect(url).toMatch(/^(http|\/)/);
  });
});

describe.each(BACKENDS)("everybody's pictures on $name", ({ start }) => {
  test("are those of the people who are here, however many have not come yet", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    const ben = await join(world, "Ben");
    for (const { as } of [owner, ben]) {
      await as.mutation(api.memberships.setPicture, { accountId, storageId: await store(t, PNG) });
    }
    await settle(t);
    // the lower of both, so that these stand before the other one
    const [pictureId] = (await all(t, "files")).map(({ _id }) => _id).toSorted();
    if (!pictureId) throw new TypeError("no picture is here");
    await t.run(async (ctx) => {
      for (let nth = 0; nth < LIMITS.members; nth += 1) {
        const person = {
          userId: `imported|${nth}`,
          name: `Person ${nth}`,
          slug: `person-${nth}`,
          email: null,
        };
        const rest = { role: "member", status: "removed", pictureId } as const;
        await ctx.db.insert("memberships", { accountId, ...person, ...rest });
      }
    });
    const faces = await owner.as.query(api.memberships.faces, { accountId });
    expect(faces.map(({ name }) => name).toSorted()).toEqual(["Ada", "Ben"]);
  });
});

describe.each(BACKENDS)("a person's time zone on $name", ({ start }) => {
  test("moves quiet hours, digest and what /due means; null goes back to the browser's", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner, slug } = world;
    const quietHours = { fromMinute: 1_320, toMinute: 420, timeZone: "UTC" };
    const digest = { frequency: "daily" as const, time: "08:00", weekday: 1, timeZone: "UTC" };
    await owner.as.mutation(api.memberships.updatePreferences, { accountId, quietHours, digest });
    const [before] = await all(t, "digestSchedules");
    await owner.as.mutation(api.memberships.updateTimeZone, { accountId, timeZone: "Asia/Tokyo" });
    const own = async () => (await owner.as.query(api.memberships.preferences, { accountId })).own;
    expect(await own()).toMatchObject({
      quietHours: { fromMinute: 1_320, timeZone: "Asia/Tokyo" },
      digest: { time: "08:00", timeZone: "Asia/Tokyo" },
    });
    const [after] = await all(t, "digestSchedules");
    // nine hours ahead: the next eight o'clock is nine hours earlier, or fifteen later
    const moved = ((before?.nextAt ?? 0) - (after?.nextAt ?? 0)) / 3_600_000;
    expect([9, -15]).toContain(moved);
    // a browser that stands elsewhere does not pull them back
    await owner.as.mutation(api.memberships.updatePreferences, { accountId, quietHours, digest });
    expect(await own()).toMatchObject({
      quietHours: { timeZone: "Asia/Tokyo" },
      digest: { timeZone: "Asia/Tokyo" },
    });
    const { taskId, number } = await addTask(world);
    const command = {
      accountId,
      taskId,
      text: "/due 2030-05-01",
      clientKey: "1",
      timeZone: "America/New_York",
    };
    await owner.as.mutation(api.messages.command, command);
    const task = await owner.as.query(api.tasks.get, { accountId, number });
    expect(new Date(task.dueAt ?? 0).toISOString()).toBe("2030-05-01T14:59:00.000Z");
    expect(await owner.as.query(api.accounts.bySlug, { slug })).toMatchObject({ timeZone: "Asia/Tokyo" });
    await owner.as.mutation(api.memberships.updateTimeZone, { accountId, timeZone: null });
    await owner.as.mutation(api.messages.command, { ...command, clientKey: "2" });
    const again = await owner.as.query(api.tasks.get, { accountId, number });
    expect(new Date(again.dueAt ?? 0).toISOString()).toBe("2030-05-02T03:59:00.000Z");
    expect(
      await refusal(owner.as.mutation(api.memberships.updateTimeZone, { accountId, timeZone: "Mars" })),
    ).toMatchObject({
      code: "invalid",
    });
  });

  test("a digest by the account's default comes on the person's clocks", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner } = world;
    await owner.as.mutation(api.accounts.update, {
      accountId,
      notificationPreferences: { emailDigest: true },
    });
    const [before] = await all(t, "digestSchedules");
    await owner.as.mutation(api.memberships.updateTimeZone, { accountId, timeZone: "Asia/Tokyo" });
    const [after] = await all(t, "digestSchedules");
    expect([9, -15]).toContain(((before?.nextAt ?? 0) - (after?.nextAt ?? 0)) / 3_600_000);
  });
});

describe.each(BACKENDS)("a person's e-mail address on $name", ({ start }) => {
  test("follows the sign-in in every account of theirs, with an activity, and in no other's", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    const other = await createWorld(t, "Ben");
    const ada = await join(other, "Ada");
    const invited = await other.owner.as.mutation(api.invitations.create, {
      accountId: other.accountId,
      role: "member",
      email: "countess@example.org",
    });
    const renamed = t.withIdentity({ ...identityOf("Ada"), email: "Countess@Example.org" });
    expect(await renamed.mutation(api.memberships.adoptEmail, {})).toEqual({ changed: 2 });
    expect(await renamed.mutation(api.memberships.adoptEmail, {})).toEqual({ changed: 0 });
    for (const { accountId } of [world, other]) {
      expect(await renamed.query(api.memberships.profile, { accountId })).toMatchObject({
        email: "countess@example.org",
      });
    }
    const people = await ada.as.query(api.memberships.list, { accountId: other.accountId });
    expect(people.map(({ email }) => email).toSorted()).toEqual(["ben@example.org", "countess@example.org"]);
    expect(await activityTypes(world)).toContain("member_preferences_changed");
    // an invitation to the new address is theirs; she is in already, so it answers with the account
    expect(await renamed.mutation(api.invitations.accept, { token: invited.token })).toMatchObject({
      accountId: other.accountId,
    });
  });
});
