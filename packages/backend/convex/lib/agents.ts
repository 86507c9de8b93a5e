/** Agents: who they are, and what they are doing as derived from their runs and the runtime. */
import type { FieldChange } from "@mc/shared/activity/types";
import {
  CAPABILITIES,
  CAPABILITY_LABEL,
  type CapabilitySettings,
  resolveCapabilities,
} from "@mc/shared/agent/capabilities";
import { DEMO_TEAM } from "@mc/shared/agent/demoTeam";
import type { AgentPlace } from "@mc/shared/agent/place";
import { deriveAgentStatus } from "@mc/shared/agent/status";
import { taskKey } from "@mc/shared/task/limits";
import { type ToolName, toolsAllowedFor } from "@mc/shared/tools/catalog";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { lastCallOf } from "./agentTokens";
import { assignmentsOf } from "./assignments";
import { bumpCounter, dayOf, readCounter } from "./counters";
import { heartbeatView } from "./heartbeats";
import { LIMITS } from "./limits";
import { scheduleRelease } from "./release";
import { freeHandle, listAgents } from "./roster";
import { agentState } from "./runState";
import { runtimeFacts, setRuntimeWanted } from "./runtimes";
import { runsOfAgent } from "./runViews";
import { agentSkills, desiredSkill, listSkills, skillsOf } from "./skills";
import { agentTarget } from "./targets";
import { requireAtMost, requireName } from "./text";

type Agent = Doc<"agents">;

const MAX_NAME = 60;
const MAX_ROLE = 80;
/** What OpenClaw reads of one workspace file. */
const MAX_SOUL = 20_000;
const TASKS_SHOWN = 50;
const RUNS_SHOWN = 20;

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
  const name = requireName(draft.name, { what: "The name", field: "name", max: MAX_NAME });
  const existing = await listAgents(ctx);
  if (existing.length >= LIMITS.agents) throw invalid(`An account has at most ${LIMITS.agents} agents.`);
  const slug = await freeHandle(ctx, draft.slug ?? name, "agent");
  const role = requireName(draft.role, { what: "The role", field: "role", max: MAX_ROLE });
  const agentId = await ctx.db.insert("agents", {
    accountId: ctx.account._id,
    name,
    slug,
    role,
    icon: draft.icon?.trim() || "bot",
    soul: requireAtMost(draft.soul ?? `# ${name}, ${role}\n`, { what: "The soul", max: MAX_SOUL }),
    identity: requireAtMost(draft.identity ?? `Name: ${name}. Role: ${role}.`, {
      what: "The identity",
      max: MAX_SOUL,
    }),
    model: draft.model?.trim() || null,
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
};

export async function editAgent(ctx: WriteCtx, agent: Agent, edit: AgentEdit): Promise<null> {
  const next = {
    name:
      edit.name === undefined
        ? agent.name
        : requireName(edit.name, { what: "The name", field: "name", max: MAX_NAME }),
    role:
      edit.role === undefined
        ? agent.role
        : requireName(edit.role, { what: "The role", field: "role", max: MAX_ROLE }),
    icon: edit.icon?.trim() || agent.icon,
    soul: requireAtMost(edit.soul ?? agent.soul, { what: "The soul", max: MAX_SOUL }),
    identity: requireAtMost(edit.identity ?? agent.identity, { what: "The identity", max: MAX_SOUL }),
    model: edit.model === undefined ? agent.model : edit.model?.trim() || null,
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
      : (edit.requiresApprovalForActions ?? undefined);
  const [from, to] = [agent.requiresApprovalForActions?.join(", "), gated?.join(", ")];
  if (from !== to) changes.push({ field: "tools that need approval", from: from ?? null, to: to ?? null });
  if (changes.length === 0) return null;
  await ctx.db.patch("agents", agent._id, { ...next, requiresApprovalForActions: gated });
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
  await bumpCounter(ctx, "agents:active", -1);
  if (agent.isPaused) await bumpCounter(ctx, "agents:paused", -1);
  await ctx.activity.record({ event: { type: "agent_removed" }, target: agentTarget(agent) });
  if ((await listAgents(ctx)).every(isExternal)) await setRuntimeWanted(ctx, false);
  await scheduleRelease(ctx, { kind: "agent", agentId: agent._id });
  return null;
}

export async function readRoster(ctx: ReadCtx) {
  const runtime = await runtimeFacts(ctx);
  const agents = await listAgents(ctx);
  return await Promise.all(agents.map((agent) => faceOf(ctx, agent, runtime.status)));
}

export async function readAgent(ctx: ReadCtx, agent: Agent) {
  const runtime = await runtimeFacts(ctx);
  const assignments = await assignmentsOf(ctx, { kind: "agent", agentId: agent._id }, TASKS_SHOWN);
  const tasks = await Promise.all(assignments.map(({ taskId }) => ctx.db.get("tasks", taskId)));
  return {
    ...(await faceOf(ctx, agent, runtime.status)),
    soul: agent.soul,
    identity: agent.identity,
    model: agent.model,
    capabilities: agent.capabilities,
    requiresApprovalForActions: agent.requiresApprovalForActions ?? null,
    effectiveCapabilities: resolveCapabilities(agent.capabilities, ctx.account.settings.agentDefaults),
    createdAt: agent._creationTime,
    tasks: tasks.flatMap((task) =>
      task ? [{ taskId: task._id, number: task.number, title: task.title, status: task.state.status }] : [],
    ),
    skills: await agentSkills(ctx, agent),
    runs: await runsOfAgent(ctx, agent._id, RUNS_SHOWN),
    heartbeat: await heartbeatView(ctx, agent._id),
  };
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
      model: agent.model,
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

async function faceOf(
  ctx: ReadCtx,
  agent: Agent,
  runtime: Parameters<typeof deriveAgentStatus>[0]["runtime"],
) {
  const state = await agentState(ctx, agent._id);
  const [active] = state?.activeRuns ?? [];
  const task = active ? await ctx.db.get("tasks", active.taskId) : null;
  const now = Date.now();
  const { status, sentence } = deriveAgentStatus(
    {
      isPaused: agent.isPaused,
      runtime,
      current: task ? { taskKey: taskKey(task.number), taskTitle: task.title } : null,
      lastFailure: state?.lastFailure ?? null,
      lastSeenAt: state?.lastSeenAt ?? null,
      ...(isExternal(agent) ? { outside: { lastCallAt: await lastCallOf(ctx, agent._id) } } : {}),
    },
    now,
  );
  return {
    agentId: agent._id,
    name: agent.name,
    slug: agent.slug,
    role: agent.role,
    icon: agent.icon,
    isPaused: agent.isPaused,
    isLead: agent.isLead === true,
    runsIn: agent.runsIn ?? "gateway",
    status,
    statusSentence: sentence,
    current:
      active && task
        ? {
            taskId: task._id,
            taskNumber: task.number,
            taskTitle: task.title,
            runId: active.runId,
            since: active.since,
          }
        : null,
    lastSeenAt: state?.lastSeenAt ?? null,
    tokensToday: await readCounter(ctx, `tokens:${agent._id}:${dayOf(now)}`),
  };
}

function isExternal(agent: Agent): boolean {
  return agent.runsIn === "external";
}

function flagWord(flag: boolean | undefined): string {
  return flag === undefined ? "default" : flag ? "allowed" : "refused";
}
