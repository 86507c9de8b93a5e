/**
 * An agent's session for a task, and up to where its turns have read the thread. Two marks, because they answer two questions:
 * `newsThrough` is what the agent has seen, and everything after it is told in the next turn, whatever starts that one;
 * `endedThrough` is what no heartbeat starts a turn for any more.
 */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";

type Session = Doc<"sessions">;

export async function sessionOf(ctx: ReadCtx, sessionKey: string): Promise<Session | null> {
  return await ctx.db
    .query("sessions")
    .withIndex("by_account_session", (q) => q.eq("accountId", ctx.account._id).eq("sessionKey", sessionKey))
    .unique();
}

export async function ensureSession(
  ctx: WriteCtx,
  session: Pick<Session, "sessionKey" | "agentId" | "taskId">,
): Promise<void> {
  if (await sessionOf(ctx, session.sessionKey)) return;
  await ctx.db.insert("sessions", { accountId: ctx.account._id, ...session, newsThrough: 0 });
}

/** Messages up to here wake the agent by no heartbeat. */
export function settledThrough(session: Session | null): number {
  return Math.max(session?.newsThrough ?? 0, session?.endedThrough ?? 0);
}

/** The turn has answered: what it was told, the agent has seen. */
export async function markSeen(ctx: WriteCtx, run: Doc<"runs">): Promise<void> {
  const session = await sessionOf(ctx, run.sessionKey);
  if (!session) return;
  const newsThrough = Math.max(session.newsThrough, run.newsThrough);
  await ctx.db.patch("sessions", session._id, { newsThrough });
}

/** The turn ended without an answer. People were told; what it was told does not start another one by itself. */
export async function markGivenUp(ctx: WriteCtx, run: Doc<"runs">): Promise<void> {
  await markEnded(ctx, run.sessionKey, run.newsThrough);
}

/** Somebody stops the agent's work here: whatever stood in the thread by then does not start it again. */
export async function markStopped(ctx: WriteCtx, run: Doc<"runs">): Promise<void> {
  await markEnded(ctx, run.sessionKey, await newestIn(ctx, run.taskId));
}

async function markEnded(ctx: WriteCtx, sessionKey: string, through: number): Promise<void> {
  const session = await sessionOf(ctx, sessionKey);
  if (session && through > settledThrough(session)) {
    await ctx.db.patch("sessions", session._id, { endedThrough: through });
  }
}

async function newestIn(ctx: ReadCtx, taskId: Id<"tasks">): Promise<number> {
  const newest = await ctx.db
    .query("messages")
    .withIndex("by_account_task", (q) => q.eq("accountId", ctx.account._id).eq("taskId", taskId))
    .order("desc")
    .first();
  return newest?._creationTime ?? 0;
}
