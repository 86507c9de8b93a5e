/** Runtimes: which one works for the account, their check-ins, and the conclusion from their silence. */

import type { RuntimeFacts } from "@mc/shared/delivery/deadlines";
import {
  OFFLINE_AFTER_MS,
  OFFLINE_ALERT_AFTER_MS,
  type RuntimeReport,
  type RuntimeStatus,
} from "@mc/shared/runtime/report";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountQueryCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { broken, missing } from "../functions/errors";
import { MAX_LOCAL_RUNTIMES } from "../functions/localRuntimes";
import type { ServiceMutationCtx } from "../functions/service";
import { LIMITS } from "./limits";
import { isExpected, settleAlerts } from "./runtimeAlerts";
import { mirrorRuntimeConfig } from "./runtimeConfig";
import { recordHealth } from "./runtimeHealth";
import { runtimeTarget } from "./targets";

type Runtime = Doc<"runtimes">;

const MAX_REASONS = 20;
const NO_ROOM = `This installation's limit is reached: it runs the runtimes of at most ${MAX_LOCAL_RUNTIMES} accounts, the oldest first.`;

export function isActiveRuntime(runtime: Pick<Runtime, "duty">): boolean {
  return runtime.duty === undefined || runtime.duty === "active";
}

/** All that are not removed, in the order in which they joined. */
export async function listRuntimes(ctx: ReadCtx): Promise<Runtime[]> {
  const rows = await Promise.all(HERE.map((duty) => runtimesOn(ctx, duty)));
  return rows.flat().toSorted((one, other) => one._creationTime - other._creationTime);
}

/** What a runtime's duty is while it is not removed; an index finds these, however many were removed. */
const HERE = [undefined, "active", "standby"] as const;
/** An invitation to join that is open may be taken up when the account is full. */
const MOST = LIMITS.runtimes + LIMITS.openEnrolments;

async function runtimesOn(ctx: ReadCtx, duty: Runtime["duty"]): Promise<Runtime[]> {
  return await ctx.db
    .query("runtimes")
    .withIndex("by_account_duty", (q) => q.eq("accountId", ctx.account._id).eq("duty", duty))
    .take(MOST);
}

/** The one that takes the account's work. */
export async function currentRuntime(ctx: ReadCtx): Promise<Runtime | null> {
  const [first] = [...(await runtimesOn(ctx, undefined)), ...(await runtimesOn(ctx, "active"))];
  return first ?? null;
}

export async function requireRuntime(ctx: ReadCtx): Promise<Runtime> {
  const runtime = await currentRuntime(ctx);
  if (!runtime) throw broken("The account has no runtime row.");
  return runtime;
}

export async function getRuntimeOrThrow(ctx: ReadCtx, runtimeId: Id<"runtimes">): Promise<Runtime> {
  const runtime = await ctx.db.get("runtimes", runtimeId);
  if (!runtime || runtime.duty === "removed") throw missing("runtime");
  return runtime;
}

export async function runtimeFacts(ctx: ReadCtx): Promise<RuntimeFacts> {
  const runtime = await currentRuntime(ctx);
  return { status: runtime?.status ?? "none", reasons: runtime?.report?.reasons ?? [] };
}

export async function readRuntime(ctx: AccountQueryCtx) {
  const runtime = await currentRuntime(ctx);
  if (!runtime) return null;
  // Only of one that does not run: the answer changes with every check-in of the others.
  const isDown = runtime.status === "none" || runtime.status === "offline";
  const waits = isDown && !(await ctx.hasRoomFor(runtime)) ? [NO_ROOM] : [];
  const { report } = runtime;
  return {
    runtimeId: runtime._id,
    name: runtime.name,
    provider: runtime.provider,
    status: runtime.status,
    statusSince: runtime.statusSince,
    reasons: [...waits, ...(report?.reasons ?? [])],
    runtimeVersion: report?.runtimeVersion ?? null,
    openclawVersion: report?.openclawVersion ?? null,
    gateway: report?.gateway ?? null,
    install: report?.install ?? null,
    model: report?.model ?? null,
    lastCheckInAt: runtime.lastCheckInAt,
  };
}

type NewRuntime = Pick<Runtime, "name" | "provider" | "isWanted"> &
  Partial<Pick<Runtime, "host" | "region" | "duty">>;

