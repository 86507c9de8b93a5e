/**
 * What the scripted model can read out of a request: the prompt that delivery wrote (delivery/prompt.ts), the tools that were
 * offered, and the tool calls of this turn with their results. The prompt is read by its headings; a prompt that is not ours
 * reads as "unknown".
 */
import { z } from "zod";

const contentPart = z.object({ type: z.string(), text: z.string().optional() });
const content = z.union([z.string(), z.array(contentPart)]).nullish();

export const chatRequest = z.object({
  model: z.string().default("scripted"),
  stream: z.boolean().default(false),
  messages: z.array(
    z.object({
      role: z.string(),
      content,
      tool_calls: z
        .array(
          z.object({
            id: z.string(),
            function: z.object({ name: z.string(), arguments: z.string().default("{}") }),
          }),
        )
        .nullish(),
      tool_call_id: z.string().nullish(),
    }),
  ),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).nullish(),
});
export type ChatRequest = z.infer<typeof chatRequest>;

export interface PastCall {
  readonly name: string;
  readonly args: string;
  /** Null when the tool succeeded, otherwise the sentence of the refusal. */
  readonly refusal: string | null;
}

export interface Reading {
  readonly kind: string;
  readonly sentence: string;
  readonly task: {
    readonly key: string;
    readonly title: string;
    readonly status: string;
    readonly description: string;
  } | null;
  readonly lastMessage: { readonly from: string; readonly body: string } | null;
  readonly offered: ReadonlySet<string>;
  readonly calls: readonly PastCall[];
  /** What an earlier attempt did, as the instructions tell. */
  readonly alreadyDone: string;
  /** Names of the skills that OpenClaw put into the prompt. */
  readonly skills: readonly string[];
  readonly directive: Directive | null;
}

/** For tests and demonstrations, written into a task or message: `[[demo slow 200 50]]`, `[[demo http 500]]`, `[[demo ask]]`. */
export type Directive =
  | { readonly kind: "slow"; readonly words: number; readonly everyMs: number }
  | { readonly kind: "http"; readonly status: number }
  | { readonly kind: "ask" };

const HEADING = /# What happened \(([a-z_]+)\)\n(.*)/;

export function read(request: ChatRequest): Reading {
  const texts = request.messages.map((message) => plain(message.content));
  const start = request.messages.findLastIndex(
    (message, index) => message.role === "user" && HEADING.test(texts[index] ?? ""),
  );
  const prompt = texts[start] ?? "";
  const heading = HEADING.exec(prompt);
  const title = /^# Task (MC-\d+): (.*)$/m.exec(prompt);
  const system = request.messages
    .flatMap((message, index) =>
      message.role === "system" || message.role === "developer" ? [texts[index] ?? ""] : [],
    )
    .join("\n");
  const messages = [...prompt.matchAll(/<message from="([^"]*)"[^>]*>\n([\s\S]*?)\n<\/message>/g)];
  const last = messages.at(-1);
  const description = /<description>\n([\s\S]*?)\n<\/description>/.exec(prompt)?.[1] ?? "";
  return {
    kind: heading?.[1] ?? "unknown",
    sentence: heading?.[2] ?? "",
    task:
      title === null
        ? null
        : {
            key: title[1] ?? "",
            title: title[2] ?? "",
            status: /^Status: (\w+)/m.exec(prompt)?.[1] ?? "",
            description: description === "(no description)" ? "" : description,
          },
    lastMessage: last === undefined ? null : { from: last[1] ?? "", body: last[2] ?? "" },
    offered: new Set((request.tools ?? []).map((tool) => tool.function.name)),
    calls: start < 0 ? [] : callsAfter(request, start),
    alreadyDone: /# Already done\n([\s\S]*?)(?:\n# |$)/.exec(system)?.[1] ?? "",
    skills: skillsIn(system),
    directive: directiveIn(last?.[2] ?? "") ?? directiveIn(description) ?? directiveIn(title?.[2] ?? ""),
  };
}

function skillsIn(system: string): string[] {
  const list = /<available_skills>([\s\S]*?)<\/available_skills>/.exec(system)?.[1] ?? "";
  return [...list.matchAll(/<name>(.*?)<\/name>/g)].map(([, name = ""]) => name);
}

function callsAfter(request: ChatRequest, start: number): PastCall[] {
  const later = request.messages.slice(start + 1);
  const results = new Map(
    later
      .filter((message) => message.role === "tool")
      .map((message) => [message.tool_call_id ?? "", plain(message.content)]),
  );
  return later.flatMap((message) =>
    (message.tool_calls ?? []).map((call) => ({
      name: call.function.name,
      args: call.function.arguments,
      refusal: refusalIn(results.get(call.id) ?? ""),
    })),
  );
}

function refusalIn(result: string): string | null {
  const match = /"(?:error":\s*\{|status":\s*"refused")[^}]*"message":\s*"((?:[^"\\]|\\.)*)"/.exec(result);
  if (match?.[1] !== undefined) return match[1].replace(/\\"/g, '"');
  return /"status":\s*"error"/.test(result) ? "the tool failed" : null;
}

function directiveIn(text: string): Directive | null {
  const slow = /\[\[demo slow (\d+) (\d+)\]\]/.exec(text);
  if (slow !== null)
    return {
      kind: "slow",
      words: Math.min(5_000, Number(slow[1])),
      everyMs: Math.min(10_000, Number(slow[2])),
    };
  const http = /\[\[demo http ([45]\d\d)\]\]/.exec(text);
  if (http !== null) return { kind: "http", status: Number(http[1]) };
  return /\[\[demo ask\]\]/.test(text) ? { kind: "ask" } : null;
}

function plain(value: z.infer<typeof content>): string {
  if (typeof value === "string") return value;
  return (value ?? []).map((part) => part.text ?? "").join("");
}
