/** Runtimes as people see them: a line in a list, and the page of one. */
import { compareVersions, MINIMUM_OPENCLAW_VERSION } from "@mc/shared/runtime/version";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { openIncidents, readIncidents } from "./runtimeAlerts";
import { openCommands, readCommands, viewOf } from "./runtimeCommands";
import { readHealth, readSamples } from "./runtimeHealth";
import { isActiveRuntime, listRuntimes } from "./runtimes";

type Runtime = Doc<"runtimes">;

export async function runtimeLine(ctx: ReadCtx, runtime: Runtime) {
  const { report } = runtime;
  const version = report?.openclawVersion ?? null;
  const [health, commands, incidents] = await Promise.all([
    readHealth(ctx, runtime),
    openCommands(ctx, runtime),
    openIncidents(ctx, runtime),
  ]);
  return {
    runtimeId: runtime._id,
    accountId: ctx.account._id,
    accountName: ctx.account.name,
    accountSlug: ctx.account.slug,
    name: runtime.name,
    provider: runtime.provider,
    host: runtime.host ?? null,
    region: runtime.region ?? null,
    isActive: isActiveRuntime(runtime),
    status: runtime.status,
    statusSince: runtime.statusSince,
    reasons: report?.reasons ?? [],
    runtimeVersion: report?.runtimeVersion ?? null,
    openclawVersion: version,
    protocolVersion: report?.protocolVersion ?? null,
    previousVersion: report?.previousVersion ?? null,
    isBelowMinimum: version !== null && compareVersions(version, MINIMUM_OPENCLAW_VERSION) < 0,
    gateway: report?.gateway ?? null,
    install: report?.install ?? null,
    upgrade: report?.upgrade ?? null,
    model: report?.model ?? null,
    activeTurns: report?.activeTurns ?? 0,
    lastCheckInAt: runtime.lastCheckInAt,
    score: health.score,
    parts: health.parts,
    commands: commands.map(viewOf),
    alerts: incidents.map(({ kind, detail, since }) => ({ kind, detail, since })),
  };
}

export async function runtimePage(ctx: ReadCtx, runtime: Runtime) {
  const { settings } = runtime;
  return {
    ...(await runtimeLine(ctx, runtime)),
    health: await readHealth(ctx, runtime),
    samples: await readSamples(ctx, runtime),
    history: await readCommands(ctx, runtime),
    incidents: await readIncidents(ctx, runtime),
    limits: {
      parallelTurns: settings?.parallelTurns ?? null,
      turnsPerMinute: settings?.turnsPerMinute ?? null,
    },
  };
}

/** The active one first. */
export async function runtimeLines(ctx: ReadCtx) {
  const lines = await Promise.all((await listRuntimes(ctx)).map((runtime) => runtimeLine(ctx, runtime)));
  return lines.toSorted((one, other) => Number(other.isActive) - Number(one.isActive));
}
