/** How a runtime on another machine joins an account: a token shown once, used once, for a day. */
import type { RuntimeProvider } from "@mc/shared/runtime/report";
import type { Doc, Id } from "../_generated/dataModel";
import type { AccountMutationCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import type { EnrolmentMutationCtx } from "../functions/enrolment";
import { conflict, invalid, missing } from "../functions/errors";
import { createSecret } from "../functions/secrets";
import { LIMITS } from "./limits";
import { activateRuntime } from "./runtimeSettings";
import { addRuntime, listRuntimes } from "./runtimes";
import { issueJoinedToken } from "./serviceTokens";
import { requireName } from "./text";

type Enrolment = Doc<"enrolments">;

const VALID_FOR_MS = 24 * 60 * 60_000;
const SHOWN = 50;

export type EnrolmentDraft = { name: string; provider: RuntimeProvider; region: string | null };

export async function createEnrolment(ctx: AccountMutationCtx, draft: EnrolmentDraft) {
  const name = requireName(draft.name, { what: "The name", field: "name", max: 60 });
  const region =
    draft.region === null
      ? null
      : requireName(draft.region, { what: "The region", field: "region", max: 60 });
  if (draft.provider === "local") throw invalid("The local runtime is this installation's own.", "provider");
  const now = Date.now();
  const open = (await rowsOf(ctx)).filter((row) => stateOf(row, now) === "open");
  if (open.length >= LIMITS.openEnrolments)
    throw invalid(`At most ${LIMITS.openEnrolments} tokens are open at once; withdraw some first.`);
  if ((await listRuntimes(ctx)).length >= LIMITS.runtimes)
    throw invalid(`An account has at most ${LIMITS.runtimes} runtimes; remove one first.`);
  const { secret, hash, hint } = await createSecret("mce");
  const expiresAt = now + VALID_FOR_MS;
  const enrolmentId = await ctx.db.insert("enrolments", {
    accountId: ctx.account._id,
    name,
    provider: draft.provider,
    region,
    tokenHash: hash,
    hint,
    createdBy: ctx.member._id,
    expiresAt,
    state: { status: "open" },
  });
  await ctx.activity.record({
    event: { type: "runtime_enrolment_created", provider: draft.provider, expiresAt },
    target: { kind: "runtime", id: enrolmentId, label: name },
  });
  return { enrolmentId, token: secret, expiresAt };
}

export async function listEnrolments(ctx: ReadCtx) {
  const now = Date.now();
  return (await rowsOf(ctx)).map((row) => ({
    enrolmentId: row._id,
    name: row.name,
    provider: row.provider,
    region: row.region,
    hint: row.hint,
    status: stateOf(row, now),
    createdAt: row._creationTime,
    expiresAt: row.expiresAt,
  }));
}

export async function revokeEnrolment(ctx: WriteCtx, enrolmentId: Id<"enrolments">): Promise<null> {
  const row = await ctx.db.get("enrolments", enrolmentId);
  if (!row) throw missing("enrolment");
  const status = stateOf(row, Date.now());
  if (status !== "open") throw conflict(`The token is ${status} already.`, status);
  await ctx.db.patch("enrolments", enrolmentId, { state: { status: "revoked", at: Date.now() } });
  await ctx.activity.record({
    event: { type: "runtime_enrolment_revoked" },
    target: { kind: "runtime", id: enrolmentId, label: row.name },
  });
  return null;
}

export type Machine = { host: string; region: string | null };

/** Exchanges the one-time token for a service token. The new runtime takes the account's work; the earlier one stands by. */
export async function joinAsRuntime(ctx: EnrolmentMutationCtx, machine: Machine) {
  const { enrolment } = ctx;
  const region = machine.region ?? enrolment.region;
  const runtime = await addRuntime(ctx, {
    name: enrolment.name,
    provider: enrolment.provider,
    host: machine.host.slice(0, 100),
    ...(region === null ? {} : { region: region.slice(0, 60) }),
    isWanted: false,
    duty: "standby",
  });
  await ctx.db.patch("enrolments", enrolment._id, {
    state: { status: "used", runtimeId: runtime._id, at: Date.now() },
  });
  const { token } = await issueJoinedToken(ctx, runtime, enrolment.createdBy);
  await activateRuntime(ctx, runtime);
  const { _id: accountId, name: accountName, slug: accountSlug } = ctx.account;
  return { token, runtimeId: runtime._id, runtimeName: runtime.name, accountId, accountName, accountSlug };
}

async function rowsOf(ctx: ReadCtx): Promise<Enrolment[]> {
  return await ctx.db
    .query("enrolments")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .order("desc")
    .take(SHOWN);
}

function stateOf(row: Enrolment, now: number): "open" | "used" | "revoked" | "expired" {
  if (row.state.status !== "open") return row.state.status;
  return row.expiresAt <= now ? "expired" : "open";
}
