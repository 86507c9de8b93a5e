/** Accounts: founding one, finding one's own, and the figures of its header. */

import { RESERVED_SLUGS, slugCandidate, slugify } from "@mc/shared/account/slug";
import type { FieldChange } from "@mc/shared/activity/types";
import { CAPABILITIES, CAPABILITY_LABEL, type CapabilitySettings } from "@mc/shared/agent/capabilities";
import type { AgentSettings } from "@mc/shared/agent/settings";
import type { AccountPreferences } from "@mc/shared/notification/preferences";
import { OPEN_STATUSES } from "@mc/shared/task/status";
import type { ToolName } from "@mc/shared/tools/catalog";
import { knownUsd } from "@mc/shared/usage/usage";

import type { AccountQueryCtx } from "../functions/account";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { broken, invalid, missing } from "../functions/errors";
import type { IdentityMutationCtx, IdentityQueryCtx } from "../functions/identity";
import { requireSettings, settingChanges } from "./agentSettings";
import { addDemoTeam } from "./agents";
import { readCounter, readTaskCounts } from "./counters";
import { planDigests } from "./digests";
import { requireGateable } from "./gatedTools";
import { addMember } from "./memberships";
import { requireRoomForAccount } from "./ownedAccounts";
import { accountPreferenceChanges } from "./preferences";
import { addLocalRuntime, runtimeFacts } from "./runtimes";
import { planStandup, scheduleOf } from "./standupSchedule";
import { recordFirstOperator } from "./systemConfig";
import { requireName } from "./text";
import { totalsNow } from "./usageTotals";

const MAX_NAME = 80;
const ACCOUNTS_PER_PERSON = 100;

export async function createAccount(
  ctx: IdentityMutationCtx,
  draft: { name: string; withDemoTeam: boolean },
) {
  const name = requireName(draft.name, { what: "The name", field: "name", max: MAX_NAME });
  await requireRoomForAccount(ctx);
  const slug = await freeSlug(ctx, name);
  const accountId = await ctx.db.insert("accounts", {
    name,
    slug,
    foundedBy: ctx.identity.userId,
    settings: { agentDefaults: {} },
  });
  const account = await ctx.db.get("accounts", accountId);
  if (!account) throw broken("A row that was just written is not there.");
  // The first step has no member yet who could do it; everything after it is done in the owner's name.
  const founding = ctx.open({ account, caller: { kind: "system" } });
  const owner = await addMember(founding, { identity: ctx.identity, role: "owner", how: "created_account" });
  const opened = ctx.open({
    account,
    caller: { kind: "member", memberId: owner._id, name: owner.name, role: owner.role },
  });
  await opened.activity.record({
    event: { type: "account_created", name, slug },
    target: { kind: "account", id: accountId, label: name },
  });
  await addLocalRuntime(opened);
  await planStandup(opened, Date.now());
  if (draft.withDemoTeam) await addDemoTeam(opened);
  await recordFirstOperator(ctx.db, ctx.identity.userId);
  return { accountId, slug };
}

export async function listMyAccounts({ db, identity }: IdentityQueryCtx) {
  const memberships = await db
    .query("memberships")
    .withIndex("by_user_status", (q) => q.eq("userId", identity.userId).eq("status", "active"))
    .take(ACCOUNTS_PER_PERSON);
  const accounts = await Promise.all(memberships.map((member) => db.get("accounts", member.accountId)));
  return memberships.flatMap((member, index) => {
    const account = accounts[index];
    return account
      ? [
          {
            accountId: account._id,
            name: account.name,
            slug: account.slug,
            role: member.role,
            memberId: member._id,
          },
        ]
      : [];
  });
}

export async function accountBySlug({ db, identity }: IdentityQueryCtx, slug: string) {
  const account = await db
    .query("accounts")
    .withIndex("by_slug", (q) => q.eq("slug", slug))
    .unique();
  const member = account
    ? await db
        .query("memberships")
        .withIndex("by_account_user", (q) => q.eq("accountId", account._id).eq("userId", identity.userId))
        .unique()
    : null;
  if (!account || member?.status !== "active") throw missing("account");
  return {
    accountId: account._id,
    name: account.name,
    slug: account.slug,
    role: member.role,
    memberId: member._id,
    memberName: member.name,
    memberSlug: member.slug,
    memberEmail: member.email,
    /** null for the browser's. */
    timeZone: member.timeZone ?? null,
    theme: { own: member.theme ?? null, byDefault: account.settings.theme ?? null },
  };
}

