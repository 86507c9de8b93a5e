/** Slash commands carried out by the very functions that clicks call. */
import { COMMAND_HELP, COMMAND_NAMES, type Command, parseCommand } from "@mc/shared/message/commands";
import { dueInstant } from "@mc/shared/message/due";
import { taskKey } from "@mc/shared/task/limits";
import { PRIORITY_LABEL } from "@mc/shared/task/priority";
import { STATUS_LABEL, type TaskStatus } from "@mc/shared/task/status";
import { planPath } from "@mc/shared/task/transitions";
import { isTimeZone } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { conflict, invalid, refuse } from "../functions/errors";
import { setAssignees } from "./assignments";
import { createDocument } from "./documents";
import { postMessage } from "./messages";
import { loadRoster } from "./roster";
import { changeStatus } from "./taskStatus";
import { createTask, editTask, stopTask } from "./tasks";

type Task = Doc<"tasks">;
export type CommandText = { text: string; clientKey: string; timeZone: string };
/** What was done, in a sentence, with what came of it. */
export type CommandResult = {
  sentence: string;
  taskNumber: number | null;
  documentId: Id<"documents"> | null;
  messageId: Id<"messages"> | null;
};

export async function runCommand(ctx: WriteCtx, task: Task, asked: CommandText): Promise<CommandResult> {
  const parsed = parseCommand(asked.text);
  if (parsed.kind === "text") throw invalid("That is no command; /help lists them.", "text");
  if (parsed.kind === "problem") throw invalid(`${parsed.message} Write it like: ${parsed.usage}`, "text");
  if (!isTimeZone(asked.timeZone)) throw invalid(`"${asked.timeZone}" is not a time zone.`, "timeZone");
  ctx.activity.bookkeeping("a command that asked for what was so already, or for help");
  return { ...NOTHING, ...(await carryOut(ctx, task, { command: parsed.command, asked })) };
}

const NOTHING = { taskNumber: null, documentId: null, messageId: null };

/** Of the person who asks, when they have set one. */
async function ownZone(ctx: WriteCtx): Promise<string | null> {
  const { caller } = ctx;
  const member = caller.kind === "member" ? await ctx.db.get("memberships", caller.memberId) : null;
  return member?.timeZone ?? null;
}

type Outcome = { sentence: string } & Partial<CommandResult>;

async function carryOut(
  ctx: WriteCtx,
  task: Task,
  { command, asked }: { command: Command; asked: CommandText },
): Promise<Outcome> {
  switch (command.name) {
    case "assign":
      return await assign(ctx, task, command);
    case "status":
      await changeStatus(ctx, task, { to: command.to, reason: command.reason ?? undefined });
      return { sentence: `Moved to ${STATUS_LABEL[command.to].toLowerCase()}.` };
    case "block":
      await changeStatus(ctx, task, { to: "blocked", reason: command.reason });
      return { sentence: "Blocked." };
    case "stop": {
      const { stoppedRuns } = await stopTask(ctx, task, command.reason ?? undefined);
      return { sentence: stoppedRuns === 1 ? "Stopped one turn." : `Stopped ${stoppedRuns} turns.` };
    }
    case "done":
      await walkTo(ctx, task, "done");
      return { sentence: "Marked done." };
    case "priority":
      await editTask(ctx, task, { priority: command.priority });
      return { sentence: `Priority set to ${PRIORITY_LABEL[command.priority].toLowerCase()}.` };
    case "due": {
      const dueAt = dueInstant(command.due, Date.now(), (await ownZone(ctx)) ?? asked.timeZone);
      await editTask(ctx, task, { dueAt });
      return { sentence: dueAt === null ? "The due date is gone." : "The due date is set." };
    }
    case "label": {
      const kept = task.labels.filter((label) => !command.remove.includes(label));
      await editTask(ctx, task, { labels: [...kept, ...command.add] });
      return { sentence: "The labels are set." };
    }
    case "subtask": {
      const { number } = await createTask(ctx, { title: command.title, parentId: task._id });
      return { sentence: `Created ${taskKey(number)}.`, taskNumber: number };
    }
    case "doc": {
      const { title, content } = command;
      const { documentId } = await createDocument(ctx, { task, title, content, kind: "note" });
      return { sentence: `Wrote the document "${title}".`, documentId };
    }
    case "note": {
      const { body } = command;
      const { messageId } = await postMessage(ctx, { task, body, kind: "note", clientKey: asked.clientKey });
      return { sentence: "Noted; no agent was woken.", messageId };
    }
    case "help":
      return { sentence: COMMAND_NAMES.map((name) => COMMAND_HELP[name].usage).join("\n") };
  }
}

async function assign(ctx: WriteCtx, task: Task, command: Command & { name: "assign" }): Promise<Outcome> {
  const { handles, isNone } = command;
  if (isNone) {
    await setAssignees(ctx, task, { memberIds: [], agentIds: [] });
    return { sentence: "Nobody is assigned." };
  }
  const roster = await loadRoster(ctx);
  const [members, agents] = [[...roster.members.values()], [...roster.agents.values()]];
  const known = [...members, ...agents].map(({ slug }) => slug);
  const unknown = handles.find((handle) => !known.includes(handle));
  if (unknown !== undefined) {
    const candidates = known.map((slug) => `@${slug}`).slice(0, 20);
    const message = `Nobody here is called @${unknown}.`;
    throw refuse({ code: "invalid", field: "text", message, candidates });
  }
  const named = <Row extends { slug: string }>(rows: Row[]) =>
    rows.filter(({ slug }) => handles.includes(slug));
  await setAssignees(ctx, task, {
    memberIds: [...task.memberIds, ...named(members).map(({ _id }) => _id)],
    agentIds: [...task.agentIds, ...named(agents).map(({ _id }) => _id)],
  });
  return {
    sentence: `Assigned ${[...named(members), ...named(agents)].map(({ name }) => name).join(", ")}.`,
  };
}

/** Several steps in one act, each of them checked and recorded; people hear of the last one. */
async function walkTo(ctx: WriteCtx, task: Task, to: TaskStatus): Promise<void> {
  const path = planPath(task.state.status, to);
  if (!path || path.length === 0)
    throw conflict(`${taskKey(task.number)} is already there.`, task.state.status);
  let current = task;
  for (const step of path) current = await changeStatus(ctx, current, { to: step, isQuiet: step !== to });
}
