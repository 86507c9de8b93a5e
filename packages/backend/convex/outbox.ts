/** What leaves by e-mail, push and webhook: what is set up, what was given up, and the work of the clock. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";
import type { Id } from "./_generated/dataModel";
import { accountQuery, adminMutation } from "./functions/account";
import { systemMutation, systemQuery } from "./functions/system";
import { runDigest } from "./lib/digests";
import { LIMITS } from "./lib/limits";
import {
  leaseDeliveries,
  leaseDelivery,
  pruneOutbox,
  pumpOutbox,
  retryDelivery,
  settleDelivery,
} from "./lib/outboxDelivery";
import { getDeliveryOrThrow, listDeliveries, readChannels } from "./lib/outboxViews";
import { claimSender, releaseSender } from "./lib/senders";
import { unsubscribeByToken } from "./lib/unsubscribing";
import { channel } from "./tables/outbound";

export const channels = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readChannels(ctx) });

export const list = accountQuery({
  role: "admin",
  args: { status: literals("waiting", "sent", "skipped", "dead"), paginationOpts: paginationOptsValidator },
  handler: (ctx, args) => listDeliveries(ctx, args),
});

export const retry = adminMutation({
  audit: ["delivery_retried"],
  args: { deliveryId: v.id("outbox") },
  handler: async (ctx, args) => retryDelivery(ctx, await getDeliveryOrThrow(ctx, args.deliveryId)),
});

/** Every five seconds. */
export const pump = systemMutation({
  audit: "none",
  schedule: "outbox.pump",
  args: {},
  handler: (ctx) => pumpOutbox(ctx),
});

const claimed = { channel, generation: v.number() };

/** By a sender that begins; answers the generation of its claim, or null when another one is at work. */
export const claim = systemMutation({
  audit: "none",
  schedule: "outbox.claim",
  args: { channel },
  handler: (ctx, args) => claimSender(ctx, args.channel),
});

export const release = systemMutation({
  audit: "none",
  schedule: "outbox.release",
  args: claimed,
  handler: (ctx, args) => releaseSender(ctx, args),
});

export const lease = systemMutation({
  audit: "none",
  schedule: "outbox.lease",
  args: { ...claimed, underWay: v.array(v.object({ accountId: v.id("accounts"), lane: v.string() })) },
  handler: (ctx, args) => leaseDeliveries(ctx, args),
});

/** Within `lease`: one that cannot be made is undone alone. */
export const leaseOne = systemMutation({
  audit: "none",
  schedule: "outbox.leaseOne",
  args: { outboxId: v.id("outbox") },
  handler: (ctx, { outboxId }) => leaseDelivery(ctx, outboxId),
});

const nullableNumber = v.union(v.number(), v.null());
const sendResult = v.object({
  outboxId: v.id("outbox"),
  attempt: v.number(),
  outcome: v.union(
    v.object({ kind: v.literal("sent") }),
    v.object({ kind: v.literal("gone"), error: v.string() }),
    v.object({
      kind: v.literal("failed"),
      error: v.string(),
      isPermanent: v.boolean(),
      retryAfterMs: nullableNumber,
    }),
  ),
  answer: v.union(v.object({ status: nullableNumber, ms: v.number(), excerpt: v.string() }), v.null()),
});

export const settle = systemMutation({
  audit: ["webhook_disabled"],
  schedule: "outbox.settle",
  args: { result: sendResult },
  handler: async (ctx, { result }) => settleDelivery(ctx, result),
});

/** Every half hour. */
export const prune = systemMutation({
  audit: "none",
  schedule: "outbox.prune",
  args: {},
  handler: (ctx) => pruneOutbox(ctx),
});

/** Members whose time has come, longest waiting first. */
export const dueDigests = systemQuery({
  args: {},
  handler: async ({ db }): Promise<{ accountId: Id<"accounts">; memberId: Id<"memberships"> }[]> => {
    const rows = await db
      .query("digestSchedules")
      .withIndex("by_nextAt", (q) => q.gt("nextAt", 0).lte("nextAt", Date.now()))
      .take(LIMITS.batch);
    return rows.map(({ accountId, memberId }) => ({ accountId, memberId }));
  },
});

/** One member in one transaction; asked twice on a day it writes once. */
export const runOneDigest = systemMutation({
  audit: "none",
  schedule: "digest",
  args: { accountId: v.id("accounts"), memberId: v.id("memberships") },
  handler: async (ctx, { accountId, memberId }): Promise<boolean> => {
    const account = await ctx.open(accountId);
    return account ? await runDigest(account, memberId) : false;
  },
});

/** From the link in a mail, by lib/incomingHttp. */
export const unsubscribe = systemMutation({
  audit: ["member_preferences_changed"],
  schedule: "outbox.unsubscribe",
  args: { token: v.string() },
  handler: (ctx, { token }) => unsubscribeByToken(ctx, token),
});
