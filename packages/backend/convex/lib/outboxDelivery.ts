/**
 * Deliveries on their way: taken by a sender, reported, tried again or given up. At least once; states and waits
 * are in shared outbound/retry. What is sent is made when it is sent (lib/outboxContent).
 */
import { CHANNELS, type Channel } from "@mc/shared/notification/channels";
import { retryDelayMs } from "@mc/shared/outbound/retry";
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
import { KEPT_DAYS } from "./retention";
import { webhookTarget } from "./targets";
import { noteAnswer } from "./webhookHealth";

type Waiting = Delivery["state"] & { status: "waiting" };

/** An attempt that has not reported by then is lost; far beyond what one may take. */
const ATTEMPT_MS = 3 * 60_000;
/** Deliveries that one batch takes, and how many of them for one account: a busy one holds nobody up. */
const BATCH = 20;
const PER_ACCOUNT = 8;
const LOOKED_AT = 100;
const MAX_ERROR = 300;

const SENDER = {
  email: internal.actions.email.send,
  push: internal.actions.push.send,
  webhook: internal.actions.webhooks.send,
} as const satisfies Record<Channel, unknown>;

/** Every few seconds: starts the senders that have something to do. */
export async function pumpOutbox({ db, scheduler }: SystemMutationCtx): Promise<{ started: Channel[] }> {
  const started: Channel[] = [];
  for (const channel of CHANNELS) {
    if ((await dueRows(db, channel, 1)).length === 0) continue;
    await scheduler.runAfter(0, SENDER[channel], {});
    started.push(channel);
  }
  return { started };
}

export type Leased = Sendable & { outboxId: Id<"outbox">; attempt: number };

/** Takes due deliveries for one sender; what has become needless is skipped with its reason. */
export async function leaseDeliveries(
  ctx: SystemMutationCtx,
  channel: Channel,
): Promise<{ deliveries: Leased[]; hasMore: boolean }> {
  const due = await dueRows(ctx.db, channel, LOOKED_AT);
  const taken = new Map<string, number>();
  const deliveries: Leased[] = [];
  let looked = 0;
  for (const row of due) {
    if (deliveries.length >= BATCH) break;
    const ofAccount = taken.get(row.accountId) ?? 0;
    if (ofAccount >= PER_ACCOUNT) continue;
    taken.set(row.accountId, ofAccount + 1);
    looked += 1;
    const leased = await leaseOne(ctx, row);
    if (leased) deliveries.push(leased);
  }
  return { deliveries, hasMore: due.length > looked };
}

async function leaseOne(ctx: SystemMutationCtx, row: Delivery): Promise<Leased | null> {
  const account = await ctx.open(row.accountId);
  if (!account || row.state.status !== "waiting") return null;
  const content = await contentOf(account, row);
  if (content.kind === "skip") {
    await end(account, row, { status: "skipped", reason: content.reason });
    return null;
  }
  const attempt = row.state.attempts + 1;
  const state: Waiting = { ...row.state, attempts: attempt, dueAt: Date.now() + ATTEMPT_MS };
  await account.db.patch("outbox", row._id, { state });
  return { ...content, outboxId: row._id, attempt };
}

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
    case "failed": {
      const error = outcome.error.slice(0, MAX_ERROR);
      const { attempts } = row.state;
      const waitMs = retryDelayMs({ ...outcome, attempts, random: Math.random() });
      if (waitMs === null) return await end(account, row, { status: "dead", error });
      const state: Waiting = { status: "waiting", attempts, error, dueAt: now + waitMs };
      await account.db.patch("outbox", row._id, { state });
    }
  }
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

async function dueRows(db: SystemMutationCtx["db"], channel: Channel, count: number): Promise<Delivery[]> {
  return await db
    .query("outbox")
    .withIndex("by_channel_status_dueAt", (q) =>
      q.eq("channel", channel).eq("state.status", "waiting").lte("state.dueAt", Date.now()),
    )
    .take(count);
}
