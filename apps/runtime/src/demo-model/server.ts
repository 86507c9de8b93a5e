/**
 * The demo model's door: an OpenAI-compatible endpoint on loopback, on a random port, behind a random key. OpenClaw talks to it as
 * to any provider, so everything between a hand-off and an answer is the real thing except the thinking.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { sleep } from "../process/sleep.ts";
import { chatRequest, read } from "./reading.ts";
import { nextStep, type Step } from "./script.ts";

export interface DemoModel {
  readonly routes: Hono;
  readonly apiKey: string;
}

const PIECES = /\S+\s*/g;

export function createDemoModel(options: { readonly wordMs: number }): DemoModel {
  const apiKey = `demo-${randomBytes(24).toString("hex")}`;
  const routes = new Hono();
  routes.use("*", async (c, next) => {
    if (c.req.header("authorization") !== `Bearer ${apiKey}`)
      return c.json({ error: { message: "unknown key", type: "invalid_request_error" } }, 401);
    return await next();
  });
  routes.get("/v1/models", (c) => c.json({ object: "list", data: [{ id: "scripted", object: "model" }] }));
  routes.post("/v1/chat/completions", async (c) => {
    const body = chatRequest.safeParse(await c.req.json().catch(() => null));
    if (!body.success)
      return c.json({ error: { message: "the request cannot be read", type: "invalid_request_error" } }, 400);
    const step = nextStep(read(body.data));
    if (step.kind === "refuse") {
      return new Response(JSON.stringify({ error: { message: `demo error ${step.status}`, type: "demo" } }), {
        status: step.status,
        headers: { "content-type": "application/json" },
      });
    }
    const base = {
      id: `chatcmpl-${randomUUID()}`,
      created: Math.floor(Date.now() / 1000),
      model: body.data.model,
    };
    const usage = usageOf(JSON.stringify(body.data.messages), step);
    if (!body.data.stream) return c.json(wholeAnswer(base, step, usage));
    return streamSSE(c, async (stream) => {
      const closed = new AbortController();
      stream.onAbort(() => closed.abort());
      const send = (choice: unknown) =>
        stream.writeSSE({
          data: JSON.stringify({ ...base, object: "chat.completion.chunk", choices: [choice] }),
        });
      await send({ index: 0, delta: { role: "assistant", content: "" }, finish_reason: null });
      const everyMs = step.kind === "say" ? (step.everyMs ?? options.wordMs) : options.wordMs;
      for (const [piece] of step.text.matchAll(PIECES)) {
        await send({ index: 0, delta: { content: piece }, finish_reason: null });
        if (everyMs > 0 && (await sleep(everyMs, closed.signal))) return;
      }
      if (step.kind === "call") {
        const call = {
          index: 0,
          id: callId(),
          type: "function",
          function: { name: step.tool, arguments: JSON.stringify(step.args) },
        };
        await send({ index: 0, delta: { tool_calls: [call] }, finish_reason: null });
      }
      await send({ index: 0, delta: {}, finish_reason: step.kind === "call" ? "tool_calls" : "stop" });
      await stream.writeSSE({
        data: JSON.stringify({ ...base, object: "chat.completion.chunk", choices: [], usage }),
      });
      await stream.writeSSE({ data: "[DONE]" });
    });
  });
  return { routes, apiKey };
}

type SpokenStep = Exclude<Step, { kind: "refuse" }>;

function wholeAnswer(
  base: Record<string, unknown>,
  step: SpokenStep,
  usage: unknown,
): Record<string, unknown> {
  const toolCalls =
    step.kind === "call"
      ? {
          tool_calls: [
            {
              id: callId(),
              type: "function",
              function: { name: step.tool, arguments: JSON.stringify(step.args) },
            },
          ],
        }
      : {};
  const message = { role: "assistant", content: step.text, ...toolCalls };
  return {
    ...base,
    object: "chat.completion",
    choices: [{ index: 0, message, finish_reason: step.kind === "call" ? "tool_calls" : "stop" }],
    usage,
  };
}

function usageOf(prompt: string, step: SpokenStep): Record<string, number> {
  // Four characters to a token, as everybody estimates; the UI says "estimated".
  const answer = step.text + (step.kind === "call" ? JSON.stringify(step.args) : "");
  const [promptTokens, completionTokens] = [Math.ceil(prompt.length / 4), Math.ceil(answer.length / 4)];
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
  };
}

function callId(): string {
  return `call_${randomUUID().replaceAll("-", "").slice(0, 24)}`;
}
