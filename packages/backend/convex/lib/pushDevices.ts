/** The browsers in which people want push messages. One browser belongs to the last person who said so. */
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import { pushPublicKey } from "./installation";
import { LIMITS } from "./limits";
import { requireTarget } from "./outboundTargets";
import { enqueue } from "./outbox";
import { memberTarget } from "./targets";
import { requireName } from "./text";

type Device = Doc<"pushSubscriptions">;
type Subscription = Pick<Device, "endpoint" | "keys" | "device">;

const MAX_DEVICE = 80;
/** What browsers make: an uncompressed point of P-256, and 16 bytes; base64url. */
const P256DH = /^[\w-]{87}=?$/;
const AUTH = /^[\w-]{22}(==)?$/;

export async function subscribeDevice(ctx: AccountMutationCtx, wanted: Subscription) {
  const { keys } = wanted;
  const device = requireName(wanted.device, {
    what: "The name of the device",
    field: "device",
    max: MAX_DEVICE,
  });
  if (pushPublicKey() === null) throw conflict("Push is not set up on this installation.", "not_set_up");
  const endpoint = requireTarget(wanted.endpoint, "endpoint");
  if (!P256DH.test(keys.p256dh) || !AUTH.test(keys.auth)) {
    throw invalid("These are not the keys of a browser's push subscription.", "keys");
  }
  for (const stranger of await ctx.strangersAt(endpoint)) await takeOver(stranger.ctx, stranger.device);
  const known = await deviceAt(ctx, endpoint);
  if (known?.memberId === ctx.member._id) {
    ctx.activity.bookkeeping("the device is known already; its keys are brought up to date");
    await ctx.db.patch("pushSubscriptions", known._id, { keys, device });
    return { subscriptionId: known._id };
  }
  if (known) await takeOver(ctx, known);
  if ((await devicesOf(ctx, ctx.member._id)).length >= LIMITS.pushDevicesPerMember) {
    throw invalid(`At most ${LIMITS.pushDevicesPerMember} devices; remove one first.`, "endpoint");
  }
  const subscriptionId = await ctx.db.insert("pushSubscriptions", {
    accountId: ctx.account._id,
    memberId: ctx.member._id,
    endpoint,
    keys,
    device,
    lastSentAt: null,
  });
  await setReach(ctx, ctx.member._id, { push: true });
  await ctx.activity.record({
    event: { type: "push_device_added", device },
    target: memberTarget(ctx.member),
  });
  return { subscriptionId };
}

export async function removeOwnDevice(ctx: AccountMutationCtx, device: Device): Promise<null> {
  if (device.memberId !== ctx.member._id) throw missing("device");
  await removeDevice(ctx, device);
  const event = { type: "push_device_removed" as const, device: device.device };
  await ctx.activity.record({ event, target: memberTarget(ctx.member) });
  return null;
}

export async function getDeviceOrThrow(
  ctx: ReadCtx,
  subscriptionId: Id<"pushSubscriptions">,
): Promise<Device> {
  const device = await ctx.db.get("pushSubscriptions", subscriptionId);
  if (!device) throw missing("device");
  return device;
}

export async function testDevice(ctx: AccountMutationCtx, device: Device): Promise<null> {
  if (device.memberId !== ctx.member._id) throw missing("device");
  const now = Date.now();
  await enqueue(ctx, {
    channel: "push",
    memberId: ctx.member._id,
    subject: { kind: "test" },
    subscriptionId: device._id,
    key: `push:test:${device._id}:${now}`,
    dueAt: now,
  });
  return null;
}

export async function listDevices(ctx: ReadCtx, memberId: Id<"memberships">) {
  return (await devicesOf(ctx, memberId)).map((row) => ({
    subscriptionId: row._id,
    device: row.device,
    /** So that a browser can tell which row is its own. */
    endpoint: row.endpoint,
    addedAt: row._creationTime,
    lastSentAt: row.lastSentAt,
  }));
}

export async function devicesOf(ctx: ReadCtx, memberId: Id<"memberships">): Promise<Device[]> {
  return await ctx.db
    .query("pushSubscriptions")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .take(LIMITS.pushDevicesPerMember);
}

export async function deviceAt(ctx: ReadCtx, endpoint: string): Promise<Device | null> {
  return await ctx.db
    .query("pushSubscriptions")
    .withIndex("by_account_endpoint", (q) => q.eq("accountId", ctx.account._id).eq("endpoint", endpoint))
    .first();
}

/** Somebody else sits at the browser now. */
async function takeOver(ctx: WriteCtx, device: Device): Promise<void> {
  const member = await ctx.db.get("memberships", device.memberId);
  await removeDevice(ctx, device);
  if (!member) return;
  const event = { type: "push_device_removed" as const, device: device.device };
  await ctx.activity.record({ event, target: memberTarget(member) });
}

/** Also asked by the sender, when the push service says that the device is gone. */
export async function removeDevice(ctx: WriteCtx, device: Device): Promise<void> {
  await ctx.db.delete("pushSubscriptions", device._id);
  const push = (await devicesOf(ctx, device.memberId)).length > 0;
  if (!push) await setReach(ctx, device.memberId, { push });
}

export async function setReach(
  ctx: WriteCtx,
  memberId: Id<"memberships">,
  change: Partial<NonNullable<Doc<"memberships">["reach"]>>,
): Promise<void> {
  const member = await ctx.db.get("memberships", memberId);
  if (member) {
    await ctx.db.patch("memberships", memberId, {
      reach: { push: false, webhook: false, ...member.reach, ...change },
    });
  }
}
