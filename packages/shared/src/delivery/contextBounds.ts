/**
 * How much of a turn's context an agent is given, whichever door it comes by: the prompt of a turn at the gateway and the answer
 * of work_claim are made of the same bounded parts. What does not fit is named or counted, and task_load goes on from there.
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
    const body = cut(message.body.trim(), MAX_MESSAGE_CHARS);
    budget -= body.length + ENVELOPE_CHARS;
    if (news.length > 0 && budget < 0) break;
    news.unshift({ ...message, body });
  }
  const { task } = context;
  return {
    ...context,
    task: task && { ...task, description: cut(task.description.trim(), MAX_DESCRIPTION_CHARS) },
    news,
    olderNewsCount: context.olderNewsCount + context.news.length - news.length,
  };
}

function cut(text: string, maxChars: number): string {
  return text.length <= maxChars
    ? text
    : `${text.slice(0, maxChars)}\n[… ${text.length - maxChars} more characters; read the rest with task_load]`;
}
