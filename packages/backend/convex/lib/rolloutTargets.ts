/** A runtime's place in a rollout, as rows of the runtime's own account. */
import type { TargetPhase } from "@mc/shared/rollout/plan";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";

type Target = Doc<"rolloutTargets">;
type Command = Doc<"runtimeCommands">;

const PLACES_LOOKED_AT = 20;

/** When a command of a rollout ends, the runtime gets further in it, in the same transaction. */
export async function followCommand(ctx: WriteCtx, command: Command): Promise<void> {
  if (command.rolloutId === null) return;
  const places = await placesOf(ctx, command.runtimeId);
  const target = places.find(({ commandId }) => commandId === command._id);
  if (!target) return;
  const phase = phaseAfter(target.phase, command);
  if (phase !== null)
    await ctx.db.patch("rolloutTargets", target._id, {
      phase,
      phaseSince: Date.now(),
      reason: command.reason ?? target.reason,
    });
}

/** Null when the command says nothing about where the runtime stands. */
function phaseAfter(phase: TargetPhase, { status }: Pick<Command, "status">): TargetPhase | null {
  const isBack = phase === "rolling_back";
  if (phase !== "upgrading" && !isBack) return null;
  switch (status) {
    case "succeeded":
      return isBack ? "rolled_back" : "succeeded";
    case "rolled_back":
      // An upgrade that undid itself; a roll-back that did leaves the runtime where it should not be.
      return isBack ? "failed" : "rolled_back";
    case "failed":
    case "expired":
      return "failed";
    case "requested":
    case "acknowledged":
    case "running":
      return null;
  }
}

async function placesOf(ctx: ReadCtx, runtimeId: Command["runtimeId"]): Promise<Target[]> {
  return await ctx.db
    .query("rolloutTargets")
    .withIndex("by_account_runtime", (q) => q.eq("accountId", ctx.account._id).eq("runtimeId", runtimeId))
    .order("desc")
    .take(PLACES_LOOKED_AT);
}
