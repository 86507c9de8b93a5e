/**
 * Deliveries on their way: taken by a sender, reported, tried again or given up. At least once; states and waits
 * are in shared outbound/retry. What is sent is made when it is sent (lib/outboxContent).
 */
import { KEPT_DAYS } from "@mc/shared/installation/keptDays";
import { CHANNELS, type Channel } from "@mc/shared/notification/channels";
import { answerTimeoutMs, freeSeats, SEATS, type Seated } from "@mc/shared/outbound/lanes";
import { MAX_DELIVERY_ATTEMPTS, retryDelayMs } from "@mc/shared/outbound/retry";
import { DAY_MS } from "@mc/shared/time/zone";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { conflict } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { renewInvitationToken } from "./invitationMails";
import { LIMITS } from "./limits";
import type { Delivery } from "./outbox";
import { contentOf, type Sendable } from "./outboxContent";
import { removeDevice } from "./pushDevices";
import { type Claim, heldSender, holdSender, isSenderFree } from "./senders";
import { webhookTarget } from "./targets";
import { noteAnswer } from "./webhookHealth";

type Waiting = Delivery["state"] & { status: "waiting" };

/** An attempt that has not reported by then is lost; far beyond what one may take. */
const ATTEMPT_MS = 3 * 60_000;
/** In one transaction; the rest of the way is the next one's. */
const LANES_LOOKED_AT = 500;
const MOST_PER_LANE = 4;
const MAX_ERROR = 300;

const SENDER = {
  email: internal.actions.email.send,
  push: internal.actions.push.send,
  webhook: internal.actions.webhooks.send,
} as const satisfies Record<Channel, unknown>;

/** Every few seconds: starts a sender where something is due and none is at work. */
export async function pumpOutbox({ db, scheduler }: SystemMutationCtx): Promise<{ started: Channel[] }> {
  const started: Channel[] = [];
  for (const channel of CHANNELS) {
    if (!(await isAnyDue(db, channel)) || !(await isSenderFree(db, channel))) continue;
    await scheduler.runAfter(0, SENDER[channel], {});
    started.push(channel);
  }
  return { started };
}

export type Leased = Sendable &
  Seated & { accountId: Id<"accounts">; outboxId: Id<"outbox">; attempt: number; timeoutMs: number };

export type Take = Claim & { underWay: Seated[] };

/**
 * Takes due deliveries for the sender of a channel, as many as have seats beside those `underWay`. It walks over the
 * lanes in their order, on from where it was the last time, so that everybody's turn comes.
 */
export async function leaseDeliveries(
  ctx: SystemMutationCtx,
  { underWay, ...claim }: Take,
): Promise<{ deliveries: Leased[]; hasMore: boolean }> {
  const sender = await heldSender(ctx.db, claim);
  if (!sender) return { deliveries: [], hasMore: false };
  const seats = SEATS[claim.channel];
  const deliveries: Leased[] = [];
  const walk = { start: sender.lane, at: sender.lane, isAround: sender.lane === null };
  let hasMore = false;
  for (let looked = 0; underWay.length + deliveries.length < seats.inAll; looked += 1) {
    if (looked === LANES_LOOKED_AT) {
      hasMore = true;
      break;
    }
    const next = await nextInLine(ctx.db, claim.channel, walk.at);
    if (!next && walk.isAround) break;
    if (!next) {
      Object.assign(walk, { at: null, isAround: true });
      continue;
    }
    const seated = { accountId: next.accountId, lane: laneIn(next) };
    if (walk.isAround && walk.start !== null && seated.lane > walk.start) break;
    walk.at = seated.lane;
    const free = freeSeats(seats, [...underWay, ...deliveries], seated);
    const isDue = next.state.status === "waiting" && next.state.dueAt <= Date.now();
    // What is left of an account that is being deleted is not sent, and is gone soon.
    if (free === 0 || !isDue || !(await ctx.open(next.accountId))) continue;
    for (const row of (await dueIn(ctx.db, next)).slice(0, free)) {
      const taken = await ctx.attempt(internal.outbox.leaseOne, { outboxId: row._id });
      if (!taken.ok) await giveBack(ctx, row, taken.refusal);
      if (taken.ok && taken.value) deliveries.push(taken.value);
      else hasMore = true;
    }
  }
  await holdSender(ctx, sender, walk.at);
  return { deliveries, hasMore };
}

