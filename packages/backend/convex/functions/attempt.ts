/**
 * One item of a batch in a transaction within the batch's own: an item that throws is undone alone, and the others
 * go on. The batch decides what becomes of the item, so that it does not come back at once and for ever.
 */
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import { ConvexError } from "convex/values";
import type { MutationCtx } from "../_generated/server";

type Mutation = FunctionReference<"mutation", "internal">;

export type Attempt<Output> =
  | { ok: true; value: Output }
  /** `refusal`: the sentence of a rule that said no; null for an error that no rule made. */
  | { ok: false; refusal: string | null };

export type Attempts = <Item extends Mutation>(
  item: Item,
  args: FunctionArgs<Item>,
) => Promise<Attempt<FunctionReturnType<Item>>>;

export function attempts({ runMutation }: Pick<MutationCtx, "runMutation">): Attempts {
  return async (item, args) => {
    try {
      return { ok: true, value: await runMutation(item, args) };
    } catch (error) {
      const refusal = refusalOf(error);
      // biome-ignore lint/suspicious/noConsole: the batch goes on, so nobody else meets it; this is the functions' log
      if (refusal === null) console.error(error);
      return { ok: false, refusal };
    }
  };
}

function refusalOf(error: unknown): string | null {
  if (!(error instanceof ConvexError)) return null;
  const data: unknown = typeof error.data === "string" ? JSON.parse(error.data) : error.data;
  const { code, message } = data as { code?: unknown; message?: unknown };
  return code === "internal" || typeof message !== "string" ? null : message;
}
