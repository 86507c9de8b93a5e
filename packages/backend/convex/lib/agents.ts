/** Agents: who they are and how they work. What they are doing is in agentViews.ts. */

import type { FieldChange } from "@mc/shared/activity/types";
import {
  CAPABILITIES,
  CAPABILITY_LABEL,
  type CapabilitySettings,
  resolveCapabilities,
} from "@mc/shared/agent/capabilities";
import { DEMO_TEAM } from "@mc/shared/agent/demoTeam";
import { AGENT_LIMITS } from "@mc/shared/agent/limits";
import type { AgentPlace } from "@mc/shared/agent/place";
import type { AgentSettings } from "@mc/shared/agent/settings";
import { type ToolName, toolsAllowedFor } from "@mc/shared/tools/catalog";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { effectiveSettings, requireSettings, settingChanges } from "./agentSettings";
import { dropBudgetsOf } from "./budgets";
import { bumpCounter } from "./counters";
import { requireGateable } from "./gatedTools";
import { LIMITS } from "./limits";
import { scheduleRelease } from "./release";
import { freeHandle, listAgents } from "./roster";
import { setRuntimeWanted } from "./runtimes";
import { desiredSkill, listSkills, skillsOf } from "./skills";
import { agentTarget } from "./targets";
import { requireAtMost, requireName } from "./text";

type Agent = Doc<"agents">;

/** What OpenClaw reads of one workspace file. */

export type AgentDraft = {
  name: string;
  role: string;
  icon?: string | undefined;
  soul?: string | undefined;
  identity?: string | undefined;
  model?: string | null | undefined;
  slug?: string;
  /** At the gateway when missing. */
  runsIn?: AgentPlace | undefined;
};

export async function createAgent(
  ctx: WriteCtx,
  draft: AgentDraft,
): Promise<{ agentId: Id<"agents">; slug: string }> {
  const name = requireName(draft.name, { what: "The name", field: "name", max: AGENT_LIMITS.name });
  const existing = await listAgents(ctx);
  if (existing.length >= LIMITS.agents) throw invalid(`An account has at most ${LIMITS.agents} agents.`);
  const slug = await freeHandle(ctx, draft.slug ?? name, "agent");
  const role = requireName(draft.role, { what: "The role", field: "role", max: AGENT_LIMITS.role });
  const agentId = await ctx.db.insert("agents", {
    accountId: ctx.account._id,
    name,
    slug,
    role,
    icon: draft.icon?.trim() || "bot",
    soul: requireAtMost(draft.soul ?? `# ${name}, ${role}\n`, { what: "The soul", max: AGENT_LIMITS.soul }),
    identity: requireAtMost(draft.identity ?? `Name: ${name}. Role: ${role}.`, {
      what: "The identity",
      max: AGENT_LIMITS.identity,
    }),
    model: requireModel(draft.model),
    isPaused: false,
    capabilities: {},
    ...(draft.runsIn === "external" ? { runsIn: draft.runsIn } : {}),
    status: "active",
  });
  await bumpCounter(ctx, "agents:active", 1);
  if (draft.runsIn !== "external") await setRuntimeWanted(ctx, true);
  await ctx.activity.record({
    event: { type: "agent_created", role },
    target: { kind: "agent", id: agentId, label: name },
  });
  return { agentId, slug };
}

/** The six to begin with; those whose handle is there already are left alone. */
export async function addDemoTeam(ctx: WriteCtx): Promise<{ added: number }> {
  const slugs = new Set((await listAgents(ctx)).map((agent) => agent.slug));
  const missing = DEMO_TEAM.filter((template) => !slugs.has(template.slug));
  for (const template of missing) await createAgent(ctx, template);
  return { added: missing.length };
}

export type AgentEdit = Partial<Omit<AgentDraft, "slug">> & {
  capabilities?: CapabilitySettings | undefined;
  /** null goes back to the account's list. */
  requiresApprovalForActions?: ToolName[] | null | undefined;
  settings?: AgentSettings | undefined;
};

