/** Addresses that create tasks for whoever knows them, and the calls that arrive there. */
import { KEPT_DAYS } from "@mc/shared/installation/keptDays";
import { taskKey } from "@mc/shared/task/limits";
import { isPriority, type Priority } from "@mc/shared/task/priority";
import { DAY_MS } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid, missing, refuse } from "../functions/errors";
import { countAct } from "../functions/rates";
import { createSecret, sha256Hex } from "../functions/secrets";
import type { SystemMutationCtx } from "../functions/system";
import { dashboardOrigin, siteOrigin } from "./installation";
import { LIMITS } from "./limits";
import { incomingWebhookTarget } from "./targets";
import { createTask } from "./tasks";
import { requireName } from "./text";

type Incoming = Doc<"incomingWebhooks">;

const MAX_NAME = 80;
const MAX_KEY = 200;
const CALLS_PER_MINUTE = 60;
/** Not written at every call: knowing the minute is enough. */
const LAST_USED_STEP_MS = 60_000;

export async function createIncoming(ctx: AccountMutationCtx, text: string) {
  const name = requireName(text, { what: "The name", field: "name", max: MAX_NAME });
  const live = (await incomingOf(ctx)).filter(({ revokedAt }) => revokedAt === null);
  if (live.length >= LIMITS.incomingWebhooks) {
    throw invalid(`An account has at most ${LIMITS.incomingWebhooks} incoming webhooks; revoke one first.`);
  }
  const { secret, hash, hint } = await createSecret("mch");
  const incomingWebhookId = await ctx.db.insert("incomingWebhooks", {
    accountId: ctx.account._id,
    name,
    tokenHash: hash,
    hint,
    createdBy: ctx.member._id,
    lastUsedAt: null,
    revokedAt: null,
  });
  await ctx.activity.record({
    event: { type: "incoming_webhook_created" },
    target: incomingWebhookTarget({ _id: incomingWebhookId, name }),
  });
  return { incomingWebhookId, url: addressOf(secret) };
}

/** The old address ends with the new one. */
export async function rotateIncoming(ctx: WriteCtx, row: Incoming): Promise<{ url: string }> {
  requireLive(row);
  const { secret, hash, hint } = await createSecret("mch");
  await ctx.db.patch("incomingWebhooks", row._id, { tokenHash: hash, hint });
  await ctx.activity.record({
    event: { type: "incoming_webhook_rotated" },
    target: incomingWebhookTarget(row),
  });
  return { url: addressOf(secret) };
}

export async function revokeIncoming(ctx: WriteCtx, row: Incoming): Promise<null> {
  requireLive(row);
  await ctx.db.patch("incomingWebhooks", row._id, { revokedAt: Date.now() });
  await ctx.activity.record({
    event: { type: "incoming_webhook_revoked" },
    target: incomingWebhookTarget(row),
  });
  return null;
}

export async function getIncomingOrThrow(ctx: ReadCtx, id: Id<"incomingWebhooks">): Promise<Incoming> {
  const row = await ctx.db.get("incomingWebhooks", id);
  if (!row) throw missing("incoming webhook");
  return row;
}

export async function listIncoming(ctx: ReadCtx) {
  return (await incomingOf(ctx)).map((row) => ({
    incomingWebhookId: row._id,
    name: row.name,
    hint: row.hint,
    createdAt: row._creationTime,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }));
}

export type IncomingTask = {
  title: string;
  description?: string | undefined;
  priority?: number | undefined;
  labels?: string[] | undefined;
  dueAt?: number | undefined;
};
type Call = { token: string; idempotencyKey: string | null; task: IncomingTask };

/** Counted by itself and before anything is looked at, so that calls which are refused count as well. */
export async function countCall(ctx: SystemMutationCtx, token: string): Promise<null> {
  const { account, row } = await openIncoming(ctx, token);
  const key = `incoming:${row._id}`;
  await countAct(account.db, row.accountId, { key, limit: CALLS_PER_MINUTE, what: "calls" });
  return null;
}

/** A call from outside: one task, and for the same idempotency key the same answer. */
export async function receiveCall(ctx: SystemMutationCtx, { token, idempotencyKey, task }: Call) {
  const { account, row } = await openIncoming(ctx, token);
  if (idempotencyKey !== null && idempotencyKey.length > MAX_KEY) {
    throw invalid(`An idempotency key has at most ${MAX_KEY} characters.`, "Idempotency-Key");
  }
  const known = idempotencyKey === null ? null : await callOf(account, row, idempotencyKey);
  if (known) return { isNew: false, ...answerFor(account, known.taskNumber) };
  const now = Date.now();
  const { number } = await createTask(account, { ...task, priority: requirePriority(task.priority) });
  if (idempotencyKey !== null) {
    await account.db.insert("incomingCalls", {
      accountId: row.accountId,
      incomingWebhookId: row._id,
      key: idempotencyKey,
      taskNumber: number,
      expiresAt: now + KEPT_DAYS.incomingCalls * DAY_MS,
    });
  }
  if (now - (row.lastUsedAt ?? 0) > LAST_USED_STEP_MS) {
    await account.db.patch("incomingWebhooks", row._id, { lastUsedAt: now });
  }
  return { isNew: true, ...answerFor(account, number) };
}

/** Keys that are kept no longer, one batch. */
export async function pruneCalls(ctx: SystemMutationCtx): Promise<{ deleted: number }> {
  const old = await ctx.db
    .query("incomingCalls")
    .withIndex("by_expiresAt", (q) => q.gt("expiresAt", 0).lt("expiresAt", Date.now()))
    .take(LIMITS.batch);
  for (const { _id, accountId } of old) await (await ctx.open(accountId))?.db.delete("incomingCalls", _id);
  return { deleted: old.length };
}

async function openIncoming(ctx: SystemMutationCtx, token: string) {
  const tokenHash = await sha256Hex(token);
  const row = await ctx.db
    .query("incomingWebhooks")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  const opened = row && row.revokedAt === null ? await ctx.open(row.accountId) : null;
  if (!row || !opened) {
    throw refuse({
      code: "not_found",
      message: "There is no incoming webhook at this address. It may have been revoked or given a new one.",
    });
  }
  const cause = { kind: "webhook" as const, webhookId: row._id };
  return { row, account: opened.actAs({ caller: { kind: "system" }, cause }) };
}

async function callOf(ctx: ReadCtx, row: Incoming, key: string) {
  return await ctx.db
    .query("incomingCalls")
    .withIndex("by_account_webhook_key", (q) =>
      q.eq("accountId", row.accountId).eq("incomingWebhookId", row._id).eq("key", key),
    )
    .unique();
}

function answerFor({ account }: ReadCtx, number: number) {
  return { number, key: taskKey(number), url: `${dashboardOrigin() ?? ""}/${account.slug}/tasks/${number}` };
}

function requirePriority(value: number | undefined): Priority | undefined {
  if (value === undefined || isPriority(value)) return value;
  throw invalid("A priority is a number from 1 (critical) to 5 (lowest).", "priority");
}

function requireLive(row: Incoming): void {
  if (row.revokedAt !== null) throw conflict("The incoming webhook is already revoked.", "revoked");
}

async function incomingOf(ctx: ReadCtx): Promise<Incoming[]> {
  return await ctx.db
    .query("incomingWebhooks")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .take(5 * LIMITS.incomingWebhooks);
}

function addressOf(token: string): string {
  return `${siteOrigin()}/hooks/${token}`;
}