export async function addRuntime(ctx: WriteCtx, fields: NewRuntime): Promise<Runtime> {
  const runtimeId = await ctx.db.insert("runtimes", {
    accountId: ctx.account._id,
    status: "none",
    statusSince: Date.now(),
    report: null,
    lastCheckInAt: null,
    alertedAt: null,
    ...fields,
  });
  const runtime = await ctx.db.get("runtimes", runtimeId);
  if (!runtime) throw broken("A row that was just written is not there.");
  await ctx.activity.record({
    event: { type: "runtime_added", provider: runtime.provider },
    target: runtimeTarget(runtime),
  });
  return runtime;
}

export async function addLocalRuntime(ctx: WriteCtx): Promise<Runtime> {
  return await addRuntime(ctx, { name: "Local runtime", provider: "local", isWanted: false });
}

/** A runtime is started for an account from its first agent on. */
export async function setRuntimeWanted(ctx: WriteCtx, isWanted: boolean): Promise<void> {
  const runtime = await currentRuntime(ctx);
  if (runtime && runtime.isWanted !== isWanted) await ctx.db.patch("runtimes", runtime._id, { isWanted });
}

export async function checkIn(ctx: ServiceMutationCtx, report: RuntimeReport) {
  const { runtime, token, account } = ctx;
  const now = Date.now();
  const { metrics, ...lasting } = report;
  const reasons = lasting.reasons.slice(0, MAX_REASONS);
  await changeStatus(ctx, runtime, { status: report.status, reasons });
  await ctx.db.patch("runtimes", runtime._id, {
    report: { ...lasting, reasons },
    lastCheckInAt: now,
    ...(report.host === undefined ? {} : { host: report.host.slice(0, 100) }),
  });
  const reported = await ctx.db.get("runtimes", runtime._id);
  if (reported && isActiveRuntime(reported)) await mirrorRuntimeConfig(ctx, reported);
  await ctx.db.patch("serviceTokens", token._id, { lastUsedAt: now });
  ctx.activity.bookkeeping("a check-in that changes no status");
  const present = { ...runtime, status: report.status, report: lasting };
  if (metrics) await recordHealth(ctx, present, metrics);
  await settleAlerts(ctx, present, metrics ?? null);
  return {
    accountId: account._id,
    accountName: account.name,
    accountSlug: account.slug,
    runtimeId: runtime._id,
    /** So that a runtime whose clock is wrong knows when what it is given is due. */
    now,
  };
}

/** Silent for too long. People are told when it stays so and it should be there. */
export async function markOffline(ctx: WriteCtx, runtime: Runtime): Promise<void> {
  const isSilent = runtime.lastCheckInAt !== null && Date.now() - runtime.lastCheckInAt >= OFFLINE_AFTER_MS;
  if (!isSilent || runtime.status === "offline") return;
  await changeStatus(ctx, runtime, { status: "offline", reasons: ["no check-in for 90 seconds"] });
  if (!isExpected(runtime)) return;
  const since = Date.now();
  await ctx.scheduler.runAfter(OFFLINE_ALERT_AFTER_MS, internal.runtimes.alertOffline, {
    runtimeId: runtime._id,
    since,
  });
}

/** `since` is the outage that was scheduled; a runtime that has come back meanwhile is left alone. */
export async function alertOffline(ctx: WriteCtx, runtime: Runtime, since: number): Promise<void> {
  const isSameOutage = runtime.status === "offline" && Math.abs(runtime.statusSince - since) < 1000;
  if (!isSameOutage || runtime.alertedAt !== null || !isExpected(runtime)) return;
  await ctx.db.patch("runtimes", runtime._id, { alertedAt: Date.now() });
  ctx.activity.bookkeeping("the outage itself is recorded");
  await settleAlerts(ctx, runtime, null);
}

async function changeStatus(
  ctx: WriteCtx,
  runtime: Runtime,
  to: { status: RuntimeStatus; reasons: string[] },
) {
  if (runtime.status === to.status) return;
  await ctx.db.patch("runtimes", runtime._id, {
    status: to.status,
    statusSince: Date.now(),
    alertedAt: null,
  });
  await ctx.activity.record({
    event: { type: "runtime_status_changed", from: runtime.status, to: to.status, reasons: to.reasons },
    target: runtimeTarget(runtime),
    by: { actor: { kind: "system" }, name: runtime.name },
  });
}
