/** Incidents of runtimes: begun and ended as shared runtime/alerts decides, and told once each way. */
import { type Alert, type AlertKind, decideAlerts } from "@mc/shared/runtime/alerts";
import type { RuntimeMetrics } from "@mc/shared/runtime/report";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { notifyAdmins } from "./notifications";
import { healthRow } from "./runtimeHealth";
import { runtimeTarget } from "./targets";

type Runtime = Doc<"runtimes">;

const INCIDENTS_SHOWN = 20;

/** The row may be newer than what is stored: what the runtime has just said counts, figures included. */
export async function settleAlerts(
  ctx: WriteCtx,
  runtime: Runtime,
  said: RuntimeMetrics | null,
): Promise<void> {
  const open = await openIncidents(ctx, runtime);
  const facts = {
    status: runtime.status,
    statusSince: runtime.statusSince,
    isExpected: isExpected(runtime),
    openclawVersion: runtime.report?.openclawVersion ?? null,
    metrics: said ?? (await healthRow(ctx, runtime))?.metrics ?? null,
    failedUpgrade: runtime.failedUpgrade ?? null,
  };
  const now = Date.now();
  const { begin, end } = decideAlerts(
    open.map(({ kind }) => kind),
    facts,
    now,
  );
  for (const alert of begin) await raise(ctx, runtime, { alert, now });
  for (const incident of open) if (end.includes(incident.kind)) await close(ctx, runtime, { incident, now });
}

/** Whether it should be there: it takes the account's work, and on this machine an agent has to need it. */
export function isExpected({ duty, provider, isWanted }: Runtime): boolean {
  const isActive = duty === undefined || duty === "active";
  return isActive && (provider !== "local" || isWanted);
}

/** The end of what is of no interest any more, because of what a person just did; nobody else needs to be told. */
export async function endIncidents(ctx: WriteCtx, runtime: Runtime): Promise<void> {
  const now = Date.now();
  for (const incident of await openIncidents(ctx, runtime)) await end(ctx, runtime, { incident, now });
}

export async function openIncidents(ctx: ReadCtx, runtime: Runtime) {
  return await ctx.db
    .query("runtimeIncidents")
    .withIndex("by_account_runtime_endedAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id).eq("endedAt", 0),
    )
    .take(INCIDENTS_SHOWN);
}

export async function readIncidents(ctx: ReadCtx, runtime: Runtime) {
  const past = await ctx.db
    .query("runtimeIncidents")
    .withIndex("by_account_runtime_endedAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id).gt("endedAt", 0),
    )
    .order("desc")
    .take(INCIDENTS_SHOWN);
  return [...(await openIncidents(ctx, runtime)), ...past].map((row) => ({
    incidentId: row._id,
    kind: row.kind,
    detail: row.detail,
    since: row.since,
    endedAt: row.endedAt === 0 ? null : row.endedAt,
  }));
}

async function raise(ctx: WriteCtx, runtime: Runtime, { alert, now }: { alert: Alert; now: number }) {
  await ctx.db.insert("runtimeIncidents", {
    accountId: ctx.account._id,
    runtimeId: runtime._id,
    kind: alert.kind,
    detail: alert.detail,
    since: now,
    endedAt: 0,
  });
  await ctx.activity.record({
    event: { type: "runtime_alert_raised", alert: alert.kind, detail: alert.detail },
    target: runtimeTarget(runtime),
    by: { actor: { kind: "system" }, name: runtime.name },
  });
  await notifyAdmins(ctx, {
    type: "runtime_alert",
    reason: alert.kind === "offline" ? "runtime_offline" : `runtime_${alert.kind}`,
    title: RAISED[alert.kind](runtime.name),
    body: alert.detail,
  });
}

type Ending = { incident: Doc<"runtimeIncidents">; now: number };

async function end(ctx: WriteCtx, runtime: Runtime, { incident, now }: Ending): Promise<void> {
  await ctx.db.patch("runtimeIncidents", incident._id, { endedAt: now });
  await ctx.activity.record({
    event: { type: "runtime_alert_ended", alert: incident.kind },
    target: runtimeTarget(runtime),
    by: { actor: { kind: "system" }, name: runtime.name },
  });
}

async function close(ctx: WriteCtx, runtime: Runtime, { incident, now }: Ending): Promise<void> {
  await end(ctx, runtime, { incident, now });
  const minutes = Math.max(1, Math.round((now - incident.since) / 60_000));
  await notifyAdmins(ctx, {
    type: "runtime_alert",
    reason: `runtime_${incident.kind}_over`,
    title: ENDED[incident.kind](runtime.name),
    body: `It is over after ${minutes} ${minutes === 1 ? "minute" : "minutes"}; nothing is left to do.`,
  });
}

const RAISED: Record<AlertKind, (name: string) => string> = {
  offline: (name) => `${name} is offline`,
  error_rate: (name) => `Many turns fail on ${name}`,
  failed_upgrade: (name) => `${name} could not be upgraded`,
  below_minimum_version: (name) => `${name} runs an OpenClaw that is too old`,
};

const ENDED: Record<AlertKind, (name: string) => string> = {
  offline: (name) => `${name} is back`,
  error_rate: (name) => `Turns on ${name} succeed again`,
  failed_upgrade: (name) => `${name} is upgraded after all`,
  below_minimum_version: (name) => `${name} runs a supported OpenClaw again`,
};
