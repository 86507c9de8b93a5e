/** Credentials of runtimes: made here, shown once, kept as a hash, bound to one runtime of one account. */
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, invalid, missing } from "../functions/errors";
import { createSecret } from "../functions/secrets";
import { LIMITS } from "./limits";
import { requireRuntime } from "./runtimes";
import { requireText } from "./text";

const MAX_NAME = 60;

export async function createToken(ctx: AccountMutationCtx, wanted: string) {
  const name = requireText(wanted, { what: "The name", field: "name", max: MAX_NAME });
  const live = (await listRows(ctx)).filter((row) => row.revokedAt === null);
  if (live.length >= LIMITS.serviceTokens) {
    throw invalid(`An account has at most ${LIMITS.serviceTokens} live tokens; revoke some first.`);
  }
  const runtime = await requireRuntime(ctx);
  return await insertToken(ctx, { runtime, name, isLocal: false, createdBy: ctx.member._id });
}

/** For the process that this installation supervises itself: its earlier tokens end with the new one. */
export async function issueLocalToken(ctx: WriteCtx, runtime: Doc<"runtimes">): Promise<{ token: string }> {
  const earlier = await ctx.db
    .query("serviceTokens")
    .withIndex("by_account_runtime_isLocal_revokedAt", (q) =>
      q
        .eq("accountId", ctx.account._id)
        .eq("runtimeId", runtime._id)
        .eq("isLocal", true)
        .eq("revokedAt", null),
    )
    .take(LIMITS.batch);
  for (const row of earlier) await ctx.db.patch("serviceTokens", row._id, { revokedAt: Date.now() });
  const { token } = await insertToken(ctx, {
    runtime,
    name: "this installation",
    isLocal: true,
    createdBy: null,
  });
  return { token };
}

/** For a machine that joined with a one-time token. */
export async function issueJoinedToken(
  ctx: WriteCtx,
  runtime: Doc<"runtimes">,
  createdBy: Id<"memberships">,
): Promise<{ token: string }> {
  const { token } = await insertToken(ctx, { runtime, name: runtime.name, isLocal: false, createdBy });
  return { token };
}

export async function listTokens(ctx: ReadCtx) {
  return (await listRows(ctx)).map((row) => ({
    tokenId: row._id,
    runtimeId: row.runtimeId,
    name: row.name,
    hint: row.hint,
    isLocal: row.isLocal,
    createdAt: row._creationTime,
    lastUsedAt: row.lastUsedAt,
    revokedAt: row.revokedAt,
  }));
}

export async function revokeToken(ctx: WriteCtx, tokenId: Id<"serviceTokens">): Promise<null> {
  const row = await ctx.db.get("serviceTokens", tokenId);
  if (!row) throw missing("service token");
  if (row.revokedAt !== null) throw conflict("The token is already revoked.", "revoked");
  await ctx.db.patch("serviceTokens", tokenId, { revokedAt: Date.now() });
  await ctx.activity.record({
    event: { type: "service_token_revoked", tokenName: row.name },
    target: { kind: "service_token", id: tokenId, label: row.name },
  });
  return null;
}

type NewToken = {
  runtime: Doc<"runtimes">;
  name: string;
  isLocal: boolean;
  createdBy: Id<"memberships"> | null;
};

async function insertToken(ctx: WriteCtx, { runtime, ...fields }: NewToken) {
  const { secret, hash, hint } = await createSecret("mcs");
  const tokenId = await ctx.db.insert("serviceTokens", {
    accountId: ctx.account._id,
    runtimeId: runtime._id,
    tokenHash: hash,
    hint,
    lastUsedAt: null,
    revokedAt: null,
    ...fields,
  });
  await ctx.activity.record({
    event: { type: "service_token_created", tokenName: fields.name },
    target: { kind: "service_token", id: tokenId, label: fields.name },
  });
  return { tokenId, token: secret, hint };
}

async function listRows(ctx: ReadCtx) {
  return await ctx.db
    .query("serviceTokens")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .take(2 * LIMITS.serviceTokens);
}
