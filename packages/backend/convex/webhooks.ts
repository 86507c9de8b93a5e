/** Webhooks: told of events by us, or telling us of work to do. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountMutation, accountQuery, adminMutation } from "./functions/account";
import { systemMutation } from "./functions/system";
import {
  countCall as count,
  createIncoming as createIncomingWebhook,
  getIncomingOrThrow,
  listIncoming,
  pruneCalls,
  receiveCall,
  revokeIncoming as revoke,
  rotateIncoming as rotate,
} from "./lib/incomingWebhooks";
import { retryDelivery } from "./lib/outboxDelivery";
import { getDeliveryOrThrow } from "./lib/outboxViews";
import {
  createWebhook,
  editWebhook,
  getOwnWebhookOrThrow,
  getWebhookOrThrow,
  listDeliveriesOf,
  listWebhooks,
  readOwnWebhook,
  removeWebhook,
  rotateWebhookSecret,
  setOwnWebhook,
  testWebhook,
} from "./lib/webhooks";

const webhookId = v.id("webhooks");
const incomingWebhookId = v.id("incomingWebhooks");
/** Types of activities and groups of them; null for all. */
const events = v.union(v.array(v.string()), v.null());

export const list = accountQuery({ role: "admin", args: {}, handler: (ctx) => listWebhooks(ctx) });

/** Answers the secret that signs what is sent, this once. */
export const create = adminMutation({
  audit: ["webhook_created"],
  args: { name: v.string(), url: v.string(), events },
  handler: (ctx, args) => createWebhook(ctx, args),
});

export const update = adminMutation({
  audit: ["webhook_updated"],
  args: {
    webhookId,
    name: v.optional(v.string()),
    url: v.optional(v.string()),
    events: v.optional(events),
    isEnabled: v.optional(v.boolean()),
  },
  handler: async (ctx, { webhookId: id, ...edit }) =>
    editWebhook(ctx, await getWebhookOrThrow(ctx, id), edit),
});

export const rotateSecret = adminMutation({
  audit: ["webhook_secret_changed"],
  args: { webhookId },
  handler: async (ctx, args) => rotateWebhookSecret(ctx, await getWebhookOrThrow(ctx, args.webhookId)),
});

export const remove = adminMutation({
  audit: ["webhook_removed"],
  args: { webhookId },
  handler: async (ctx, args) => removeWebhook(ctx, await getWebhookOrThrow(ctx, args.webhookId)),
});

export const test = adminMutation({
  audit: "none",
  args: { webhookId },
  handler: async (ctx, args) => testWebhook(ctx, await getWebhookOrThrow(ctx, args.webhookId)),
});

/** The log of one webhook, newest first; kept for two weeks. */
export const deliveries = accountQuery({
  role: "admin",
  args: { webhookId, paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) =>
    listDeliveriesOf(ctx, await getWebhookOrThrow(ctx, args.webhookId), args.paginationOpts),
});

/** Sends a delivery once more, under the id that the receiver knows it by. */
export const replay = adminMutation({
  audit: ["delivery_retried"],
  args: { deliveryId: v.id("outbox") },
  handler: async (ctx, args) => retryDelivery(ctx, await getDeliveryOrThrow(ctx, args.deliveryId)),
});

/** The member's own, told of their notifications. */
export const own = accountQuery({
  role: "viewer",
  args: {},
  handler: (ctx) => readOwnWebhook(ctx, ctx.member._id),
});

export const setOwn = accountMutation({
  role: "member",
  audit: ["webhook_created", "webhook_removed"],
  args: { url: v.string() },
  handler: (ctx, { url }) => setOwnWebhook(ctx, url),
});

export const removeOwn = accountMutation({
  role: "member",
  audit: ["webhook_removed"],
  args: {},
  handler: async (ctx) => removeWebhook(ctx, await getOwnWebhookOrThrow(ctx, ctx.member._id)),
});

export const testOwn = accountMutation({
  role: "member",
  audit: "none",
  args: {},
  handler: async (ctx) => testWebhook(ctx, await getOwnWebhookOrThrow(ctx, ctx.member._id)),
});

export const incoming = accountQuery({ role: "admin", args: {}, handler: (ctx) => listIncoming(ctx) });

/** Answers the address, this once. */
export const createIncoming = adminMutation({
  audit: ["incoming_webhook_created"],
  args: { name: v.string() },
  handler: (ctx, { name }) => createIncomingWebhook(ctx, name),
});

export const rotateIncoming = adminMutation({
  audit: ["incoming_webhook_rotated"],
  args: { incomingWebhookId },
  handler: async (ctx, args) => rotate(ctx, await getIncomingOrThrow(ctx, args.incomingWebhookId)),
});

export const revokeIncoming = adminMutation({
  audit: ["incoming_webhook_revoked"],
  args: { incomingWebhookId },
  handler: async (ctx, args) => revoke(ctx, await getIncomingOrThrow(ctx, args.incomingWebhookId)),
});

/** Before `receive`, in a transaction of its own. */
export const countCall = systemMutation({
  audit: "none",
  schedule: "webhooks.countCall",
  args: { token: v.string() },
  handler: (ctx, { token }) => count(ctx, token),
});

/** A call of an incoming webhook, from lib/incomingHttp. */
export const receive = systemMutation({
  audit: ["task_created"],
  schedule: "webhooks.receive",
  args: {
    token: v.string(),
    idempotencyKey: v.union(v.string(), v.null()),
    task: v.object({
      title: v.string(),
      description: v.optional(v.string()),
      priority: v.optional(v.number()),
      labels: v.optional(v.array(v.string())),
      dueAt: v.optional(v.number()),
    }),
  },
  handler: (ctx, args) => receiveCall(ctx, args),
});

/** Every half hour. */
export const prune = systemMutation({
  audit: "none",
  schedule: "webhooks.prune",
  args: {},
  handler: (ctx) => pruneCalls(ctx),
});