/** Takes one; what has become needless is skipped with its reason, what never reported is given up in the end. */
export async function leaseDelivery(ctx: SystemMutationCtx, outboxId: Id<"outbox">): Promise<Leased | null> {
  const found = await ctx.db.get("outbox", outboxId);
  const account = found ? await ctx.open(found.accountId) : null;
  const row = await account?.db.get("outbox", outboxId);
  if (!account || row?.state.status !== "waiting") return null;
  const { attempts, error } = row.state;
  if (attempts >= MAX_DELIVERY_ATTEMPTS) {
    await end(account, row, { status: "dead", error: error ?? "No attempt has come to an end." });
    return null;
  }
  const content = await contentOf(account, row);
  if (content.kind === "skip") {
    await end(account, row, { status: "skipped", reason: content.reason });
    return null;
  }
  const attempt = attempts + 1;
  const state: Waiting = { ...row.state, attempts: attempt, dueAt: Date.now() + ATTEMPT_MS };
  await account.db.patch("outbox", row._id, { state });
  const failures = Math.max(attempts, content.kind === "webhook" ? content.failures : 0);
  const timeoutMs = answerTimeoutMs(failures);
  return { ...content, accountId: row.accountId, lane: laneIn(row), outboxId: row._id, attempt, timeoutMs };
}

/** One that cannot be made counts as an attempt that failed. */
async function giveBack(ctx: SystemMutationCtx, row: Delivery, refusal: string | null): Promise<void> {
  const account = await ctx.open(row.accountId);
  if (!account || row.state.status !== "waiting") return;
  const state: Waiting = { ...row.state, attempts: row.state.attempts + 1 };
  await fail(account, { ...row, state }, { error: refusal ?? "It could not be written.", ...TEMPORARY });
}

const TEMPORARY = { isPermanent: false, retryAfterMs: null };

export type SendResult = {
  outboxId: Id<"outbox">;
  attempt: number;
  outcome:
    | { kind: "sent" }
    | { kind: "gone"; error: string }
    | { kind: "failed"; error: string; isPermanent: boolean; retryAfterMs: number | null };
  answer: Delivery["answer"];
};

/** What became of an attempt; one that is not the newest any more changes nothing. */
export async function settleDelivery(ctx: SystemMutationCtx, result: SendResult): Promise<void> {
  const found = await ctx.db.get("outbox", result.outboxId);
  const account = found ? await ctx.open(found.accountId) : null;
  const row = await account?.db.get("outbox", result.outboxId);
  if (!account || row?.state.status !== "waiting" || row.state.attempts !== result.attempt) return;
  account.activity.bookkeeping("the result of a delivery");
  const { outcome, answer } = result;
  const now = Date.now();
  if (row.webhookId) {
    const error = outcome.kind === "sent" ? null : outcome.error;
    await noteAnswer(account, row.webhookId, { isOk: error === null, error, answer, now });
  }
  if (row.subscriptionId) await noteDevice(account, row.subscriptionId, outcome.kind);
  await account.db.patch("outbox", row._id, { answer });
  switch (outcome.kind) {
    case "sent":
      return await end(account, row, { status: "sent" });
    case "gone":
      return await end(account, row, { status: "skipped", reason: outcome.error.slice(0, MAX_ERROR) });
    case "failed":
      return await fail(account, row, outcome);
  }
}

type Failure = { error: string; isPermanent: boolean; retryAfterMs: number | null };

/** Of its latest attempt: tried again later, or given up. */
async function fail(ctx: WriteCtx, row: Delivery, failure: Failure): Promise<void> {
  const error = failure.error.slice(0, MAX_ERROR);
  const { attempts } = row.state;
  const waitMs = retryDelayMs({ ...failure, attempts, random: Math.random() });
  if (waitMs === null) return await end(ctx, row, { status: "dead", error });
  const state: Waiting = { status: "waiting", attempts, error, dueAt: Date.now() + waitMs };
  await ctx.db.patch("outbox", row._id, { state });
}

