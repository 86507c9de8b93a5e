/** Tool calls that wait for an admin: asked for, decided, expired; the run is parked meanwhile. */
import {
  APPROVAL_VALID_FOR_MS,
  type ApprovalStatus,
  answerFor,
  gatedBy,
  keptArguments,
  needsApproval,
} from "@mc/shared/agent/approvals";
import { isTerminal } from "@mc/shared/delivery/run";
import { taskKey } from "@mc/shared/task/limits";
import type { ToolName } from "@mc/shared/tools/catalog";
import type { PaginationOptions } from "convex/server";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, missing, tooLarge } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import type { AgentMutationCtx } from "../functions/turn";
import { approvalsOf, approvalsOfRun, isOpenTo, wakeWithDecision } from "./decisions";
import { boundedPage, LIMITS } from "./limits";
import { notifyAdmins, notifyMember } from "./notifications";
import { changeRun } from "./runState";
import { eachAlone } from "./sweeps";
import { runTarget } from "./targets";

type Approval = Doc<"approvals">;

const SHOWN = 100;
const MAX_REASON = 1_000;

export type GatedCall = { tool: ToolName; args: Record<string, unknown>; argsHash: string };
/** What a runtime tells the model, or waits on, instead of the tool's own result. */
export type Parked =
  | { status: "awaiting_approval"; approvalId: Id<"approvals"> }
  | { status: "refused"; approvalId: Id<"approvals">; message: string };

/** null lets the call go ahead. An approval is good for one call with the arguments that were approved. */
export async function gate(ctx: AgentMutationCtx, call: GatedCall): Promise<Parked | null> {
  const gated = {
    agent: ctx.agent.requiresApprovalForActions,
    account: ctx.account.settings.requiresApprovalForActions,
  };
  if (!needsApproval(call.tool, gated)) return null;
  const known = (await approvalsOf(ctx, ctx)).find((one) => isFor(one, call) && isOpenTo(one, ctx.run));
  if (!known) return { status: "awaiting_approval", approvalId: await ask(ctx, call) };
  const answer = answerFor(known.status, known.reason);
  switch (answer.kind) {
    case "wait":
      ctx.activity.bookkeeping("asked again for a call that is still to be decided");
      if (known.runId !== ctx.run._id) await ctx.db.patch("approvals", known._id, { runId: ctx.run._id });
      await park(ctx, ctx.run);
      return { status: "awaiting_approval", approvalId: known._id };
    case "go":
      await ctx.db.patch("approvals", known._id, { status: "used" });
      return null;
    case "stop":
      ctx.activity.bookkeeping("the agent hears of a decision that is recorded");
      if (known.toldAt === undefined) await ctx.db.patch("approvals", known._id, { toldAt: Date.now() });
      return { status: "refused", approvalId: known._id, message: answer.sentence };
  }
}

export type DecidedFilter = {
  status?: Exclude<ApprovalStatus, "pending"> | undefined;
  agentId?: Id<"agents"> | undefined;
  tool?: ToolName | undefined;
};

/** What is over, newest request first. Agent and status choose the index; the rest is asked of each row, so pages may be short. */
export async function listDecided(ctx: ReadCtx, filter: DecidedFilter, paginationOpts: PaginationOptions) {
  const { status, agentId, tool } = filter;
  if (agentId !== undefined && !(await ctx.db.get("agents", agentId))) throw missing("agent");
  const accountId = ctx.account._id;
  const base = ctx.db.query("approvals");
  const range =
    agentId !== undefined
      ? base.withIndex("by_account_agent", (q) => q.eq("accountId", accountId).eq("agentId", agentId))
      : status !== undefined
        ? base.withIndex("by_account_status", (q) => q.eq("accountId", accountId).eq("status", status))
        : base.withIndex("by_account", (q) => q.eq("accountId", accountId));
  const result = await range.order("desc").paginate(boundedPage(paginationOpts));
  const rows = result.page.filter(
    (row) =>
      row.status !== "pending" &&
      (status === undefined || row.status === status) &&
      (tool === undefined || row.tool === tool),
  );
  return { ...result, page: await Promise.all(rows.map((row) => viewOf(ctx, row))) };
}

