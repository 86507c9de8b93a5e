/** What an operator does to a rollout that goes on. Each is told what stands in the way when it is not possible now. */
import { isRolloutOver, type RolloutStatus } from "@mc/shared/rollout/plan";
import type { Id } from "../_generated/dataModel";
import { broken, conflict, missing } from "../functions/errors";
import type { FleetMutationCtx } from "../functions/fleet";
import { changeRollout } from "./rollouts";

export type Move = "pause" | "resume" | "halt" | "roll_back";

/** From where each may be done. A rollout that waits for its start resumes to waiting. */
const ALLOWED: Record<Move, readonly RolloutStatus[]> = {
  pause: ["running", "scheduled"],
  resume: ["paused"],
  halt: ["scheduled", "running", "paused", "rolling_back"],
  roll_back: ["running", "paused", "halting"],
};

export async function moveRollout(
  ctx: FleetMutationCtx,
  rolloutId: Id<"rollouts">,
  move: Move,
): Promise<null> {
  const rollout = await ctx.db.get("rollouts", rolloutId);
  if (!rollout) throw missing("rollout");
  if (isRolloutOver(rollout.status)) throw conflict("The rollout is over.", rollout.status);
  if (!ALLOWED[move].includes(rollout.status))
    throw conflict(`The rollout is ${rollout.status.replace("_", " ")} now.`, rollout.status);
  const home = await ctx.open(rollout.accountId);
  if (!home) throw broken("A rollout outlived its account.");
  const by = `by ${ctx.identity.name}`;
  switch (move) {
    case "pause":
      return await changeRollout(ctx, home, { rollout, status: "paused", reason: `Paused ${by}.` });
    case "resume": {
      const status = rollout.startAt > Date.now() ? "scheduled" : "running";
      return await changeRollout(ctx, home, { rollout, status, reason: null });
    }
    case "halt":
      return await changeRollout(ctx, home, { rollout, status: "halting", reason: `Halted ${by}.` });
    case "roll_back":
      return await changeRollout(ctx, home, {
        rollout,
        status: "rolling_back",
        reason: `Halted and rolled back ${by}.`,
      });
  }
}
