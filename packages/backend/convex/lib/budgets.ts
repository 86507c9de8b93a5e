/** Budgets: set by admins, judged by the one rule in shared usage/budget, enforced where a turn would start. */
import type { FieldChange } from "@mc/shared/activity/types";
import type { Hold } from "@mc/shared/delivery/deadlines";
import {
  type BudgetCase,
  judgeBudget,
  MAX_LIMIT_TOKENS,
  MAX_LIMIT_USD,
  marksAfter,
  nextNotice,
  spendingSentence,
  stoppedSentence,
  tokenText,
  unpricedSentence,
  usdText,
} from "@mc/shared/usage/budget";
import { PERIODS, type Period, periodEnd, periodKey } from "@mc/shared/usage/period";
import { knownUsd, tokensOf } from "@mc/shared/usage/usage";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid, missing } from "../functions/errors";
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { zoneOf } from "./metrics";
import { notifyAdmins } from "./notifications";
import { eachAlone } from "./sweeps";
import { agentTarget } from "./targets";
import { totalsNow, type UsageSubject, usageKeyOf } from "./usageTotals";

type Budget = Doc<"budgets">;

const MAX_BUDGETS = PERIODS.length * (LIMITS.agents + 1);

export type BudgetDraft = {
  subject: UsageSubject;
  period: Period;
  limitUsd: number | null;
  limitTokens: number | null;
  warnPercent: number;
};

export async function setBudget(ctx: WriteCtx, draft: BudgetDraft): Promise<{ budgetId: Id<"budgets"> }> {
  const { subject, period, limitUsd, limitTokens, warnPercent } = draft;
  requireLimits(draft);
  const target = await targetOf(ctx, subject);
  const known = await budgetOf(ctx, subject, period);
  const fields = { limitUsd, limitTokens, warnPercent };
  const changes = changesOf(known, draft);
  if (known && changes.length === 0) return { budgetId: known._id };
  // Another limit is another budget: what was said of the old one does not count for it.
  const fresh = { ...fields, warnedIn: null, stoppedIn: null };
  const subjectKey = usageKeyOf(subject);
  const place = { accountId: ctx.account._id, subject, subjectKey, period };
  if (known) await ctx.db.patch("budgets", known._id, fresh);
  const budgetId = known?._id ?? (await ctx.db.insert("budgets", { ...place, ...fresh, stoppedUntil: null }));
  await ctx.activity.record({ event: { type: "budget_set", changes }, target });
  const budget = await ctx.db.get("budgets", budgetId);
  if (budget) await review(ctx, budget);
  return { budgetId };
}

export async function removeBudget(ctx: WriteCtx, budgetId: Id<"budgets">): Promise<null> {
  const budget = await ctx.db.get("budgets", budgetId);
  if (!budget) throw missing("budget");
  await ctx.db.delete("budgets", budgetId);
  await ctx.activity.record({
    event: { type: "budget_removed", period: budget.period },
    target: await targetOf(ctx, budget.subject),
  });
  return null;
}

/** An agent that is gone spends nothing any more. */
export async function dropBudgetsOf(ctx: WriteCtx, agentId: Id<"agents">): Promise<void> {
  for (const { _id } of await budgetsOf(ctx, { kind: "agent", agentId })) await ctx.db.delete("budgets", _id);
}

export async function listBudgets(ctx: ReadCtx, subject: UsageSubject | null) {
  const rows = subject ? await budgetsOf(ctx, subject) : await allBudgets(ctx);
  return await Promise.all(rows.map((budget) => viewOf(ctx, budget)));
}

/**
 * What keeps an agent's next turn from starting, decided from the sums as they are now; whoever asks may be about to
 * start one, so the marks and the people are brought up to date as well.
 */
export async function requireRoom(ctx: WriteCtx, agentId: Id<"agents">): Promise<Hold | null> {
  let hold: Hold | null = null;
  for (const budget of await budgetsFor(ctx, agentId)) hold = (await review(ctx, budget)) ?? hold;
  return hold;
}

/** After an agent used something: whom to warn, what to stop. */
export async function followSpending(ctx: WriteCtx, agentId: Id<"agents">): Promise<void> {
  for (const budget of await budgetsFor(ctx, agentId)) await review(ctx, budget);
}

export type BudgetHolds = { account: Hold | null; agents: ReadonlyMap<Id<"agents">, Hold> };

