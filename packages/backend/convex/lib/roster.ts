/** The people and agents of an account: small lists, read whole, the source of names and of mentions. */

import { RESERVED_HANDLES, slugCandidate, slugify } from "@mc/shared/account/slug";
import { resolveCapabilities } from "@mc/shared/agent/capabilities";
import type { RosterEntry } from "@mc/shared/message/mentions";
import type { Doc, Id } from "../_generated/dataModel";
import type { ActorRef, ReadCtx, RecipientRef, WriteCtx } from "../functions/context";
import { missing } from "../functions/errors";
import { LIMITS } from "./limits";

export type Roster = { members: Map<string, Doc<"memberships">>; agents: Map<string, Doc<"agents">> };

export async function loadRoster(ctx: ReadCtx): Promise<Roster> {
  const [members, agents] = await Promise.all([listMembers(ctx), listAgents(ctx)]);
  return {
    members: new Map(members.map((member) => [member._id, member])),
    agents: new Map(agents.map((agent) => [agent._id, agent])),
  };
}

export async function listMembers(ctx: ReadCtx): Promise<Doc<"memberships">[]> {
  return await ctx.db
    .query("memberships")
    .withIndex("by_account_status", (q) => q.eq("accountId", ctx.account._id).eq("status", "active"))
    .take(LIMITS.members);
}

export async function listAgents(ctx: ReadCtx): Promise<Doc<"agents">[]> {
  return await ctx.db
    .query("agents")
    .withIndex("by_account_status", (q) => q.eq("accountId", ctx.account._id).eq("status", "active"))
    .take(LIMITS.agents);
}

export async function getMemberOrThrow(ctx: ReadCtx, memberId: Id<"memberships">) {
  const member = await ctx.db.get("memberships", memberId);
  if (member?.status !== "active") throw missing("member");
  return member;
}

export async function getAgentOrThrow(ctx: ReadCtx, agentId: Id<"agents">) {
  const agent = await ctx.db.get("agents", agentId);
  if (agent?.status !== "active") throw missing("agent");
  return agent;
}

export function mentionRoster(roster: Roster): RosterEntry[] {
  const people = [...roster.members.values()].map((row) => ({ kind: "member" as const, ...entry(row) }));
  const agents = [...roster.agents.values()].map((row) => ({ kind: "agent" as const, ...entry(row) }));
  return [...people, ...agents];
}

/** What the routing rule has to know of the account. */
export function routingRoster(ctx: ReadCtx, roster: Roster) {
  const defaults = ctx.account.settings.agentDefaults;
  return {
    people: new Set(roster.members.keys()),
    agents: new Map(
      [...roster.agents].map(([id, agent]) => [id, resolveCapabilities(agent.capabilities, defaults)]),
    ),
  };
}

/** A handle that no person and no agent of the account has or had. */
export async function freeHandle(ctx: WriteCtx, name: string, fallback: string): Promise<string> {
  const base = slugify(name) || fallback;
  for (let nth = RESERVED_HANDLES.includes(base) ? 2 : 1; ; nth += 1) {
    const slug = slugCandidate(base, nth);
    const accountId = ctx.account._id;
    const [member, agent] = await Promise.all([
      ctx.db
        .query("memberships")
        .withIndex("by_account_slug", (q) => q.eq("accountId", accountId).eq("slug", slug))
        .first(),
      ctx.db
        .query("agents")
        .withIndex("by_account_slug", (q) => q.eq("accountId", accountId).eq("slug", slug))
        .first(),
    ]);
    if (!member && !agent) return slug;
  }
}

export function sameRecipient(one: RecipientRef, other: ActorRef): boolean {
  if (one.kind === "member") return other.kind === "member" && other.memberId === one.memberId;
  return other.kind === "agent" && other.agentId === one.agentId;
}

function entry(row: Doc<"memberships"> | Doc<"agents">) {
  return { id: row._id as string, name: row.name, slug: row.slug };
}
