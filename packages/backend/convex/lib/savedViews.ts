/** A person's own views of the tasks: a name and the filters as they stand in the address bar. */
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx } from "../functions/context";
import { invalid, missing } from "../functions/errors";
import { LIMITS } from "./limits";
import { requireAtMost, requireText } from "./text";

const NAME = { what: "The name", field: "name", max: 60 };
const QUERY = { what: "The filter", max: 2_000 };

export async function listViews(ctx: ReadCtx, memberId: Id<"memberships">) {
  return (await rowsOf(ctx, memberId)).map(({ _id, name, query }) => ({ viewId: _id, name, query }));
}

export async function createView(ctx: AccountMutationCtx, draft: { name: string; query: string }) {
  const name = requireText(draft.name, NAME);
  const rows = await rowsOf(ctx, ctx.member._id);
  if (rows.length >= LIMITS.savedViewsPerMember) {
    throw invalid(`You have ${LIMITS.savedViewsPerMember} saved views; remove one first.`);
  }
  requireFree(rows, name);
  const query = requireAtMost(draft.query, QUERY);
  const viewId = await ctx.db.insert("savedViews", {
    accountId: ctx.account._id,
    memberId: ctx.member._id,
    name,
    query,
  });
  return { viewId };
}

type Edit = { name?: string | undefined; query?: string | undefined };

export async function editView(ctx: AccountMutationCtx, viewId: Id<"savedViews">, edit: Edit): Promise<null> {
  const view = await ownView(ctx, viewId);
  const name = edit.name === undefined ? view.name : requireText(edit.name, NAME);
  const rows = await rowsOf(ctx, ctx.member._id);
  requireFree(
    rows.filter((row) => row._id !== viewId),
    name,
  );
  await ctx.db.patch("savedViews", viewId, { name, query: requireAtMost(edit.query ?? view.query, QUERY) });
  return null;
}

export async function deleteView(ctx: AccountMutationCtx, viewId: Id<"savedViews">): Promise<null> {
  await ctx.db.delete("savedViews", (await ownView(ctx, viewId))._id);
  return null;
}

/** Another person's view answers like none. */
async function ownView(ctx: AccountMutationCtx, viewId: Id<"savedViews">): Promise<Doc<"savedViews">> {
  const view = await ctx.db.get("savedViews", viewId);
  if (view?.memberId !== ctx.member._id) throw missing("saved view");
  return view;
}

function requireFree(rows: readonly Doc<"savedViews">[], name: string): void {
  if (rows.some((row) => row.name === name)) throw invalid(`You have a view "${name}" already.`, "name");
}

async function rowsOf(ctx: ReadCtx, memberId: Id<"memberships">) {
  return await ctx.db
    .query("savedViews")
    .withIndex("by_account_member", (q) => q.eq("accountId", ctx.account._id).eq("memberId", memberId))
    .take(LIMITS.savedViewsPerMember);
}