/** Everything that budgets hold back now; one short read where nothing is. */
export async function readBudgetHolds(ctx: ReadCtx): Promise<BudgetHolds> {
  const stopped = await ctx.db
    .query("budgets")
    .withIndex("by_account_stoppedUntil", (q) => q.eq("accountId", ctx.account._id).gt("stoppedUntil", 0))
    .take(MAX_BUDGETS);
  let account: Hold | null = null;
  const agents = new Map<Id<"agents">, Hold>();
  for (const budget of stopped) {
    const hold = holdOf(await caseOf(ctx, budget), budget.stoppedUntil ?? 0);
    if (budget.subject.kind === "account") account = hold;
    else agents.set(budget.subject.agentId, hold);
  }
  return { account, agents };
}

export function budgetHoldOf({ account, agents }: BudgetHolds, agentId: Id<"agents">): Hold | null {
  return account ?? agents.get(agentId) ?? null;
}

/** Periods that have ended: work that they held back goes on by itself. One batch. */
export async function sweepBudgets(ctx: SystemMutationCtx): Promise<{ reviewed: number }> {
  const due = await ctx.db
    .query("budgets")
    .withIndex("by_stoppedUntil", (q) => q.gt("stoppedUntil", 0).lte("stoppedUntil", Date.now()))
    .take(LIMITS.batch);
  await eachAlone(ctx, due, {
    one: internal.budgets.reviewOne,
    args: ({ _id }) => ({ budgetId: _id }),
    putOff: (account, { _id }, stoppedUntil) => account.db.patch("budgets", _id, { stoppedUntil }),
  });
  return { reviewed: due.length };
}

export async function reviewBudget(ctx: SystemMutationCtx, budgetId: Id<"budgets">): Promise<null> {
  const found = await ctx.db.get("budgets", budgetId);
  const account = found ? await ctx.open(found.accountId) : null;
  const budget = await account?.db.get("budgets", budgetId);
  if (!account || !budget) return null;
  account.activity.bookkeeping("a period went on where the zone of the account was changed");
  await review(account, budget);
  return null;
}

/** Judges one budget now, tells people what they do not know yet, and keeps what the queue reads. */
async function review(ctx: WriteCtx, budget: Budget): Promise<Hold | null> {
  const judged = await caseOf(ctx, budget);
  const now = Date.now();
  const zone = zoneOf(ctx);
  const period = periodKey(budget.period, now, zone);
  const { state } = judgeBudget(judged.limits, judged.spent);
  const notice = nextNotice(state, budget, period);
  const stoppedUntil = state === "over" ? periodEnd(budget.period, now, zone) : null;
  const isReleased = stoppedUntil === null && budget.stoppedUntil !== null;
  if (notice !== null || stoppedUntil !== budget.stoppedUntil) {
    const { warnedIn, stoppedIn } = marksAfter(budget, notice, period);
    await ctx.db.patch("budgets", budget._id, { warnedIn, stoppedIn, stoppedUntil });
  }
  const target = await targetOf(ctx, budget.subject);
  if (notice === "stop" && stoppedUntil !== null) {
    const sentence = stoppedSentence(judged);
    const event = { type: "budget_stopped" as const, period: budget.period, sentence, until: stoppedUntil };
    await ctx.activity.record({ event, target });
  }
  if (isReleased) {
    const event = { type: "budget_released" as const, period: budget.period };
    await ctx.activity.record({ event, target });
  }
  if (notice !== null) await tell(ctx, judged, notice);
  return stoppedUntil === null ? null : holdOf(judged, stoppedUntil);
}

async function tell(ctx: WriteCtx, judged: BudgetCase, notice: "warn" | "stop"): Promise<void> {
  const who = judged.agentName ?? ctx.account.name;
  const unpriced = judged.limits.limitUsd === null ? null : unpricedSentence(judged.spent);
  const sentence = notice === "stop" ? stoppedSentence(judged) : `${spendingSentence(judged)}.`;
  await notifyAdmins(ctx, {
    type: "budget_alert",
    reason: notice === "stop" ? "budget_stopped" : "budget_near",
    title: notice === "stop" ? `${who} is over budget; no new turn starts` : `${who} is close to its budget`,
    body: unpriced ? `${sentence} ${unpriced}` : sentence,
  });
}

function holdOf(judged: BudgetCase, until: number): Hold {
  const kind = judged.agentName === null ? "account_budget" : "budget";
  return { kind, sentence: stoppedSentence(judged), until };
}

