/** The beginning of an import: the account for a file, founded once. What follows is in lib/accountImport.ts. */
import { IMPORT_STEPS, type ImportStep } from "@mc/shared/account/exportFile";
import type { CapabilitySettings } from "@mc/shared/agent/capabilities";
import type { AgentSettings } from "@mc/shared/agent/settings";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import type { AccountPreferences } from "@mc/shared/notification/preferences";
import type { ToolName } from "@mc/shared/tools/catalog";
import type { Doc, Id } from "../_generated/dataModel";
import { broken, conflict, invalid } from "../functions/errors";
import type { IdentityMutationCtx } from "../functions/identity";
import { jobOf } from "./accountImport";
import { createAccount, editAccount } from "./accounts";
import { LIMITS } from "./limits";
import { updateSchedule } from "./standupSchedule";

type Job = Doc<"accountImports">;

const FINGERPRINT = /^[0-9a-f]{64}$/;
const OWNED_LOOKED_AT = 100;

/** Tables that are read whole elsewhere. */
const CAPS: Partial<Record<ImportStep, number>> = {
  memberships: 5_000,
  agents: 1_000,
  skills: LIMITS.skills,
  documentFolders: DOCUMENT_LIMITS.folders,
  recurrences: LIMITS.recurrences,
  budgets: 2 * (LIMITS.agents + 1),
};
const MAX_ROWS = 10_000_000;

export type Wanted = {
  name: string;
  /** SHA-256 of the file. */
  fingerprint: string;
  source: Job["source"];
  rows: { step: ImportStep; rows: number }[];
  settings?:
    | {
        timeZone?: string | undefined;
        standupTime?: string | null | undefined;
        theme?: "light" | "dark" | "system" | null | undefined;
        agentDefaults?: CapabilitySettings | undefined;
        notificationPreferences?: AccountPreferences | undefined;
        requiresApprovalForActions?: ToolName[] | undefined;
        agentSettings?: AgentSettings | undefined;
      }
    | undefined;
};

/** The account for the file: a new one, or the one whose import is not through yet. */
export async function startImport(ctx: IdentityMutationCtx, wanted: Wanted) {
  if (!FINGERPRINT.test(wanted.fingerprint)) throw invalid("A file is known by its SHA-256.", "fingerprint");
  const steps = requireSteps(wanted.rows);
  const known = await accountOf(ctx, wanted.fingerprint);
  if (known) return await resume(ctx, known);
  const { accountId, slug } = await createAccount(ctx, { name: wanted.name, withDemoTeam: false });
  const opened = await openOwn(ctx, accountId);
  await opened.ctx.db.patch("accounts", accountId, { importOf: wanted.fingerprint });
  const { timeZone, standupTime, theme, ...settings } = wanted.settings ?? {};
  await editAccount(opened.ctx, { ...settings, ...(theme ? { theme } : {}) });
  const edited = await openOwn(ctx, accountId);
  await updateSchedule(edited.ctx, { timeZone, standupTime });
  const importId = await opened.ctx.db.insert("accountImports", {
    accountId,
    importedBy: opened.member._id,
    source: {
      ...wanted.source,
      name: wanted.source.name.slice(0, 200),
      slug: wanted.source.slug.slice(0, 200),
    },
    steps,
    step: 0,
    rowsDone: 0,
    skipped: 0,
    unassigned: 0,
    filesMissing: 0,
    countedHere: 0,
    state: { status: "running" },
  });
  return { accountId, slug, importId, isResumed: false };
}

async function resume(ctx: IdentityMutationCtx, account: Doc<"accounts">) {
  const opened = await openOwn(ctx, account._id);
  const job = await jobOf(opened.ctx);
  if (job?.state.status !== "running") {
    throw conflict(
      `This file is in already: it became the account ${account.name}. Open it, or delete it first.`,
      account.slug,
    );
  }
  return { accountId: account._id, slug: account.slug, importId: job._id, isResumed: true };
}

function requireSteps(rows: Wanted["rows"]): Job["steps"] {
  const counts = new Map(rows.map((one) => [one.step, one.rows]));
  return IMPORT_STEPS.flatMap((step) => {
    const count = counts.get(step) ?? 0;
    const cap = CAPS[step] ?? MAX_ROWS;
    if (!Number.isInteger(count) || count < 0 || count > cap) {
      throw invalid(
        `An import brings at most ${cap.toLocaleString("en")} rows of ${step}; the file has ${count}.`,
        step,
      );
    }
    return count === 0 ? [] : [{ step, rows: count }];
  });
}

/** An account of this person that the same file became. */
async function accountOf({ db, identity }: IdentityMutationCtx, fingerprint: string) {
  const owned = await db
    .query("memberships")
    .withIndex("by_user_status_role", (q) =>
      q.eq("userId", identity.userId).eq("status", "active").eq("role", "owner"),
    )
    .take(OWNED_LOOKED_AT);
  const accounts = await Promise.all(owned.map(({ accountId }) => db.get("accounts", accountId)));
  return accounts.find((account) => account?.importOf === fingerprint) ?? null;
}

async function openOwn(ctx: IdentityMutationCtx, accountId: Id<"accounts">) {
  const account = await ctx.db.get("accounts", accountId);
  const member = await ctx.db
    .query("memberships")
    .withIndex("by_account_user", (q) => q.eq("accountId", accountId).eq("userId", ctx.identity.userId))
    .unique();
  if (!account || !member) throw broken("The account that was just founded is not there.");
  const { _id: memberId, name, role } = member;
  return { member, ctx: ctx.open({ account, caller: { kind: "member", memberId, name, role } }) };
}
