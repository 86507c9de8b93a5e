/**
 * Budgets: how much an agent, or the whole account, may use in a day or a month, in dollars, tokens or both.
 *
 *   within ─▶ near (warned once per period) ─▶ over (told once; no further turn starts)
 *     ▲                                          │
 *     └── the period ends, or the budget is raised ┘
 *
 * A turn that runs when the limit is passed is finished; its own cap bounds it (agent/settings maxTurnTokens). Costs that
 * nobody knows count towards tokens and never towards dollars, and are named wherever a budget is shown.
 */
import { assertNever } from "../assert.ts";
import type { Period } from "./period.ts";

export type BudgetLimits = {
  /** null for no limit of that kind; at least one is set. */
  limitUsd: number | null;
  limitTokens: number | null;
  /** Of the limit, 1 to 100. */
  warnPercent: number;
};

export type Spending = { usd: number; tokens: number; unpricedTurns: number; unpricedTokens: number };

export const DEFAULT_WARN_PERCENT = 80;
export const MAX_LIMIT_USD = 1_000_000;
export const MAX_LIMIT_TOKENS = 1_000_000_000_000;

export type BudgetState = "within" | "near" | "over";
export type BudgetVerdict = {
  state: BudgetState;
  /** Used part of the tighter limit; 1 or more when over. */
  share: number;
  by: "usd" | "tokens";
};

export function judgeBudget(limits: BudgetLimits, spent: Spending): BudgetVerdict {
  const usd = limits.limitUsd === null ? 0 : spent.usd / limits.limitUsd;
  const tokens = limits.limitTokens === null ? 0 : spent.tokens / limits.limitTokens;
  const by = limits.limitUsd === null || (limits.limitTokens !== null && tokens > usd) ? "tokens" : "usd";
  const share = Math.max(usd, tokens);
  const state = share >= 1 ? "over" : share * 100 >= limits.warnPercent ? "near" : "within";
  return { state, share, by };
}

/** In which period people were last warned and told; null for never. */
export type BudgetMarks = { warnedIn: string | null; stoppedIn: string | null };
export type BudgetNotice = "warn" | "stop" | null;

/** What people are told now. Once per period each; whoever is told of the stop needs no warning any more. */
export function nextNotice(state: BudgetState, marks: BudgetMarks, period: string): BudgetNotice {
  switch (state) {
    case "within":
      return null;
    case "near":
      return marks.warnedIn === period || marks.stoppedIn === period ? null : "warn";
    case "over":
      return marks.stoppedIn === period ? null : "stop";
    default:
      return assertNever(state);
  }
}

export function marksAfter(marks: BudgetMarks, notice: BudgetNotice, period: string): BudgetMarks {
  if (notice === "warn") return { ...marks, warnedIn: period };
  if (notice === "stop") return { warnedIn: period, stoppedIn: period };
  return marks;
}

export type BudgetCase = {
  /** An agent's name; null for the whole account. */
  agentName: string | null;
  period: Period;
  limits: BudgetLimits;
  spent: Spending;
  timeZone: string;
};

/** "Theo has used $5.02 of $5.00 today" */
export function spendingSentence({ agentName, period, limits, spent }: BudgetCase): string {
  const { by } = judgeBudget(limits, spent);
  const who = agentName ?? "The account";
  const when = period === "day" ? "today" : "this month";
  const amount =
    by === "usd"
      ? `${usdText(spent.usd)} of ${usdText(limits.limitUsd ?? 0)}`
      : `${tokenText(spent.tokens)} of ${tokenText(limits.limitTokens ?? 0)} tokens`;
  return `${who} has used ${amount} ${when}`;
}

/** Why work waits, and what lets it go on. */
export function stoppedSentence(budget: BudgetCase): string {
  const end = budget.period === "day" ? "at midnight" : "on the first of the month";
  return `Over budget: ${spendingSentence(budget)}. It goes on ${end} (${budget.timeZone}), or when an admin raises the budget.`;
}

/** What a budget in dollars does not see; null when it sees everything. */
export function unpricedSentence({ unpricedTurns, unpricedTokens }: Spending): string | null {
  if (unpricedTurns === 0) return null;
  const turns = unpricedTurns === 1 ? "1 turn" : `${unpricedTurns.toLocaleString("en")} turns`;
  return `${turns} (${tokenText(unpricedTokens)} tokens) had no known price and count as tokens only.`;
}

export function usdText(usd: number): string {
  if (usd > 0 && usd < 0.01) return "less than $0.01";
  return `$${usd.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

export function tokenText(tokens: number): string {
  return tokens.toLocaleString("en");
}
