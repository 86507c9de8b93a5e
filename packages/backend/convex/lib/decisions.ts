/**
 * Decisions about calls that waited, on their way to the agent: as the answer to its call while the turn lasts, in the
 * next attempt, or in a turn of their own. Each is told once; a yes can be used until it lapses.
 */
import { decisionSentence, isUsable } from "@mc/shared/agent/approvals";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { insertNotification } from "./notifications";
import { wakeAgent } from "./wake";

type Approval = Doc<"approvals">;

const READ = 200;

type Place = { task: Doc<"tasks">; agent: Doc<"agents"> };

/** Sentences for a turn: what was decided about calls of this agent in this task, and what still waits. */
export async function decisionsFor(ctx: ReadCtx, turn: Place & { run: Doc<"runs"> }): Promise<string[]> {
  const rows = (await approvalsOf(ctx, turn)).filter(
    (row) => row.status === "pending" || concerns(row, turn.run),
  );
  return rows.reverse().flatMap((row) => decisionSentence(row) ?? []);
}

/** The turn that starts carries what was decided; from now on the request is its own. */
export async function markTold(ctx: WriteCtx, turn: Place & { run: Doc<"runs"> }): Promise<void> {
  for (const row of await approvalsOf(ctx, turn)) {
    if (row.toldAt !== undefined || !isDecided(row)) continue;
    await ctx.db.patch("approvals", row._id, { toldAt: Date.now(), runId: turn.run._id });
  }
}

/** A turn has ended that did not hear of a decision: one is queued that does. */
export async function deliverUntold(ctx: WriteCtx, run: Doc<"runs">, place: Place): Promise<void> {
  const untold = (await approvalsOfRun(ctx, run._id)).some(
    (row) => row.toldAt === undefined && isDecided(row),
  );
  if (untold) await wakeWithDecision(ctx, place);
}

/** A turn of its own for what was decided after the one that asked had ended. */
export async function wakeWithDecision(ctx: WriteCtx, { task, agent }: Place): Promise<void> {
  if (agent.status !== "active") return;
  const woken = await wakeAgent(ctx, { agent, task, type: "approval_decided", messageId: null });
  if (woken.kind !== "run") return;
  await insertNotification(
    ctx,
    { kind: "agent", agentId: agent._id },
    { type: "approval_decided", reason: "approval", body: task.title, task, runId: woken.runId },
  );
}

/** A yes or a wait holds for any turn of the agent on the task; a no for the turn that was told. */
export function isOpenTo(row: Approval, run: Doc<"runs">): boolean {
  if (row.status === "pending" || isUsable(row, Date.now())) return true;
  return row.runId === run._id && (row.status === "refused" || row.status === "expired");
}

function isDecided(row: Approval): boolean {
  return row.status === "refused" || row.status === "expired" || isUsable(row, Date.now());
}

const concerns = (row: Approval, run: Doc<"runs">) =>
  isDecided(row) && (row.toldAt === undefined || row.runId === run._id);

/** Newest first. */
export async function approvalsOf(ctx: ReadCtx, { task, agent }: Place): Promise<Approval[]> {
  return await ctx.db
    .query("approvals")
    .withIndex("by_account_task_agent", (q) =>
      q.eq("accountId", ctx.account._id).eq("taskId", task._id).eq("agentId", agent._id),
    )
    .order("desc")
    .take(READ);
}

export async function approvalsOfRun(ctx: ReadCtx, runId: Id<"runs">): Promise<Approval[]> {
  return await ctx.db
    .query("approvals")
    .withIndex("by_account_run", (q) => q.eq("accountId", ctx.account._id).eq("runId", runId))
    .take(READ);
}
