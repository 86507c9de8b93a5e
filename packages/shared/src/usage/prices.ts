/**
 * Prices of models, for estimates where the gateway gives no cost. An account's own price counts before this list; a
 * model that is in neither has an unknown cost, which is never written as 0.
 */
import type { RunUsage } from "../delivery/run.ts";
import { mergeUsage, tokensOf } from "./usage.ts";

/** US dollars per million tokens. */
export type ModelPrice = { input: number; output: number; cacheRead: number; cacheWrite: number };

export const PRICE_FIELDS = ["input", "output", "cacheRead", "cacheWrite"] as const;
export const MAX_PRICE = 10_000;

/** As listed in the model catalogue of OpenClaw 2026.9.6, long-context surcharges left out. */
export const MODEL_PRICES: Readonly<Record<string, ModelPrice>> = {
  "anthropic/claude-opus-5-5": { input: 4, output: 20, cacheRead: 0.2, cacheWrite: 5 },
  "anthropic/claude-opus-5": { input: 5, output: 25, cacheRead: 0.5, cacheWrite: 6.25 },
  "anthropic/claude-sonnet-5": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  "anthropic/claude-fable-5-1": { input: 10, output: 50, cacheRead: 0.25, cacheWrite: 12.5 },
  "anthropic/claude-fable-5": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  "anthropic/claude-mythos-5": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  "openai/gpt-6-astra": { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
  "openai/gpt-6-sol": { input: 2, output: 10, cacheRead: 0.2, cacheWrite: 2.5 },
  "openai/gpt-6-luna": { input: 0.1, output: 0.5, cacheRead: 0.01, cacheWrite: 0.125 },
  "openai/gpt-5.6-sol": { input: 5, output: 30, cacheRead: 0.5, cacheWrite: 6.25 },
  "openai/gpt-5.6-terra": { input: 2.5, output: 15, cacheRead: 0.25, cacheWrite: 3.125 },
  "openai/gpt-5.6-luna": { input: 1, output: 6, cacheRead: 0.1, cacheWrite: 1.25 },
  "openai/gpt-5.5": { input: 5, output: 30, cacheRead: 0.5, cacheWrite: 0 },
  "openai/gpt-5.4": { input: 2.5, output: 15, cacheRead: 0.25, cacheWrite: 0 },
  "openai/gpt-5.4-mini": { input: 0.75, output: 4.5, cacheRead: 0.075, cacheWrite: 0 },
  "openai/gpt-5.4-nano": { input: 0.2, output: 1.25, cacheRead: 0.02, cacheWrite: 0 },
};

export type NamedPrice = ModelPrice & { model: string };

/**
 * The price that estimates of a model use; null when nobody knows one. Agents from outside often name their model without
 * its provider: that counts where one listed model alone has the name.
 */
export function priceOf(model: string, own: readonly NamedPrice[]): ModelPrice | null {
  const exact = own.find((price) => price.model === model) ?? MODEL_PRICES[model];
  if (exact !== undefined || model.includes("/")) return exact ?? null;
  const alike = (name: string) => name.endsWith(`/${model}`);
  const named = [...own.map((price) => price.model), ...Object.keys(MODEL_PRICES)].filter(alike);
  const [only, ...others] = new Set(named);
  return only === undefined || others.length > 0 ? null : priceOf(only, own);
}

export function costOf(usage: RunUsage, price: ModelPrice): number {
  const perToken = PRICE_FIELDS.reduce((sum, field) => sum + usage[field] * price[field], 0);
  return perToken / 1_000_000;
}

/** What the gateway billed or estimated stands; only what has no cost is estimated, and only where a price is known. */
export function withEstimate(usage: RunUsage, price: ModelPrice | null): RunUsage {
  if (usage.costUsd !== null || price === null) return usage;
  return tokensOf(usage) + usage.cacheRead === 0
    ? usage
    : { ...usage, costUsd: costOf(usage, price), basis: "estimated" };
}

/** What an attempt used as it is counted, and whether its cost is an estimate of ours that more tokens make grow. */
export type Priced = { usage: RunUsage; isOwnEstimate: boolean };

/** After one more report of the attempt, in which no figure falls. */
export function addReport(known: Priced | null, reported: RunUsage, price: ModelPrice | null): Priced {
  const own = known?.isOwnEstimate ? known.usage : null;
  const before = own ? { ...own, costUsd: null, basis: "unknown" as const } : (known?.usage ?? null);
  const merged = before ? mergeUsage(before, reported) : reported;
  if (merged.costUsd !== null) return { usage: merged, isOwnEstimate: false };
  const estimated = withEstimate(merged, price);
  const costUsd = Math.max(estimated.costUsd ?? 0, own?.costUsd ?? 0);
  if (estimated.costUsd === null && !own) return { usage: merged, isOwnEstimate: false };
  return { usage: { ...merged, costUsd, basis: "estimated" }, isOwnEstimate: true };
}