/** One request by its id, whatever became of it: where a notification leads. */
export async function readApproval(ctx: ReadCtx, approvalId: Id<"approvals">) {
  const row = await ctx.db.get("approvals", approvalId);
  if (!row) throw missing("approval");
  return await viewOf(ctx, row);
}

export async function listApprovals(ctx: ReadCtx, status: ApprovalStatus) {
  const rows = await ctx.db
    .query("approvals")
    .withIndex("by_account_status", (q) => q.eq("accountId", ctx.account._id).eq("status", status))
    .order("desc")
    .take(SHOWN);
  return await Promise.all(rows.map((row) => viewOf(ctx, row)));
}

type Decision = {
  approvalId: Id<"approvals">;
  decision: "approved" | "refused";
  reason?: string | undefined;
};

export async function decideApproval(ctx: AccountMutationCtx, asked: Decision): Promise<null> {
  const approval = await ctx.db.get("approvals", asked.approvalId);
  if (!approval) throw missing("approval");
  if (approval.status !== "pending") throw conflict(`This is ${approval.status} already.`, approval.status);
  const reason = asked.reason?.trim() || null;
  if (reason && reason.length > MAX_REASON) throw tooLarge("A reason", MAX_REASON);
  await ctx.db.patch("approvals", approval._id, {
    status: asked.decision,
    decidedBy: ctx.member._id,
    decidedByName: ctx.member.name,
    decidedAt: Date.now(),
    reason,
  });
  await settle(ctx, approval, { decision: asked.decision, reason });
  return null;
}

/** What nobody decided in time, one batch. */
export async function expireApprovals(ctx: SystemMutationCtx): Promise<{ expired: number }> {
  const due = await ctx.db
    .query("approvals")
    .withIndex("by_status_expiresAt", (q) => q.eq("status", "pending").lte("expiresAt", Date.now()))
    .take(LIMITS.batch);
  await eachAlone(ctx, due, {
    one: internal.approvals.expireOne,
    args: ({ _id }) => ({ approvalId: _id }),
    putOff: (account, { _id }, expiresAt) => account.db.patch("approvals", _id, { expiresAt }),
  });
  return { expired: due.length };
}

export async function expireApproval(ctx: SystemMutationCtx, approvalId: Id<"approvals">): Promise<null> {
  const found = await ctx.db.get("approvals", approvalId);
  const account = found ? await ctx.open(found.accountId) : null;
  const approval = await account?.db.get("approvals", approvalId);
  if (!account || approval?.status !== "pending") return null;
  await account.db.patch("approvals", approvalId, { status: "expired", decidedAt: Date.now() });
  await settle(account, approval, { decision: "expired", reason: null });
  return null;
}

/** For the agent that waits. */
export async function approvalStatusOf(ctx: AgentMutationCtx, text: string) {
  const approvalId = ctx.db.normalizeId("approvals", text);
  const approval = approvalId ? await ctx.db.get("approvals", approvalId) : null;
  if (approval?.agentId !== ctx.agent._id) throw missing("approval");
  const { status, tool, reason, decidedByName } = approval;
  // Heard by the turn that asked: no turn of its own has to bring it. A yes is told again until it is used.
  const isHeard = approval.runId === ctx.run._id && (status === "refused" || status === "expired");
  if (isHeard && approval.toldAt === undefined)
    await ctx.db.patch("approvals", approval._id, { toldAt: Date.now() });
  return { status, tool, reason, decidedBy: decidedByName };
}

const isFor = (row: Approval, { tool, argsHash }: GatedCall) =>
  row.tool === tool && row.argsHash === argsHash;