export async function editAgent(ctx: WriteCtx, agent: Agent, edit: AgentEdit): Promise<null> {
  const next = {
    name:
      edit.name === undefined
        ? agent.name
        : requireName(edit.name, { what: "The name", field: "name", max: AGENT_LIMITS.name }),
    role:
      edit.role === undefined
        ? agent.role
        : requireName(edit.role, { what: "The role", field: "role", max: AGENT_LIMITS.role }),
    icon: edit.icon?.trim() || agent.icon,
    soul: requireAtMost(edit.soul ?? agent.soul, { what: "The soul", max: AGENT_LIMITS.soul }),
    identity: requireAtMost(edit.identity ?? agent.identity, {
      what: "The identity",
      max: AGENT_LIMITS.identity,
    }),
    model: edit.model === undefined ? agent.model : requireModel(edit.model),
    capabilities: edit.capabilities ?? agent.capabilities,
  };
  const changes: FieldChange[] = [];
  for (const field of ["name", "role", "icon", "soul", "identity", "model"] as const) {
    if (agent[field] !== next[field]) changes.push({ field, from: agent[field], to: next[field] });
  }
  for (const flag of CAPABILITIES) {
    const [from, to] = [agent.capabilities[flag], next.capabilities[flag]];
    if (from !== to) changes.push({ field: CAPABILITY_LABEL[flag], from: flagWord(from), to: flagWord(to) });
  }
  const gated =
    edit.requiresApprovalForActions === undefined
      ? agent.requiresApprovalForActions
      : (edit.requiresApprovalForActions && requireGateable(edit.requiresApprovalForActions)) || undefined;
  const [from, to] = [agent.requiresApprovalForActions?.join(", "), gated?.join(", ")];
  if (from !== to) changes.push({ field: "tools that need approval", from: from ?? null, to: to ?? null });
  const settings = edit.settings ? requireSettings(edit.settings) : (agent.settings ?? {});
  changes.push(...settingChanges(agent.settings ?? {}, settings));
  if (changes.length === 0) return null;
  await ctx.db.patch("agents", agent._id, { ...next, requiresApprovalForActions: gated, settings });
  await ctx.activity.record({ event: { type: "agent_updated", changes }, target: agentTarget(agent) });
  return null;
}

/** Makes one agent the squad lead, or none. */
export async function setLead(ctx: WriteCtx, agent: Agent | null): Promise<null> {
  for (const other of await listAgents(ctx)) {
    const isLead = other._id === agent?._id;
    if (isLead === (other.isLead === true)) continue;
    await ctx.db.patch("agents", other._id, { isLead });
    const change = { field: "squad lead", from: isLead ? "no" : "yes", to: isLead ? "yes" : "no" };
    await ctx.activity.record({
      event: { type: "agent_updated", changes: [change] },
      target: agentTarget(other),
    });
  }
  return null;
}

/** A paused agent finishes what runs; what waits goes on waiting. */
export async function setAgentPaused(ctx: WriteCtx, agent: Agent, isPaused: boolean): Promise<null> {
  if (agent.isPaused === isPaused) return null;
  await ctx.db.patch("agents", agent._id, { isPaused });
  await bumpCounter(ctx, "agents:paused", isPaused ? 1 : -1);
  await ctx.activity.record({
    event: { type: isPaused ? "agent_paused" : "agent_resumed" },
    target: agentTarget(agent),
  });
  return null;
}

/** Takes the agent out of the roster and off its tasks; what it wrote stays. */
export async function removeAgent(ctx: WriteCtx, agent: Agent): Promise<null> {
  await ctx.db.patch("agents", agent._id, { status: "removed", isPaused: false, isLead: false });
  await dropBudgetsOf(ctx, agent._id);
  await bumpCounter(ctx, "agents:active", -1);
  if (agent.isPaused) await bumpCounter(ctx, "agents:paused", -1);
  await ctx.activity.record({ event: { type: "agent_removed" }, target: agentTarget(agent) });
  if ((await listAgents(ctx)).every(isExternal)) await setRuntimeWanted(ctx, false);
  await scheduleRelease(ctx, { kind: "agent", agentId: agent._id });
  return null;
}

/** What the runtime sets up at the gateway: everything that shapes an agent, nothing that changes by itself. */
export async function desiredAgents(ctx: ReadCtx) {
  const agents = (await listAgents(ctx)).filter((agent) => !isExternal(agent));
  const skills = await listSkills(ctx);
  return {
    account: { name: ctx.account.name, slug: ctx.account.slug },
    skills: skills.filter(({ isEnabled }) => isEnabled).map(desiredSkill),
    agents: agents.map((agent) => ({
      agentId: agent._id,
      slug: agent.slug,
      name: agent.name,
      role: agent.role,
      icon: agent.icon,
      soul: agent.soul,
      identity: agent.identity,
      ...gatewaySettings(ctx, agent),
      isPaused: agent.isPaused,
      isLead: agent.isLead === true,
      tools: toolsAllowedFor(
        resolveCapabilities(agent.capabilities, ctx.account.settings.agentDefaults),
        agent.isLead === true,
      ),
      skills: skillsOf(agent, skills).map(({ slug }) => slug),
    })),
  };
}

function gatewaySettings(ctx: ReadCtx, agent: Agent) {
  const { model, temperature, maxOutputTokens, heartbeatMinutes } = effectiveSettings(ctx, agent);
  return { model, temperature, maxOutputTokens, heartbeatMs: heartbeatMinutes * 60_000 };
}

function requireModel(model: string | null | undefined): string | null {
  return requireSettings({ model: model?.trim() ?? "" }).model ?? null;
}

export function isExternal(agent: Agent): boolean {
  return agent.runsIn === "external";
}

function flagWord(flag: boolean | undefined): string {
  return flag === undefined ? "default" : flag ? "allowed" : "refused";
}
