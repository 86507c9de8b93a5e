/** Agents of an account: the roster, one agent, and their management by admins. */
import { paginationOptsValidator } from "convex/server";
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import {
  addDemoTeam as addTeam,
  createAgent,
  editAgent,
  setLead as lead,
  removeAgent,
  setAgentPaused,
} from "./lib/agents";
import { readAgent, readRoster } from "./lib/agentViews";
import { readReadiness } from "./lib/holds";
import { getAgentOrThrow } from "./lib/roster";
import { sessionsOfAgent } from "./lib/sessionViews";
import { agentPlace, agentSettings, capabilitySettings, toolName } from "./tables/vocabulary";

const optionalText = v.optional(v.string());
const optionalModel = v.optional(v.union(v.string(), v.null()));

export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readRoster(ctx) });

/** What decides whether each agent can start a turn, for interfaces that say why work waits. */
export const readiness = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readReadiness(ctx) });

export const get = accountQuery({
  role: "viewer",
  args: { agentId: v.id("agents") },
  handler: async (ctx, { agentId }) => readAgent(ctx, await getAgentOrThrow(ctx, agentId)),
});

/** The gateway's conversations of one agent, the newest first. */
export const sessions = accountQuery({
  role: "viewer",
  args: { agentId: v.id("agents"), paginationOpts: paginationOptsValidator },
  handler: async (ctx, { agentId, paginationOpts }) =>
    sessionsOfAgent(ctx, (await getAgentOrThrow(ctx, agentId))._id, paginationOpts),
});

export const create = adminMutation({
  audit: ["agent_created"],
  args: {
    name: v.string(),
    role: v.string(),
    icon: optionalText,
    soul: optionalText,
    identity: optionalText,
    model: optionalModel,
    runsIn: v.optional(agentPlace),
  },
  handler: (ctx, args) => createAgent(ctx, args),
});

export const update = adminMutation({
  audit: ["agent_updated"],
  args: {
    agentId: v.id("agents"),
    name: optionalText,
    role: optionalText,
    icon: optionalText,
    soul: optionalText,
    identity: optionalText,
    model: optionalModel,
    capabilities: v.optional(capabilitySettings),
    requiresApprovalForActions: v.optional(v.union(v.array(toolName), v.null())),
    /** Replaces them all; what is left out goes back to the account's. */
    settings: v.optional(agentSettings),
  },
  handler: async (ctx, { agentId, ...edit }) => editAgent(ctx, await getAgentOrThrow(ctx, agentId), edit),
});

export const setPaused = adminMutation({
  audit: ["agent_paused", "agent_resumed"],
  args: { agentId: v.id("agents"), isPaused: v.boolean() },
  handler: async (ctx, args) => setAgentPaused(ctx, await getAgentOrThrow(ctx, args.agentId), args.isPaused),
});

/** The squad lead; null for none. */
export const setLead = adminMutation({
  audit: ["agent_updated"],
  args: { agentId: v.union(v.id("agents"), v.null()) },
  handler: async (ctx, { agentId }) =>
    lead(ctx, agentId === null ? null : await getAgentOrThrow(ctx, agentId)),
});

export const remove = adminMutation({
  audit: ["agent_removed"],
  args: { agentId: v.id("agents") },
  handler: async (ctx, { agentId }) => removeAgent(ctx, await getAgentOrThrow(ctx, agentId)),
});

export const addDemoTeam = adminMutation({
  audit: ["agent_created"],
  args: {},
  handler: (ctx) => addTeam(ctx),
});
