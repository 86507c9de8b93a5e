/** Outgoing webhooks: of the account, told of its events, and one of each member, told of their notifications. */

import { ACTIVITY_GROUPS } from "@mc/shared/activity/groups";
import type { FieldChange } from "@mc/shared/activity/types";
import type { PaginationOptions } from "convex/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import { createSigningSecret } from "../functions/secrets";
import { activityEvent } from "../tables/activities";
import { boundedPage, LIMITS } from "./limits";
import { requireTarget } from "./outboundTargets";
import { enqueue } from "./outbox";
import { deliveryView } from "./outboxViews";
import { setReach } from "./pushDevices";
import { webhookTarget } from "./targets";
import { requireName } from "./text";

export type Webhook = Doc<"webhooks">;
type Owner = Id<"memberships"> | null;
type Draft = { name: string; url: string; events: string[] | null };

const MAX_NAME = 80;
/** Every type of activity, and the groups of them. */
const EVENTS: ReadonlySet<string> = new Set([
  ...activityEvent.members.map(({ fields }) => fields.type.value),
  ...ACTIVITY_GROUPS,
]);
const HEALTHY = { failingSince: null, failures: 0 };

export async function createWebhook(ctx: AccountMutationCtx, draft: Draft) {
  if ((await webhooksOf(ctx, null)).length >= LIMITS.webhooks) {
    throw invalid(`An account has at most ${LIMITS.webhooks} webhooks; remove one first.`);
  }
  const created = await insertWebhook(ctx, draft, null);
  await syncEvents(ctx);
  return created;
}

/** The member's own, made or pointed elsewhere; each time with a new secret. */
export async function setOwnWebhook(ctx: AccountMutationCtx, url: string) {
  const [own] = await webhooksOf(ctx, ctx.member._id);
  if (own) await removeWebhook(ctx, own);
  const created = await insertWebhook(
    ctx,
    { name: `${ctx.member.name}'s own`, url, events: null },
    ctx.member._id,
  );
  await setReach(ctx, ctx.member._id, { webhook: true });
  return created;
}

async function insertWebhook(ctx: WriteCtx, draft: Draft, memberId: Owner) {
  const name = requireName(draft.name, { what: "The name", field: "name", max: MAX_NAME });
  const url = requireTarget(draft.url, "url");
  const secret = createSigningSecret();
  const webhookId = await ctx.db.insert("webhooks", {
    accountId: ctx.account._id,
    memberId,
    name,
    url,
    secret,
    events: requireEvents(draft.events),
    isEnabled: true,
    disabledReason: null,
    health: HEALTHY,
    lastDelivery: null,
  });
  await ctx.activity.record({
    event: { type: "webhook_created", host: new URL(url).host },
    target: webhookTarget({ _id: webhookId, name }),
  });
  return { webhookId, secret };
}

export type WebhookEdit = {
  name?: string | undefined;
  url?: string | undefined;
  events?: string[] | null | undefined;
  isEnabled?: boolean | undefined;
};

export async function editWebhook(ctx: WriteCtx, webhook: Webhook, edit: WebhookEdit): Promise<null> {
  const next = {
    name:
      edit.name === undefined
        ? webhook.name
        : requireName(edit.name, { what: "The name", field: "name", max: MAX_NAME }),
    url: edit.url === undefined ? webhook.url : requireTarget(edit.url, "url"),
    events: edit.events === undefined ? webhook.events : requireEvents(edit.events),
    isEnabled: edit.isEnabled ?? webhook.isEnabled,
  };
  const changes: FieldChange[] = [];
  const note = (field: string, from: string, to: string) => {
    if (from !== to) changes.push({ field, from, to });
  };
  note("name", webhook.name, next.name);
  if (next.url !== webhook.url)
    changes.push({ field: "address", from: new URL(webhook.url).host, to: new URL(next.url).host });
  note("events", eventsWord(webhook.events), eventsWord(next.events));
  note("state", stateWord(webhook.isEnabled), stateWord(next.isEnabled));
  if (changes.length === 0) return null;
  const isRevived = next.isEnabled && !webhook.isEnabled;
  await ctx.db.patch("webhooks", webhook._id, {
    ...next,
    ...(isRevived ? { health: HEALTHY, disabledReason: null } : {}),
  });
  await syncEvents(ctx);
  await ctx.activity.record({
    event: { type: "webhook_updated", changes },
    target: webhookTarget({ _id: webhook._id, name: next.name }),
  });
  return null;
}