async function caseOf(ctx: ReadCtx, budget: Budget): Promise<BudgetCase> {
  const { subject, period, limitUsd, limitTokens, warnPercent } = budget;
  const totals = await totalsNow(ctx, subject, period);
  const agent = subject.kind === "agent" ? await ctx.db.get("agents", subject.agentId) : null;
  return {
    agentName: subject.kind === "agent" ? (agent?.name ?? "Former agent") : null,
    period,
    limits: { limitUsd, limitTokens, warnPercent },
    spent: {
      usd: knownUsd(totals),
      tokens: tokensOf(totals),
      unpricedTurns: totals.unpricedTurns,
      unpricedTokens: totals.unpricedTokens,
    },
    timeZone: zoneOf(ctx),
  };
}

async function viewOf(ctx: ReadCtx, budget: Budget) {
  const judged = await caseOf(ctx, budget);
  const isUsd = budget.limitUsd !== null;
  return {
    budgetId: budget._id,
    subject: budget.subject,
    agentName: judged.agentName,
    period: budget.period,
    limitUsd: budget.limitUsd,
    limitTokens: budget.limitTokens,
    warnPercent: budget.warnPercent,
    spent: judged.spent,
    ...judgeBudget(judged.limits, judged.spent),
    sentence: `${spendingSentence(judged)}.`,
    /** What a limit in dollars does not see; null when it sees everything. */
    unpriced: isUsd ? unpricedSentence(judged.spent) : null,
    stoppedUntil: budget.stoppedUntil,
  };
}

export function requireLimits({ limitUsd, limitTokens, warnPercent }: BudgetDraft): void {
  if (limitUsd === null && limitTokens === null) {
    throw invalid("A budget limits dollars, tokens or both; remove it to have no limit.", "limitUsd");
  }
  if (limitUsd !== null && !(limitUsd >= 0.01 && limitUsd <= MAX_LIMIT_USD)) {
    throw invalid(`A limit in dollars is from $0.01 to ${usdText(MAX_LIMIT_USD)}.`, "limitUsd");
  }
  const isWhole = limitTokens === null || Number.isInteger(limitTokens);
  if (limitTokens !== null && !(isWhole && limitTokens >= 1 && limitTokens <= MAX_LIMIT_TOKENS)) {
    throw invalid("A limit in tokens is a whole number of at least 1.", "limitTokens");
  }
  if (!(Number.isInteger(warnPercent) && warnPercent >= 1 && warnPercent <= 100)) {
    throw invalid("The warning comes at 1 to 100 percent of the limit.", "warnPercent");
  }
}

function changesOf(known: Budget | null, { period, limitUsd, limitTokens, warnPercent }: BudgetDraft) {
  const changes: FieldChange[] = [];
  const add = (field: string, from: string | null, to: string | null) => {
    if (from !== to) changes.push({ field, from, to });
  };
  const per = `per ${period}`;
  add(`dollars ${per}`, usd(known?.limitUsd ?? null), usd(limitUsd));
  add(`tokens ${per}`, tokens(known?.limitTokens ?? null), tokens(limitTokens));
  add("warning", known ? `${known.warnPercent} %` : null, `${warnPercent} %`);
  return changes;
}

const usd = (limit: number | null) => (limit === null ? null : usdText(limit));
const tokens = (limit: number | null) => (limit === null ? null : tokenText(limit));

async function targetOf(ctx: ReadCtx, subject: UsageSubject) {
  if (subject.kind === "account") return accountTarget(ctx);
  const agent = await ctx.db.get("agents", subject.agentId);
  return agent ? agentTarget(agent) : accountTarget(ctx);
}

function accountTarget({ account }: ReadCtx): Doc<"activities">["target"] {
  return { kind: "account", id: account._id, label: account.name };
}

async function budgetsFor(ctx: ReadCtx, agentId: Id<"agents">): Promise<Budget[]> {
  return [
    ...(await budgetsOf(ctx, { kind: "account" })),
    ...(await budgetsOf(ctx, { kind: "agent", agentId })),
  ];
}

async function budgetsOf(ctx: ReadCtx, subject: UsageSubject): Promise<Budget[]> {
  return await ctx.db
    .query("budgets")
    .withIndex("by_account_subject_period", (q) =>
      q.eq("accountId", ctx.account._id).eq("subjectKey", usageKeyOf(subject)),
    )
    .take(PERIODS.length);
}

async function allBudgets(ctx: ReadCtx): Promise<Budget[]> {
  return await ctx.db
    .query("budgets")
    .withIndex("by_account_subject_period", (q) => q.eq("accountId", ctx.account._id))
    .take(MAX_BUDGETS);
}

async function budgetOf(ctx: ReadCtx, subject: UsageSubject, period: Period): Promise<Budget | null> {
  return (await budgetsOf(ctx, subject)).find((budget) => budget.period === period) ?? null;
}