/** The header's figures; every one is a counter or a kept sum, none is counted. */
export async function accountStats(ctx: AccountQueryCtx) {
  const counts = await readTaskCounts(ctx);
  const agentsTotal = await readCounter(ctx, "agents:active");
  const { status } = await runtimeFacts(ctx);
  const today = await totalsNow(ctx, { kind: "account" }, "day");
  const isUp = status === "online" || status === "degraded";
  return {
    openTasks: OPEN_STATUSES.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0),
    agentsOnline: isUp ? agentsTotal - (await readCounter(ctx, "agents:paused")) : 0,
    agentsTotal,
    runsWaiting: await readCounter(ctx, "runs:queued"),
    runsActive: await readCounter(ctx, "runs:active"),
    costTodayUsd: knownUsd(today),
    /** Turns of today whose price nobody knows; they are not in the cost. */
    unpricedTurnsToday: today.unpricedTurns,
  };
}

export async function readSettings({ account }: ReadCtx) {
  return {
    name: account.name,
    slug: account.slug,
    theme: account.settings.theme ?? null,
    agentDefaults: account.settings.agentDefaults,
    ...scheduleOf(account),
    notificationPreferences: account.settings.notificationPreferences ?? {},
    requiresApprovalForActions: account.settings.requiresApprovalForActions ?? [],
    agentSettings: account.settings.agentSettings ?? {},
  };
}

type SettingsEdit = {
  name?: string | undefined;
  theme?: "light" | "dark" | "system" | undefined;
  agentDefaults?: CapabilitySettings | undefined;
  notificationPreferences?: AccountPreferences | undefined;
  requiresApprovalForActions?: ToolName[] | undefined;
  agentSettings?: AgentSettings | undefined;
};

export async function editAccount(ctx: WriteCtx, edit: SettingsEdit): Promise<null> {
  const { account } = ctx;
  const name =
    edit.name === undefined
      ? account.name
      : requireName(edit.name, { what: "The name", field: "name", max: MAX_NAME });
  const theme = edit.theme ?? account.settings.theme;
  const agentDefaults = edit.agentDefaults ?? account.settings.agentDefaults;
  const changes: FieldChange[] = [];
  if (name !== account.name) changes.push({ field: "name", from: account.name, to: name });
  if (theme !== account.settings.theme) {
    changes.push({ field: "theme", from: account.settings.theme ?? null, to: theme ?? null });
  }
  for (const flag of CAPABILITIES) {
    const [from, to] = [account.settings.agentDefaults[flag], agentDefaults[flag]];
    if (from !== to)
      changes.push({ field: `agents may ${CAPABILITY_LABEL[flag]}`, from: word(from), to: word(to) });
  }
  const before = account.settings.notificationPreferences ?? {};
  const notificationPreferences = edit.notificationPreferences ?? before;
  changes.push(...accountPreferenceChanges(before, notificationPreferences));
  const gated = account.settings.requiresApprovalForActions ?? [];
  const requiresApprovalForActions = edit.requiresApprovalForActions
    ? requireGateable(edit.requiresApprovalForActions)
    : gated;
  const [fromTools, toTools] = [gated.join(", ") || null, requiresApprovalForActions.join(", ") || null];
  if (fromTools !== toTools)
    changes.push({ field: "tools that need approval", from: fromTools, to: toTools });
  const settingsBefore = account.settings.agentSettings ?? {};
  const agentSettings = edit.agentSettings ? requireSettings(edit.agentSettings) : settingsBefore;
  changes.push(...settingChanges(settingsBefore, agentSettings, "agents' "));
  if (changes.length === 0) return null;
  const settings = {
    ...account.settings,
    ...(theme ? { theme } : {}),
    agentDefaults,
    notificationPreferences,
    requiresApprovalForActions,
    agentSettings,
  };
  await ctx.db.patch("accounts", account._id, { name, settings });
  if (before.emailDigest !== notificationPreferences.emailDigest) {
    await planDigests({ ...ctx, account: { ...account, settings } });
  }
  await ctx.activity.record({
    event: { type: "account_updated", changes },
    target: { kind: "account", id: account._id, label: name },
  });
  return null;
}

function word(flag: boolean | undefined): string | null {
  return flag === undefined ? null : flag ? "yes" : "no";
}

async function freeSlug({ db, isSlugUsedUp }: IdentityMutationCtx, name: string): Promise<string> {
  const base = slugify(name);
  if (!base) throw invalid("The name needs at least one letter or digit.", "name");
  if (RESERVED_SLUGS.includes(base)) {
    throw invalid(`"${base}" is a word of the address bar; choose another name.`, "name");
  }
  for (let nth = 1; ; nth += 1) {
    const slug = slugCandidate(base, nth);
    const taken = await db
      .query("accounts")
      .withIndex("by_slug", (q) => q.eq("slug", slug))
      .first();
    if (!taken && !(await isSlugUsedUp(slug))) return slug;
  }
}