export async function rotateWebhookSecret(ctx: WriteCtx, webhook: Webhook): Promise<{ secret: string }> {
  const secret = createSigningSecret();
  await ctx.db.patch("webhooks", webhook._id, { secret });
  await ctx.activity.record({ event: { type: "webhook_secret_changed" }, target: webhookTarget(webhook) });
  return { secret };
}

/** What waits for it is skipped when its turn comes. */
export async function removeWebhook(ctx: WriteCtx, webhook: Webhook): Promise<null> {
  await ctx.db.delete("webhooks", webhook._id);
  if (webhook.memberId) await setReach(ctx, webhook.memberId, { webhook: false });
  else await syncEvents(ctx);
  await ctx.activity.record({ event: { type: "webhook_removed" }, target: webhookTarget(webhook) });
  return null;
}

/** A delivery that says hello; it is in the log like every other. */
export async function testWebhook(ctx: WriteCtx, webhook: Webhook): Promise<{ deliveryId: Id<"outbox"> }> {
  const now = Date.now();
  const deliveryId = await enqueue(ctx, {
    channel: "webhook",
    memberId: webhook.memberId,
    subject: { kind: "test" },
    webhookId: webhook._id,
    key: `webhook:test:${webhook._id}:${now}`,
    dueAt: now,
  });
  return { deliveryId };
}

export async function listWebhooks(ctx: ReadCtx) {
  return (await webhooksOf(ctx, null)).map(viewOf);
}

export async function readOwnWebhook(ctx: ReadCtx, memberId: Id<"memberships">) {
  const [own] = await webhooksOf(ctx, memberId);
  return own ? viewOf(own) : null;
}

export async function listDeliveriesOf(ctx: ReadCtx, webhook: Webhook, paginationOpts: PaginationOptions) {
  const result = await ctx.db
    .query("outbox")
    .withIndex("by_account_webhook", (q) => q.eq("accountId", ctx.account._id).eq("webhookId", webhook._id))
    .order("desc")
    .paginate(boundedPage(paginationOpts));
  return { ...result, page: await Promise.all(result.page.map((row) => deliveryView(ctx, row))) };
}

/** Of the account; a member's own is nobody else's business. */
export async function getWebhookOrThrow(ctx: ReadCtx, webhookId: Id<"webhooks">): Promise<Webhook> {
  const webhook = await ctx.db.get("webhooks", webhookId);
  if (!webhook || webhook.memberId !== null) throw missing("webhook");
  return webhook;
}

export async function getOwnWebhookOrThrow(ctx: ReadCtx, memberId: Id<"memberships">): Promise<Webhook> {
  const [own] = await webhooksOf(ctx, memberId);
  if (!own) throw conflict("You have no webhook of your own; set one first.");
  return own;
}

export async function webhooksOf(ctx: ReadCtx, memberId: Owner): Promise<Webhook[]> {
  return await ctx.db
    .query("webhooks")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .take(LIMITS.webhooks);
}

/** The account row says which webhooks want which events; what records events reads nothing else. */
export async function syncEvents(ctx: WriteCtx): Promise<void> {
  const account = await ctx.db.get("accounts", ctx.account._id);
  if (!account) return;
  const enabled = (await webhooksOf(ctx, null)).filter(({ isEnabled }) => isEnabled);
  const webhooks = enabled.map(({ _id, events }) => ({ webhookId: _id, events }));
  await ctx.db.patch("accounts", account._id, { settings: { ...account.settings, webhooks } });
}

function viewOf(row: Webhook) {
  return {
    webhookId: row._id,
    name: row.name,
    url: row.url,
    events: row.events,
    isEnabled: row.isEnabled,
    disabledReason: row.disabledReason,
    failingSince: row.health.failingSince,
    lastDelivery: row.lastDelivery,
    createdAt: row._creationTime,
  };
}

function requireEvents(events: string[] | null): string[] | null {
  if (events === null) return null;
  const unknown = events.find((event) => !EVENTS.has(event));
  if (unknown !== undefined) throw invalid(`"${unknown.slice(0, 60)}" is no event of an account.`, "events");
  if (events.length === 0) throw invalid("Choose at least one kind of event.", "events");
  return [...new Set(events)].toSorted();
}

function eventsWord(events: readonly string[] | null): string {
  return events === null ? "all" : events.join(", ");
}

function stateWord(isEnabled: boolean): string {
  return isEnabled ? "on" : "off";
}
