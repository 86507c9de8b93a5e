/**
 * The scripted agent: what it says or calls next, as a pure function of what it read. It behaves like a careful colleague, uses
 * only tools that were offered, stops repeating what was refused, and never pretends to have thought.
 */
import type { PastCall, Reading } from "./reading.ts";

export type Step =
  | { readonly kind: "say"; readonly text: string; readonly everyMs?: number }
  | {
      readonly kind: "call";
      readonly text: string;
      readonly tool: string;
      readonly args: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: "refuse"; readonly status: number };

const WORK = new Set(["assignment", "task_unblocked", "parts_done"]);
const LABEL =
  "This was written by the scripted demo model, because no model key is set. It shows how work flows; it does not think.";

export function nextStep(reading: Reading): Step {
  if (reading.directive?.kind === "http") return { kind: "refuse", status: reading.directive.status };
  if (reading.directive?.kind === "slow" && reading.calls.length === 0) {
    const { words, everyMs } = reading.directive;
    return {
      kind: "say",
      text: Array.from({ length: words }, (_, index) => `word${index + 1}`).join(" "),
      everyMs,
    };
  }
  if (reading.task === null) return chat(reading);
  if (wantsToAsk(reading)) return ask(reading);
  return WORK.has(reading.kind) ? work(reading, reading.task) : reply(reading, reading.task);
}

/** Without a task there is only what was said. */
function chat({ lastMessage, sentence }: Reading): Step {
  const heard =
    lastMessage === null
      ? `I was woken: ${sentence || "somebody spoke to me"}.`
      : `${lastMessage.from}, you asked: "${excerpt(lastMessage.body)}". I cannot answer that from a script.`;
  return { kind: "say", text: `${heard} ${LABEL}` };
}

function work(reading: Reading, task: NonNullable<Reading["task"]>): Step {
  const moved = callsOf(reading, "task_status");
  const isMoveRefused = moved.some((call) => call.refusal !== null);
  const canMove = reading.offered.has("task_status") && !isMoveRefused;
  const isStarted =
    task.status === "in_progress" ||
    task.status === "review" ||
    /in.progress|review/i.test(reading.alreadyDone);
  if (canMove && moved.length === 0 && !isStarted) {
    return {
      kind: "call",
      text: `I take ${task.key} and start now.`,
      tool: "task_status",
      args: { status: "in_progress" },
    };
  }
  const wasWritten = callsOf(reading, "document_upsert").length > 0 || /document/i.test(reading.alreadyDone);
  if (reading.offered.has("document_upsert") && !wasWritten) {
    return {
      kind: "call",
      text: "First a document that lasts.",
      tool: "document_upsert",
      args: { title: documentTitle(task.title), content: documentText(task), kind: "deliverable" },
    };
  }
  const isInReview =
    moved.some((call) => call.args.includes("review")) ||
    task.status === "review" ||
    /\breview\b/i.test(reading.alreadyDone);
  if (canMove && !isInReview)
    return { kind: "call", text: "Ready to be looked at.", tool: "task_status", args: { status: "review" } };
  return { kind: "say", text: account(reading, task) };
}

function account(reading: Reading, task: NonNullable<Reading["task"]>): string {
  const written = callsOf(reading, "document_upsert").find((call) => call.refusal === null);
  const refused = reading.calls.flatMap((call) =>
    call.refusal === null ? [] : [`${call.name} was refused: ${call.refusal}`],
  );
  const parts = [
    written === undefined
      ? `I have read ${task.key} "${task.title}".`
      : `I have read ${task.key} and written "${documentTitle(task.title)}": what is asked, a first cut of the steps, and what is still open.`,
    ...(reading.skills.length > 0 ? [`My skills: ${reading.skills.join(", ")}.`] : []),
    refused.length > 0 ? `${refused.join("; ")}.` : "Please look at it and tell me what to change.",
    LABEL,
  ];
  return parts.join(" ");
}

function reply(reading: Reading, task: NonNullable<Reading["task"]>): Step {
  const message = reading.lastMessage;
  if (message === null) return { kind: "say", text: `I have seen it: ${reading.sentence} ${LABEL}` };
  const isQuestion = message.body.includes("?");
  const opening = isQuestion
    ? `${message.from}, you asked: "${excerpt(message.body)}"`
    : `${message.from}, I read: "${excerpt(message.body)}"`;
  const state = `${task.key} is ${task.status.replaceAll("_", " ")}${task.description === "" ? " and has no description yet" : ""}.`;
  return {
    kind: "say",
    text: `${opening}. ${state} ${isQuestion ? "I cannot answer that from a script, so a person should." : "Noted."} ${LABEL}`,
  };
}

function wantsToAsk(reading: Reading): boolean {
  if (!reading.offered.has("response_request")) return false;
  return reading.directive?.kind === "ask";
}

function ask(reading: Reading): Step {
  const asked = callsOf(reading, "response_request");
  if (asked.length === 0) {
    const question = `What should the result of "${reading.task?.title ?? "this task"}" look like, and who is it for?`;
    return {
      kind: "call",
      text: "One question before I start.",
      tool: "response_request",
      args: { question },
    };
  }
  const refusal = asked[0]?.refusal ?? null;
  return {
    kind: "say",
    text:
      refusal === null
        ? `I have asked and wait for your answer. ${LABEL}`
        : `I wanted to ask, but ${refusal}. ${LABEL}`,
  };
}

function documentTitle(title: string): string {
  return withoutDirectives(title).slice(0, 150) || "Untitled";
}

function documentText(task: NonNullable<Reading["task"]>): string {
  const description = withoutDirectives(task.description);
  const asked =
    description === ""
      ? `The task has a title and no description: *${withoutDirectives(task.title)}*.`
      : quote(description);
  const points = listed(description);
  const steps =
    points.length > 0
      ? points
      : [
          `Agree on what "${withoutDirectives(task.title)}" means when it is done`,
          "Make the smallest version that someone can look at",
          "Collect remarks and finish",
        ];
  return [
    `> ${LABEL}`,
    `## What is asked\n${asked}`,
    `## First cut of the steps\n${steps.map((step, index) => `${index + 1}. ${step}`).join("\n")}`,
    "## Open\n- Who decides that it is good enough?\n- Until when is it needed?",
  ].join("\n\n");
}

/** The description's own list items, or its sentences when there are several. */
function listed(description: string): string[] {
  const items = description
    .split("\n")
    .flatMap((line) => /^\s*(?:[-*]|\d+[.)])\s+(.+)$/.exec(line)?.[1] ?? []);
  if (items.length > 1) return items.slice(0, 8);
  const sentences = description.split(/(?<=[.!?])\s+/).map((sentence) => sentence.trim());
  return sentences.length > 1 ? sentences.slice(0, 6) : [];
}

function quote(text: string): string {
  return text
    .slice(0, 1_500)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function excerpt(body: string): string {
  const text = withoutDirectives(body).replace(/\s+/g, " ");
  return text.length <= 160 ? text : `${text.slice(0, 160)}…`;
}

function withoutDirectives(text: string): string {
  return text.replace(/\[\[demo [^\]]*\]\]/g, "").trim();
}

function callsOf(reading: Reading, name: string): PastCall[] {
  return reading.calls.filter((call) => call.name === name);
}
