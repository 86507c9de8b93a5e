/**
 * Slash commands of the composer. A text is a command when its first line begins with "/" and a known word; what
 * it asks for is data, carried out by the same functions as a click. Names and dates are resolved by the door,
 * which knows the roster and the clock.
 */
import { splitLabels } from "../task/limits.ts";
import { isPriority, PRIORITIES, PRIORITY_LABEL, type Priority } from "../task/priority.ts";
import { isTaskStatus, STATUS_LABEL, TASK_STATUSES, type TaskStatus } from "../task/status.ts";

export const COMMAND_NAMES = [
  "assign",
  "status",
  "block",
  "stop",
  "done",
  "priority",
  "due",
  "label",
  "subtask",
  "doc",
  "note",
  "help",
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

export type DueWord =
  | { kind: "none" }
  | { kind: "in_days"; days: number }
  /** 0 is Sunday; the next one, never today. */
  | { kind: "weekday"; weekday: number }
  | { kind: "date"; year: number; month: number; day: number };

export type Command =
  /** Handles without "@"; `none` takes everyone off. */
  | { name: "assign"; handles: string[]; isNone: boolean }
  | { name: "status"; to: TaskStatus; reason: string | null }
  | { name: "block"; reason: string }
  | { name: "stop"; reason: string | null }
  | { name: "done" }
  | { name: "priority"; priority: Priority }
  | { name: "due"; due: DueWord }
  | { name: "label"; add: string[]; remove: string[] }
  | { name: "subtask"; title: string }
  | { name: "doc"; title: string; content: string }
  | { name: "note"; body: string }
  | { name: "help" };

export type ParsedCommand =
  | { kind: "text" }
  | { kind: "command"; command: Command }
  /** Meant as a command and not understood; `usage` says how to write it. */
  | { kind: "problem"; message: string; usage: string };

export const COMMAND_HELP = {
  assign: { usage: "/assign @name …", text: "Assign people and agents, or none." },
  status: { usage: "/status review", text: "Move the task; a reason may follow." },
  block: { usage: "/block why", text: "Say what blocks the task." },
  stop: { usage: "/stop [why]", text: "End the agents' turns on this task." },
  done: { usage: "/done", text: "Mark the task done." },
  priority: { usage: "/priority high", text: "From 1, critical, to 5, lowest." },
  due: { usage: "/due 2026-12-24", text: "A date, today, tomorrow, a weekday, 3d, 2w, or none." },
  label: { usage: "/label docs -draft", text: "Add labels; a minus takes one off." },
  subtask: { usage: "/subtask title", text: "Create a part of this task." },
  doc: { usage: "/doc title", text: "Write a document; lines below become its text." },
  note: { usage: "/note text", text: "Write without waking any agent." },
  help: { usage: "/help", text: "List the commands." },
} as const satisfies Record<CommandName, { usage: string; text: string }>;

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MAX_DAYS = 3_650;

export function parseCommand(source: string): ParsedCommand {
  const match = /^\s*\/([a-z]+)(?:[ \t]+([^\n]*))?(?:\n([\s\S]*))?$/i.exec(source);
  const name = COMMAND_NAMES.find((known) => known === match?.[1]?.toLowerCase());
  if (!match || !name) return { kind: "text" };
  const line = (match[2] ?? "").trim();
  const below = (match[3] ?? "").trim();
  const command = readCommand(name, line, below);
  if (typeof command !== "string") return { kind: "command", command };
  return { kind: "problem", message: command, usage: COMMAND_HELP[name].usage };
}

/** Commands that begin with what has been typed, for completion. */
export function completeCommand(typed: string): CommandName[] {
  const word = /^\/([a-z]*)$/i.exec(typed)?.[1]?.toLowerCase();
  return word === undefined ? [] : COMMAND_NAMES.filter((name) => name.startsWith(word));
}

/** The command, or a sentence that says what is missing. */
function readCommand(name: CommandName, line: string, below: string): Command | string {
  const all = [line, below].filter(Boolean).join("\n");
  switch (name) {
    case "assign":
      return readAssign(line);
    case "status":
      return readStatus(line);
    case "block":
      return all ? { name, reason: all } : "Say what blocks the task.";
    case "stop":
      return { name, reason: all || null };
    case "done":
      return { name };
    case "priority": {
      const priority = readPriority(line);
      return priority ? { name, priority } : "That is no priority.";
    }
    case "due": {
      const due = readDue(line.toLowerCase());
      return due ? { name, due } : "That is no date.";
    }
    case "label":
      return readLabels(line);
    case "subtask":
      return line ? { name, title: line } : "The sub-task needs a title.";
    case "doc":
      return line ? { name, title: line, content: below } : "The document needs a title.";
    case "note":
      return all ? { name, body: all } : "The note is empty.";
    case "help":
      return { name };
  }
}

function readAssign(line: string): Command | string {
  if (/^(none|nobody)$/i.test(line)) return { name: "assign", handles: [], isNone: true };
  const handles = line.split(/[\s,]+/).filter(Boolean);
  const isEveryHandle = handles.every((handle) => /^@?[a-z0-9-]+$/i.test(handle));
  if (handles.length === 0 || !isEveryHandle) return "Name whom to assign, each with @.";
  const clean = handles.map((handle) => handle.replace(/^@/, "").toLowerCase());
  return { name: "assign", handles: [...new Set(clean)], isNone: false };
}

function readStatus(line: string): Command | string {
  const folded = line.toLowerCase();
  const names = TASK_STATUSES.flatMap((status) => [
    { status, word: status as string },
    { status, word: STATUS_LABEL[status].toLowerCase() },
  ]);
  // "in progress" before "in": the longest name that fits is meant.
  const found = names
    .filter(({ word }) => folded === word || folded.startsWith(`${word} `) || folded.startsWith(`${word}:`))
    .sort((one, other) => other.word.length - one.word.length)[0];
  if (!found || !isTaskStatus(found.status)) {
    return `A task can be: ${TASK_STATUSES.map((status) => STATUS_LABEL[status].toLowerCase()).join(", ")}.`;
  }
  return {
    name: "status",
    to: found.status,
    reason: line.slice(found.word.length).replace(/^[:\s]+/, "") || null,
  };
}

function readPriority(line: string): Priority | null {
  const number = Number(line.replace(/^p/i, ""));
  if (line && isPriority(number)) return number;
  return PRIORITIES.find((priority) => PRIORITY_LABEL[priority].toLowerCase() === line.toLowerCase()) ?? null;
}

function readDue(word: string): DueWord | null {
  if (word === "none" || word === "never") return { kind: "none" };
  if (word === "today") return { kind: "in_days", days: 0 };
  if (word === "tomorrow") return { kind: "in_days", days: 1 };
  const span = /^(?:in )?(\d{1,4}) ?(d|days?|w|weeks?)$/.exec(word);
  if (span) {
    const days = Number(span[1]) * (span[2]?.startsWith("w") ? 7 : 1);
    return days <= MAX_DAYS ? { kind: "in_days", days } : null;
  }
  const weekday = word.length >= 3 ? WEEKDAYS.findIndex((name) => name.startsWith(word)) : -1;
  if (weekday >= 0) return { kind: "weekday", weekday };
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(word);
  if (!date) return null;
  const [year, month, day] = [Number(date[1]), Number(date[2]), Number(date[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
    ? { kind: "date", year, month, day }
    : null;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** "docs, to do, -draft": with commas a label may have spaces. */
function readLabels(line: string): Command | string {
  const words = splitLabels(line.includes(",") ? line : line.replaceAll(/\s+/g, ","));
  const add = words.filter((word) => !word.startsWith("-")).map((word) => word.replace(/^\+/, ""));
  const remove = words.filter((word) => /^-./.test(word)).map((word) => word.slice(1).trim());
  if (add.length + remove.length === 0) return "Name a label.";
  return { name: "label", add, remove };
}
