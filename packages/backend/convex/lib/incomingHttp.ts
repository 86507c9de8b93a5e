/** The routes that are called from outside: incoming webhooks, and the link in mails that ends them. */
import { internal } from "../_generated/api";
import { invalid } from "../functions/errors";
import { type HttpCall, type HttpCtx, jsonResponse } from "../functions/http";
import { dashboardOrigin } from "./installation";

export const HOOKS_PREFIX = "/hooks/";
export const MAX_HOOK_BYTES = 64 * 1024;
const MAX_TEXTS = 50;

/** POST /hooks/<token>: `{title, description?, priority?, labels?, dueAt?}` becomes a task. */
export async function receiveTask(ctx: HttpCtx, { request, url, body }: HttpCall): Promise<Response> {
  const token = url.pathname.slice(url.pathname.indexOf(HOOKS_PREFIX) + HOOKS_PREFIX.length);
  await ctx.runMutation(internal.webhooks.countCall, { token });
  const idempotencyKey = request.headers.get("idempotency-key")?.trim() || null;
  const task = taskOf(parsed(body));
  const { isNew, ...made } = await ctx.runMutation(internal.webhooks.receive, {
    token,
    idempotencyKey,
    task,
  });
  return jsonResponse(made, isNew ? 201 : 200);
}

/** POST /mail/unsubscribe?token=…: what mail programs send for one click, and what our own page sends. */
export async function unsubscribe(ctx: HttpCtx, { url }: HttpCall): Promise<Response> {
  const token = url.searchParams.get("token") ?? "";
  return jsonResponse(await ctx.runMutation(internal.outbox.unsubscribe, { token }));
}

/** The same address opened in a browser changes nothing; the page asks first. */
export async function showUnsubscribe(_ctx: HttpCtx, { url }: HttpCall): Promise<Response> {
  const token = encodeURIComponent(url.searchParams.get("token") ?? "");
  const location = `${dashboardOrigin() ?? ""}/unsubscribe?token=${token}`;
  return new Response(null, { status: 303, headers: { location } });
}

function parsed(body: string): Record<string, unknown> {
  let value: unknown = null;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalid('Send JSON, like {"title": "Look at the build"}.');
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw invalid('Send a JSON object, like {"title": "Look at the build"}.');
  }
  return value as Record<string, unknown>;
}

function taskOf(given: Record<string, unknown>) {
  const { title, description, priority, labels, dueAt } = given;
  if (typeof title !== "string") throw invalid("The title is missing; it is a text.", "title");
  if (description !== undefined && typeof description !== "string")
    throw invalid("The description is a text.", "description");
  if (priority !== undefined && typeof priority !== "number")
    throw invalid("The priority is a number, 1 to 5.", "priority");
  const isTexts =
    Array.isArray(labels) && labels.length <= MAX_TEXTS && labels.every((label) => typeof label === "string");
  if (labels !== undefined && !isTexts) throw invalid("Labels are a list of texts.", "labels");
  return {
    title,
    ...(description === undefined ? {} : { description }),
    ...(priority === undefined ? {} : { priority }),
    ...(labels === undefined ? {} : { labels: labels as string[] }),
    ...(dueAt === undefined ? {} : { dueAt: instantOf(dueAt) }),
  };
}

/** "2026-11-30T12:00:00Z", or milliseconds since 1970. */
function instantOf(value: unknown): number {
  const instant = typeof value === "string" ? Date.parse(value) : value;
  if (typeof instant !== "number" || !Number.isFinite(instant)) {
    throw invalid("dueAt is an instant, like 2026-11-30T12:00:00Z.", "dueAt");
  }
  return instant;
}