async function ask(ctx: AgentMutationCtx, { tool, args, argsHash }: GatedCall): Promise<Id<"approvals">> {
  const { run, task, agent } = ctx;
  const expiresAt = Date.now() + APPROVAL_VALID_FOR_MS;
  const kept = keptArguments(args);
  const approvalId = await ctx.db.insert("approvals", {
    accountId: ctx.account._id,
    runId: run._id,
    taskId: task._id,
    agentId: agent._id,
    tool,
    argsHash,
    args: kept.text,
    ...(kept.length > kept.text.length ? { argsLength: kept.length } : {}),
    status: "pending",
    expiresAt,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    reason: null,
  });
  await park(ctx, run);
  await ctx.activity.record({
    event: { type: "approval_requested", tool, expiresAt },
    target: runTarget(run, task),
    taskId: task._id,
  });
  await notifyAdmins(ctx, {
    type: "approval_request",
    reason: "approval",
    title: `${agent.name} asks to use ${tool} in ${taskKey(task.number)}`,
    body: task.title,
    task,
    runId: run._id,
    approvalId,
  });
  return approvalId;
}

async function park(ctx: WriteCtx, run: Doc<"runs">): Promise<void> {
  if (run.status === "awaiting_approval") return;
  const running = run.status === "running" ? run : await changeRun(ctx, run, { status: "running" });
  await changeRun(ctx, running, { status: "awaiting_approval", activity: "waiting for an approval" });
}

type Outcome = { decision: "approved" | "refused" | "expired"; reason: string | null };

/** The run goes on when nothing of it waits any more; the time that it waited does not count as its own. */
async function settle(ctx: WriteCtx, approval: Approval, { decision, reason }: Outcome): Promise<void> {
  const { runId, tool } = approval;
  const run = await ctx.db.get("runs", runId);
  const task = await ctx.db.get("tasks", approval.taskId);
  const agent = await ctx.db.get("agents", approval.agentId);
  if (!run || !task || !agent) {
    ctx.activity.bookkeeping("the task of the request was deleted meanwhile");
    return;
  }
  const waiting = (await approvalsOfRun(ctx, runId)).some(({ status }) => status === "pending");
  if (run.status === "awaiting_approval" && !waiting) {
    const waitedMs = Date.now() - run.phaseSince;
    const startedAt = run.startedAt === null ? null : run.startedAt + waitedMs;
    await changeRun(ctx, run, { status: "running", startedAt, activity: tool });
  }
  await ctx.activity.record({
    event: { type: "approval_decided", tool, decision, reason },
    target: runTarget(run, task),
    taskId: task._id,
  });
  if (isTerminal(run.status)) await wakeWithDecision(ctx, { task, agent });
  const { actor } = run.cause;
  if (actor.kind !== "member" || (ctx.caller.kind === "member" && ctx.caller.memberId === actor.memberId))
    return;
  await notifyMember(ctx, actor.memberId, {
    type: "approval_decided",
    reason: "approval",
    title: `${tool} in ${taskKey(task.number)}: ${decision}`,
    body: reason ?? task.title,
    task,
    runId,
    approvalId: approval._id,
  });
}

async function viewOf(ctx: ReadCtx, row: Approval) {
  const task = await ctx.db.get("tasks", row.taskId);
  const agent = await ctx.db.get("agents", row.agentId);
  const run = await ctx.db.get("runs", row.runId);
  return {
    approvalId: row._id,
    runId: row.runId,
    taskId: row.taskId,
    taskNumber: task?.number ?? null,
    taskTitle: task?.title ?? null,
    agentId: row.agentId,
    agentName: agent?.name ?? "Former agent",
    agentIcon: agent?.icon ?? "bot",
    /** Whose list makes it ask; null when that was changed since. */
    gatedBy: gatedBy(row.tool, {
      agent: agent?.requiresApprovalForActions,
      account: ctx.account.settings.requiresApprovalForActions,
    }),
    /** What the agent was at. */
    cause: run && { kind: run.cause.kind, actorName: run.cause.actorName },
    tool: row.tool,
    args: row.args,
    /** Characters of the whole where `args` shows a part of it; null where it is whole. */
    argsLength: row.argsLength ?? null,
    /** Of the whole call: only this one is carried out. */
    digest: row.argsHash.slice(0, 12),
    /** A decision reaches the agent in a new turn. */
    isTurnOver: run === null || isTerminal(run.status),
    status: row.status,
    askedAt: row._creationTime,
    expiresAt: row.expiresAt,
    decidedByName: row.decidedByName,
    decidedAt: row.decidedAt,
    reason: row.reason,
  };
}
