/**
 * How much of a turn's context an agent is given, whichever door it comes by: the prompt of a turn at the gateway and the answer
 * of work_claim are made of the same bounded parts. What does not fit is named or counted, and task_load and message_read go on from there.
 */
import type { RunContext } from "./context.ts";

const MAX_DESCRIPTION_CHARS = 8_000;
const MAX_MESSAGE_CHARS = 4_000;
const MAX_THREAD_CHARS = 16_000;
/** Name, kind and time of a message, beside its text. */
const ENVELOPE_CHARS = 100;

/** The same context with its long texts cut. From the newest message back: what was said last matters most. */
export function boundedContext(context: RunContext): RunContext {
  const news: RunContext["news"] = [];
  let budget = MAX_THREAD_CHARS;
  for (const message of context.news.toReversed()) {
    const body = cutMessage(message.messageId, message.body.trim());
    budget -= body.length + ENVELOPE_CHARS;
    if (news.length > 0 && budget < 0) break;
    news.unshift({ ...message, body });
  }
  const { task } = context;
  return {
    ...context,
    task: task && { ...task, description: cutDescription(task.description.trim()) },
    news,
    olderNewsCount: context.olderNewsCount + context.news.length - news.length,
  };
}

/** The beginning of a message, and how an agent gets at the rest; a short one whole. */
export function cutMessage(messageId: string, body: string): string {
  return cut(body, MAX_MESSAGE_CHARS, `read the whole with message_read, messageId ${messageId}`);
}

function cutDescription(text: string): string {
  return cut(text, MAX_DESCRIPTION_CHARS, "read the rest with task_load");
}

function cut(text: string, maxChars: number, how: string): string {
  if (text.length <= maxChars) return text;
  // Half of a character that is written in two would be no text.
  const shown = text.slice(0, maxChars).replace(/[\uD800-\uDBFF]$/, "");
  return `${shown}\n[… ${text.length - shown.length} more characters; ${how}]`;
}
