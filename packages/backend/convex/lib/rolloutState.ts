/** A rollout as the planner sees it: its row, the rows of its runtimes, and how those are now. */
import type { RolloutState } from "@mc/shared/rollout/plan";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader } from "../_generated/server";
import { LIMITS } from "./limits";
import { gateFigures } from "./runtimeHealth";

type Rollout = Doc<"rollouts">;

/** Between an upgrade and the first figures that say something about it. */
const FIGURES_AFTER_MS = 20_000;

export function rolloutTarget(rollout: Pick<Rollout, "_id" | "version">): Doc<"activities">["target"] {
  return { kind: "rollout", id: rollout._id, label: `OpenClaw ${rollout.version}` };
}

export async function targetRows(db: DatabaseReader, rolloutId: Id<"rollouts">) {
  return await db
    .query("rolloutTargets")
    .withIndex("by_rolloutId_batch", (q) => q.eq("rolloutId", rolloutId))
    .take(LIMITS.fleet);
}

export async function loadState(db: DatabaseReader, rollout: Rollout) {
  const rows = (await targetRows(db, rollout._id)).filter(({ batch }) => batch >= 0);
  const targets = await Promise.all(rows.map((row) => targetOf(db, row)));
  const { status, version, strategy, startAt, window, reason } = rollout;
  const state: RolloutState = { status, version, strategy, startAt, window, reason, targets };
  return { state, rows: new Map(rows.map((row) => [row.runtimeId as string, row])) };
}

async function targetOf(
  db: DatabaseReader,
  row: Doc<"rolloutTargets">,
): Promise<RolloutState["targets"][number]> {
  const runtime = await db.get("runtimes", row.runtimeId);
  const isOnline = runtime !== null && runtime.status !== "offline" && runtime.status !== "none";
  const health =
    row.phase === "succeeded"
      ? await db
          .query("runtimeHealth")
          .withIndex("by_account_runtime", (q) =>
            q.eq("accountId", row.accountId).eq("runtimeId", row.runtimeId),
          )
          .unique()
      : null;
  // The runtime starts its figures anew with each version; older ones say nothing about this one.
  const isOfVersion = health !== null && health.at - row.phaseSince >= FIGURES_AFTER_MS;
  return {
    key: row.runtimeId,
    batch: row.batch,
    phase: row.phase,
    phaseSince: row.phaseSince,
    isOnline: isOnline && runtime.duty !== "removed",
    version: runtime?.report?.openclawVersion ?? null,
    health: isOfVersion ? gateFigures(health.metrics) : null,
    isRollBackTried: row.isRollBackTried,
  };
}
