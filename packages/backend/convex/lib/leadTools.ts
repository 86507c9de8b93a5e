/** Tools of the squad lead, who sees every thread and hands out work. */

import { excerpt } from "@mc/shared/message/limits";
import type { TaskStatus } from "@mc/shared/task/status";
import { TOOLS, type ToolName } from "@mc/shared/tools/catalog";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { forbidden, refuse } from "../functions/errors";
import type { AgentMutationCtx } from "../functions/turn";
import { setAssignees } from "./assignments";
import { loadRoster } from "./roster";
import { searchAccount } from "./search";
import { listTasks } from "./taskLists";
import { getTaskByNumberOrThrow } from "./tasks";
import { once } from "./toolCalls";

const TASKS_SHOWN = 50;
const HITS_SHOWN = 10;

export async function taskList(
  ctx: AgentMutationCtx,
  args: { status?: TaskStatus | undefined; assignee?: string | undefined },
) {
  requireLead(ctx, "task_list");
  const assignee = args.assignee === undefined ? {} : await assigneeFilter(ctx, args.assignee);
  const paginationOpts = { numItems: TASKS_SHOWN, cursor: null };
  const { page, isDone } = await listTasks(ctx, { status: args.status, ...assignee }, paginationOpts);
  return {
    isMore: !isDone,
    tasks: page.map(({ number, title, status, priority, labels, members, agents, blockedReason }) => ({
      number,
      title,
      status,
      priority,
      labels,
      blockedReason,
      assignees: [...members, ...agents].map(({ name }) => name),
    })),
  };
}

export async function taskSearch(ctx: AgentMutationCtx, { text }: { text: string }) {
  requireLead(ctx, "task_search");
  const types = ["task", "message", "document"] as const;
  return await searchAccount(ctx, { text, types, limit: HITS_SHOWN });
}

export async function taskAssign(ctx: AgentMutationCtx, args: { number: number; assignees: string }) {
  requireLead(ctx, "task_assign");
  return await once(ctx, {
    tool: "task_assign",
    args,
    effect: async () => {
      const task = await getTaskByNumberOrThrow(ctx, args.number);
      const { members, agents } = await named(ctx, args.assignees);
      const assigned = await setAssignees(ctx, task, {
        memberIds: [...task.memberIds, ...members.map(({ _id }) => _id)],
        agentIds: [...task.agentIds, ...agents.map(({ _id }) => _id)],
      });
      ctx.activity.bookkeeping("all of them had the task already");
      const names = [...members, ...agents].map(({ name }) => name).join(", ");
      return {
        result: { number: task.number, status: assigned.state.status, assigned: names },
        sentence: `Assigned ${names} to MC-${task.number}: "${excerpt(task.title, 80)}"`,
      };
    },
  });
}

export function requireLead(ctx: AgentMutationCtx, tool: ToolName): void {
  const { name } = TOOLS[tool];
  if (ctx.agent.isLead !== true)
    throw forbidden(`Only the squad lead may use ${name}. An admin can choose one.`);
}

async function assigneeFilter(ctx: ReadCtx, handle: string) {
  const { members, agents } = await named(ctx, handle);
  const [member, agent] = [members[0], agents[0]];
  return member ? { memberId: member._id } : agent ? { agentId: agent._id } : {};
}

/** People and agents by their handles; one that nobody has refuses the whole. */
async function named(ctx: ReadCtx, text: string) {
  const roster = await loadRoster(ctx);
  const handles = text.split(/[\s,]+/).flatMap((word) => word.replace(/^@/, "").toLowerCase() || []);
  const pick = <Row extends Doc<"memberships"> | Doc<"agents">>(rows: Iterable<Row>) =>
    [...rows].filter(({ slug }) => handles.includes(slug));
  const [members, agents] = [pick(roster.members.values()), pick(roster.agents.values())];
  const known = [...members, ...agents].map(({ slug }) => slug);
  const unknown =
    handles.find((handle) => !known.includes(handle)) ?? (handles.length === 0 ? "" : undefined);
  if (unknown === undefined) return { members, agents };
  const candidates = [...roster.members.values(), ...roster.agents.values()].map(({ slug }) => `@${slug}`);
  throw refuse({ code: "invalid", field: "assignees", message: `Nobody is called @${unknown}.`, candidates });
}
