/** What leaves and enters the product: deliveries, the devices and webhooks they go to, calls from outside. */
import { CHANNELS } from "@mc/shared/notification/channels";
import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

export const channel = literals(...CHANNELS);
const nullableNumber = v.union(v.number(), v.null());

/**
 * One delivery of one thing by one channel, written in the transaction of what it tells of; at least once, with a
 * key that the receiver sees too. States: shared outbound/retry. While an attempt is under way the row waits for
 * `dueAt`, after which it counts as lost; the number of attempts is the fence of its result.
 */
export const outbox = defineTable({
  accountId: v.id("accounts"),
  channel,
  /** null for what is addressed to no member: an invitation, a webhook of the account. */
  memberId: v.union(v.id("memberships"), v.null()),
  subject: v.union(
    /** `isHeld`: it waited for the end of quiet hours, so that being put off is no sign of having been seen. */
    v.object({
      kind: v.literal("notification"),
      notificationId: v.id("notifications"),
      isHeld: v.boolean(),
    }),
    /** What was unread in this time, and is still when the mail is written. */
    v.object({ kind: v.literal("digest"), day: v.string(), from: v.number(), to: v.number() }),
    /** The secret of the link; null once the mail is out. */
    v.object({
      kind: v.literal("invitation"),
      invitationId: v.id("invitations"),
      token: v.union(v.string(), v.null()),
    }),
    /** Somebody lost their access by another's act; `by` is that person's name. */
    v.object({ kind: v.literal("removal"), removedId: v.id("memberships"), by: v.string() }),
    v.object({ kind: v.literal("activity"), activityId: v.id("activities") }),
    v.object({ kind: v.literal("test") }),
  ),
  subscriptionId: v.union(v.id("pushSubscriptions"), v.null()),
  webhookId: v.union(v.id("webhooks"), v.null()),
  /** To whom it goes, of which account (shared outbound/lanes); rows without one share a lane. */
  lane: v.optional(v.string()),
  key: v.string(),
  state: v.union(
    v.object({
      status: v.literal("waiting"),
      dueAt: v.number(),
      attempts: v.number(),
      error: v.union(v.string(), v.null()),
    }),
    v.object({ status: v.literal("sent"), at: v.number(), attempts: v.number() }),
    v.object({ status: v.literal("skipped"), at: v.number(), attempts: v.number(), reason: v.string() }),
    v.object({ status: v.literal("dead"), at: v.number(), attempts: v.number(), error: v.string() }),
  ),
  /** What the receiver of a webhook said last. */
  answer: v.union(v.object({ status: nullableNumber, ms: v.number(), excerpt: v.string() }), v.null()),
})
  .index("by_account_key", ["accountId", "key"])
  .index("by_account_status", ["accountId", "state.status"])
  .index("by_account_webhook", ["accountId", "webhookId"])
  .index("by_channel_status_dueAt", ["channel", "state.status", "state.dueAt"])
  .index("by_channel_status_lane_dueAt", ["channel", "state.status", "lane", "state.dueAt"])
  .index("by_status_at", ["state.status", "state.at"]);

/**
 * The one sender of a channel that is at work, and where its walk over the lanes has come. States: lib/senders.
 * Belongs to the installation.
 */
export const senders = defineTable({
  channel,
  /** Of its latest claim; a sender of an earlier one takes nothing any more. */
  generation: v.number(),
  /** 0 when nobody is at work. */
  heldUntil: v.number(),
  /** The lane that was looked at last; null before the first. */
  lane: v.union(v.string(), v.null()),
}).index("by_channel", ["channel"]);

/** A browser in which a person wants push messages. */
export const pushSubscriptions = defineTable({
  accountId: v.id("accounts"),
  memberId: v.id("memberships"),
  endpoint: v.string(),
  keys: v.object({ p256dh: v.string(), auth: v.string() }),
  /** "Firefox on Linux". */
  device: v.string(),
  lastSentAt: nullableNumber,
})
  .index("by_account_member", ["accountId", "memberId"])
  .index("by_account_endpoint", ["accountId", "endpoint"])
  .index("by_endpoint", ["endpoint"]);

/** An address outside that is told of events of the account, or of one member's notifications. */
export const webhooks = defineTable({
  accountId: v.id("accounts"),
  /** null for a webhook of the account. */
  memberId: v.union(v.id("memberships"), v.null()),
  name: v.string(),
  url: v.string(),
  /** Signs what is sent; shown once. */
  secret: v.string(),
  /** Types of activities and groups of them; null for all. */
  events: v.union(v.array(v.string()), v.null()),
  isEnabled: v.boolean(),
  /** Why the product switched it off. */
  disabledReason: v.union(v.string(), v.null()),
  health: v.object({ failingSince: nullableNumber, failures: v.number() }),
  lastDelivery: v.union(v.object({ at: v.number(), status: nullableNumber, isOk: v.boolean() }), v.null()),
}).index("by_account_member", ["accountId", "memberId"]);

/** An address of ours that creates tasks for whoever knows it. */
export const incomingWebhooks = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  tokenHash: v.string(),
  hint: v.string(),
  createdBy: v.id("memberships"),
  lastUsedAt: nullableNumber,
  revokedAt: nullableNumber,
})
  .index("by_account", ["accountId"])
  .index("by_tokenHash", ["tokenHash"]);

/** A call with an idempotency key, and the task that it made; kept for a week. */
export const incomingCalls = defineTable({
  accountId: v.id("accounts"),
  incomingWebhookId: v.id("incomingWebhooks"),
  key: v.string(),
  taskNumber: v.number(),
  expiresAt: v.number(),
})
  .index("by_account_webhook_key", ["accountId", "incomingWebhookId", "key"])
  .index("by_expiresAt", ["expiresAt"]);

/** When a member's next digest is due, and where the last one ended; no row for who wants none. */
export const digestSchedules = defineTable({
  accountId: v.id("accounts"),
  memberId: v.id("memberships"),
  nextAt: v.number(),
  lastTo: nullableNumber,
})
  .index("by_account_member", ["accountId", "memberId"])
  .index("by_nextAt", ["nextAt"]);

/**
 * The secret in a mail's link that ends mails. Kept as it is, because every mail repeats it; it opens nothing but
 * this one switch, in the direction of off.
 */
export const mailTokens = defineTable({
  accountId: v.id("accounts"),
  memberId: v.id("memberships"),
  token: v.string(),
})
  .index("by_account_member", ["accountId", "memberId"])
  .index("by_token", ["token"]);
