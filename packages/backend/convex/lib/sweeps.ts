/**
 * What the clock does to many accounts at once: every item in a transaction of its own within the sweep's, so that one
 * that throws holds up no other. It is put off, so that it does not stand in the way for ever, and tried once more by
 * itself, where its error stands in the host's log.
 */
import type { FunctionArgs, FunctionReference, FunctionReturnType, OptionalRestArgs } from "convex/server";
import type { Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import type { SystemMutationCtx } from "../functions/system";

const PUT_OFF_MS = 10 * 60_000;

type Mutation = FunctionReference<"mutation", "internal">;
type Sweep<Row, One extends Mutation> = {
  one: One;
  args: (row: Row) => FunctionArgs<One>;
  /** Missing where it stays due: a run is fenced, and its end is asked for again at once. */
  putOff?: (account: WriteCtx, row: Row, until: number) => Promise<void>;
};

export async function eachAlone<Row extends { accountId: Id<"accounts"> }, One extends Mutation>(
  ctx: SystemMutationCtx,
  rows: readonly Row[],
  { one, args, putOff }: Sweep<Row, One>,
): Promise<FunctionReturnType<One>[]> {
  const outputs: FunctionReturnType<One>[] = [];
  for (const row of rows) {
    const done = await ctx.attempt(one, args(row));
    if (done.ok) {
      outputs.push(done.value);
      continue;
    }
    const account = await ctx.open(row.accountId);
    if (account && putOff) {
      account.activity.bookkeeping("something failed that is tried again later");
      await putOff(account, row, Date.now() + PUT_OFF_MS);
    }
    await ctx.scheduler.runAfter(0, one, ...([args(row)] as unknown as OptionalRestArgs<One>));
  }
  return outputs;
}
