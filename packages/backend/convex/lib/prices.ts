/** What models cost in an account: its own prices before the product's list. They hold for what is used from then on. */

import { settingProblem } from "@mc/shared/agent/settings";
import { MAX_PRICE, MODEL_PRICES, type ModelPrice, PRICE_FIELDS } from "@mc/shared/usage/prices";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";

const MAX_PRICES = 100;

export async function readPrices({ account }: ReadCtx) {
  const own = account.settings.modelPrices ?? [];
  const listed = Object.entries(MODEL_PRICES).map(([model, price]) => ({ model, ...price }));
  return {
    own,
    listed: listed.filter(({ model }) => !own.some((price) => price.model === model)),
  };
}

export async function setPrice(
  ctx: WriteCtx,
  { model: text, price }: { model: string; price: ModelPrice | null },
): Promise<null> {
  const model = text.trim();
  const problem = settingProblem({ model });
  if (problem || !model) throw invalid(problem?.message ?? "A model is missing.", "model");
  for (const field of PRICE_FIELDS) {
    if (price && !(price[field] >= 0 && price[field] <= MAX_PRICE)) {
      throw invalid(`A price per million tokens is from $0 to $${MAX_PRICE.toLocaleString("en")}.`, field);
    }
  }
  const own = ctx.account.settings.modelPrices ?? [];
  const known = own.find((one) => one.model === model) ?? null;
  const [from, to] = [priceText(known), priceText(price)];
  if (from === to) return null;
  const others = own.filter((one) => one !== known);
  if (price && others.length >= MAX_PRICES) throw invalid(`An account has at most ${MAX_PRICES} prices.`);
  const modelPrices = price ? [...others, { model, ...price }] : others;
  await ctx.db.patch("accounts", ctx.account._id, { settings: { ...ctx.account.settings, modelPrices } });
  await ctx.activity.record({
    event: { type: "price_set", model, from, to },
    target: { kind: "account", id: ctx.account._id, label: ctx.account.name },
  });
  return null;
}

function priceText(price: ModelPrice | null): string | null {
  if (!price) return null;
  return `$${price.input} in, $${price.output} out, $${price.cacheRead} and $${price.cacheWrite} cache, per million`;
}
