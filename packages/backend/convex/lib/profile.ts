/** What people set of themselves: picture, time zone, and the e-mail address that their sign-in says. */
import { isTimeZone } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx, AccountQueryCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid, missing, refuse } from "../functions/errors";
import type { IdentityMutationCtx } from "../functions/identity";
import { planDigest } from "./digests";
import { claimFile, fileView, releaseFile } from "./files";
import { LIMITS } from "./limits";
import { memberTarget } from "./targets";

type Member = Doc<"memberships">;

const MAX_PICTURE_BYTES = 2 * 1024 * 1024;
const ACCOUNTS_PER_PERSON = 100;

/** null goes back to the browser's. Quiet hours and the digest move along, for they are on the person's clocks. */
export async function setTimeZone(ctx: AccountMutationCtx, timeZone: string | null): Promise<null> {
  const { member } = ctx;
  if (timeZone !== null && !isTimeZone(timeZone)) {
    throw invalid(`"${timeZone}" is not a time zone; write one like Europe/Berlin.`, "timeZone");
  }
  const before = member.timeZone ?? null;
  if (before === timeZone) return null;
  const preferences = timeZone === null ? member.preferences : onClocksOf(member.preferences, timeZone);
  const next = { timeZone: timeZone ?? undefined, preferences };
  await ctx.db.patch("memberships", member._id, next);
  const { timeZone: _before, ...rest } = member;
  await planDigest(
    ctx,
    { ...rest, ...(timeZone === null ? {} : { timeZone }), ...(preferences ? { preferences } : {}) },
    Date.now(),
  );
  await recordChange(ctx, member, { field: "time zone", from: before, to: timeZone });
  return null;
}

type Preferences = Member["preferences"];

/** The same times of day in another zone. */
export function onClocksOf(preferences: Preferences, timeZone: string): Preferences {
  if (!preferences) return preferences;
  const { quietHours, digest } = preferences;
  return {
    ...preferences,
    quietHours: quietHours && { ...quietHours, timeZone },
    ...(digest ? { digest: { ...digest, timeZone } } : {}),
  };
}

/** A picture is looked at like every upload, and has to be one. */
export async function setPicture(ctx: AccountMutationCtx, storageId: Id<"_storage">): Promise<null> {
  const { member } = ctx;
  const meta = await ctx.db.system.get("_storage", storageId);
  if (!meta || (await ctx.isFileTaken(storageId))) throw missing("file");
  if (meta.size > MAX_PICTURE_BYTES) {
    throw refuse({ code: "too_large", message: "A picture has at most 2 MB.", limit: MAX_PICTURE_BYTES });
  }
  const { fileId } = await claimFile(ctx, { storageId, name: "picture" });
  await ctx.db.patch("memberships", member._id, { pictureId: fileId });
  if (member.pictureId) await releaseFile(ctx, member.pictureId);
  await recordChange(ctx, member, { field: "picture", from: member.pictureId ? "one" : null, to: "another" });
  return null;
}

type BroughtPicture = { storageId: Id<"_storage">; name: string; contentType: string };

/**
 * The picture that an import brings for a person: by the rules of every picture, and in place of none. Null where it stays
 * out, and then its bytes go. Who has not come yet has it from the day they come.
 */
export async function bringPicture(
  ctx: WriteCtx,
  memberId: Id<"memberships"> | null,
  { storageId, name, contentType }: BroughtPicture,
): Promise<Id<"files"> | null> {
  const member = memberId && (await ctx.db.get("memberships", memberId));
  const meta = await ctx.db.system.get("_storage", storageId);
  if (!meta || (await ctx.isFileTaken(storageId))) throw missing("file");
  const isPicture = meta.size <= MAX_PICTURE_BYTES && contentType.startsWith("image/");
  if (!member || member.pictureId || !isPicture) {
    await ctx.storage.delete(storageId);
    return null;
  }
  const { fileId } = await claimFile(ctx, { storageId, name });
  await ctx.db.patch("memberships", member._id, { pictureId: fileId });
  return fileId;
}

export async function removePicture(ctx: AccountMutationCtx): Promise<null> {
  const { member } = ctx;
  if (!member.pictureId) return null;
  await dropPicture(ctx, member);
  await recordChange(ctx, member, { field: "picture", from: "one", to: null });
  return null;
}

/** Also when a person leaves: nobody shows them any more. */
export async function dropPicture(ctx: WriteCtx, member: Member): Promise<void> {
  if (!member.pictureId) return;
  await ctx.db.patch("memberships", member._id, { pictureId: undefined });
  await releaseFile(ctx, member.pictureId);
}

/** Everybody here who has a picture, for all places that show people; that of a person who was imported waits for them. */
export async function readFaces(ctx: ReadCtx) {
  const rows = await withPictures(ctx);
  const faces = await Promise.all(
    rows.map(async (row) => {
      const file = row.pictureId ? await fileView(ctx, row.pictureId) : null;
      return file?.url ? [{ memberId: row._id, name: row.name, url: file.url }] : [];
    }),
  );
  return faces.flat();
}

/** One's own profile, with what is being done to the picture. */
export async function readProfile(ctx: AccountQueryCtx) {
  const { member } = ctx;
  const file = member.pictureId ? await fileView(ctx, member.pictureId) : null;
  return {
    email: member.email,
    timeZone: member.timeZone ?? null,
    picture: file && { url: file.url, isChecking: file.status === "checking" },
  };
}

/** The address of the sign-in, in every account of the person: invitations and mails go by it. Changes nothing where it is so. */
export async function adoptEmail(ctx: IdentityMutationCtx): Promise<{ changed: number }> {
  const { db, identity } = ctx;
  const rows = await db
    .query("memberships")
    .withIndex("by_user_status", (q) => q.eq("userId", identity.userId).eq("status", "active"))
    .take(ACCOUNTS_PER_PERSON);
  let changed = 0;
  for (const member of rows) {
    const account = member.email === identity.email ? null : await db.get("accounts", member.accountId);
    if (!account) continue;
    const { _id: memberId, name, role } = member;
    const opened = ctx.open({ account, caller: { kind: "member", memberId, name, role } });
    await opened.db.patch("memberships", memberId, { email: identity.email });
    await recordChange(opened, member, { field: "e-mail", from: member.email, to: identity.email });
    changed += 1;
  }
  return { changed };
}

async function withPictures(ctx: ReadCtx): Promise<Member[]> {
  return await ctx.db
    .query("memberships")
    .withIndex("by_account_status_picture", (q) =>
      q.eq("accountId", ctx.account._id).eq("status", "active").gt("pictureId", undefined),
    )
    .take(LIMITS.members);
}

async function recordChange(
  ctx: WriteCtx,
  member: Member,
  change: { field: string; from: string | null; to: string | null },
): Promise<void> {
  await ctx.activity.record({
    event: { type: "member_preferences_changed", changes: [change] },
    target: memberTarget(member),
  });
}