/** Sends a delivery again that was given up, or one that arrived, under its old key. */
export async function retryDelivery(ctx: WriteCtx, row: Delivery): Promise<null> {
  if (row.state.status === "waiting") throw conflict("It is still being delivered.", "waiting");
  const { subject } = row;
  const renewed =
    subject.kind === "invitation"
      ? { ...subject, token: await renewInvitationToken(ctx, subject.invitationId) }
      : subject;
  const state: Waiting = { status: "waiting", dueAt: Date.now(), attempts: 0, error: null };
  await ctx.db.patch("outbox", row._id, { state, subject: renewed });
  await ctx.activity.record({
    event: { type: "delivery_retried", channel: row.channel },
    target: await targetOf(ctx, row),
  });
  return null;
}

async function targetOf(ctx: WriteCtx, row: Delivery) {
  const webhook = row.webhookId ? await ctx.db.get("webhooks", row.webhookId) : null;
  if (webhook) return webhookTarget(webhook);
  const member = row.memberId ? await ctx.db.get("memberships", row.memberId) : null;
  if (member) return { kind: "member" as const, id: member._id, label: member.name };
  return { kind: "account" as const, id: ctx.account._id, label: ctx.account.name };
}

/** Deletes what ended long ago, one batch per state. */
export async function pruneOutbox(ctx: SystemMutationCtx): Promise<{ deleted: number }> {
  const before = Date.now() - KEPT_DAYS.outbox * DAY_MS;
  let deleted = 0;
  for (const status of ["sent", "skipped", "dead"] as const) {
    const old = await ctx.db
      .query("outbox")
      .withIndex("by_status_at", (q) => q.eq("state.status", status).gt("state.at", 0).lt("state.at", before))
      .take(LIMITS.batch);
    for (const { _id, accountId } of old) {
      await (await ctx.open(accountId))?.db.delete("outbox", _id);
      deleted += 1;
    }
  }
  return { deleted };
}

type Ending = { status: "sent" } | { status: "skipped"; reason: string } | { status: "dead"; error: string };

/** An end keeps no secret: an invitation that is sent again gets a new link. */
async function end(ctx: WriteCtx, row: Delivery, ending: Ending): Promise<void> {
  const { subject } = row;
  await ctx.db.patch("outbox", row._id, {
    state: { ...ending, at: Date.now(), attempts: row.state.attempts },
    ...(subject.kind === "invitation" ? { subject: { ...subject, token: null } } : {}),
  });
}

async function noteDevice(
  ctx: WriteCtx,
  subscriptionId: Id<"pushSubscriptions">,
  outcome: SendResult["outcome"]["kind"],
): Promise<void> {
  const device = await ctx.db.get("pushSubscriptions", subscriptionId);
  if (!device) return;
  if (outcome === "sent") await ctx.db.patch("pushSubscriptions", device._id, { lastSentAt: Date.now() });
  if (outcome === "gone") await removeDevice(ctx, device);
}

async function isAnyDue(db: SystemMutationCtx["db"], channel: Channel): Promise<boolean> {
  const first = await db
    .query("outbox")
    .withIndex("by_channel_status_dueAt", (q) =>
      q.eq("channel", channel).eq("state.status", "waiting").lte("state.dueAt", Date.now()),
    )
    .first();
  return first !== null;
}

/** The earliest that waits in the lane after `lane`; null from the first one on. */
async function nextInLine(db: SystemMutationCtx["db"], channel: Channel, lane: string | null) {
  return await db
    .query("outbox")
    .withIndex("by_channel_status_lane_dueAt", (q) => {
      const waiting = q.eq("channel", channel).eq("state.status", "waiting");
      return lane === null ? waiting : waiting.gt("lane", lane);
    })
    .first();
}

async function dueIn(db: SystemMutationCtx["db"], { channel, lane }: Delivery): Promise<Delivery[]> {
  return await db
    .query("outbox")
    .withIndex("by_channel_status_lane_dueAt", (q) =>
      q.eq("channel", channel).eq("state.status", "waiting").eq("lane", lane).lte("state.dueAt", Date.now()),
    )
    .take(MOST_PER_LANE);
}

/** Rows without a lane come first and share one. */
function laneIn({ lane }: Delivery): string {
  return lane ?? "";
}
