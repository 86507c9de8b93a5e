/** Agents as people see them: what they are set to, and what they are doing as derived from runs, budgets and the runtime. */
import { resolveCapabilities } from "@mc/shared/agent/capabilities";
import { deriveAgentStatus } from "@mc/shared/agent/status";
import type { Hold } from "@mc/shared/delivery/deadlines";
import { taskKey } from "@mc/shared/task/limits";
import { knownUsd, tokensOf } from "@mc/shared/usage/usage";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { effectiveSettings } from "./agentSettings";
import { isExternal } from "./agents";
import { lastCallOf } from "./agentTokens";
import { assignmentsOf } from "./assignments";
import { heartbeatView } from "./heartbeats";
import { holdsOf } from "./holds";
import { listAgents } from "./roster";
import { agentState } from "./runState";
import { runtimeFacts } from "./runtimes";
import { runsOfAgent } from "./runViews";
import { agentSkills } from "./skills";
import { agentTotalsNow } from "./usageTotals";

type Agent = Doc<"agents">;

const TASKS_SHOWN = 50;
const RUNS_SHOWN = 20;

export async function readRoster(ctx: ReadCtx) {
  const runtime = await runtimeFacts(ctx);
  const agents = await listAgents(ctx);
  const holds = await holdsOf(ctx, agents);
  return await Promise.all(
    agents.map((agent) =>
      faceOf(ctx, agent, { runtime: runtime.status, hold: holds.get(agent._id) ?? null }),
    ),
  );
}

export async function readAgent(ctx: ReadCtx, agent: Agent) {
  const runtime = await runtimeFacts(ctx);
  const assignments = await assignmentsOf(ctx, { kind: "agent", agentId: agent._id }, TASKS_SHOWN);
  const tasks = await Promise.all(assignments.map(({ taskId }) => ctx.db.get("tasks", taskId)));
  return {
    ...(await faceOf(ctx, agent, {
      runtime: runtime.status,
      hold: (await holdsOf(ctx, [agent])).get(agent._id) ?? null,
    })),
    soul: agent.soul,
    identity: agent.identity,
    model: agent.model,
    capabilities: agent.capabilities,
    requiresApprovalForActions: agent.requiresApprovalForActions ?? null,
    settings: agent.settings ?? {},
    effectiveSettings: effectiveSettings(ctx, agent),
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

async function faceOf(
  ctx: ReadCtx,
  agent: Agent,
  { runtime, hold }: { runtime: Parameters<typeof deriveAgentStatus>[0]["runtime"]; hold: Hold | null },
) {
  const state = await agentState(ctx, agent._id);
  const [active] = state?.activeRuns ?? [];
  const task = active ? await ctx.db.get("tasks", active.taskId) : null;
  const now = Date.now();
  const today = await agentTotalsNow(ctx, agent._id, "day");
  const { status, sentence } = deriveAgentStatus(
    {
      isPaused: agent.isPaused,
      runtime,
      hold: hold?.sentence ?? null,
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
    hold,
    tokensToday: tokensOf(today),
    costTodayUsd: knownUsd(today),
  };
}
