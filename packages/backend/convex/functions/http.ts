/**
 * Builders for HTTP endpoints. They hold no rights of their own and see no database: whoever calls is known to the functions
 * that the endpoint runs, by the token that it hands on. What goes wrong inside is answered without internals.
 */
import { type ErrorData, HTTP_STATUS, isErrorData } from "@mc/shared/errors";
import { toolError } from "@mc/shared/tools/results";
import { type ActionCtx, httpAction } from "../_generated/server";
import { refuse } from "./errors";

export type HttpCtx = Pick<ActionCtx, "runMutation">;
export type HttpCall = { request: Request; url: URL; body: string };

/** For agents: a refusal is told as tools tell it. The body is the handler's to read, with `readBody` or bounds of its own. */
export function agentEndpoint(handle: (ctx: HttpCtx, request: Request) => Promise<Response>) {
  return endpoint(handle, ({ code, message }) => toolError(code, message));
}

/** For webhooks and mail programs: the body is bounded before anything is done with it, a refusal is told with its data. */
export function httpDoor(
  { maxBytes }: { maxBytes: number },
  handle: (ctx: HttpCtx, call: HttpCall) => Promise<Response>,
) {
  return endpoint(
    async (ctx, request) =>
      await handle(ctx, {
        request,
        url: new URL(request.url),
        body: await readBody(request, maxBytes),
      }),
    (refusal) => refusal,
  );
}

function endpoint(
  handle: (ctx: HttpCtx, request: Request) => Promise<Response>,
  told: (refusal: ErrorData) => object,
) {
  return httpAction(async ({ runMutation }, request) => {
    try {
      return await handle({ runMutation }, request);
    } catch (thrown) {
      const refusal = refusalOf(thrown);
      const response = jsonResponse(told(refusal), HTTP_STATUS[refusal.code]);
      if (refusal.code === "unauthenticated")
        response.headers.set("www-authenticate", 'Bearer realm="Mission Control"');
      if (refusal.code === "rate_limited")
        response.headers.set("retry-after", String(Math.ceil(refusal.retryAfterMs / 1000)));
      return response;
    }
  });
}

export function jsonResponse(value: unknown, status = 200): Response {
  return Response.json(value, { status, headers: { "cache-control": "no-store" } });
}

/** Never more than the limit is kept, whatever the length that was announced. */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  if (!request.body) return "";
  const tooLarge = () =>
    refuse({ code: "too_large", message: `A body has at most ${maxBytes} bytes.`, limit: maxBytes });
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw tooLarge();
  const reader = request.body.getReader();
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      throw tooLarge();
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** The refusal that a function threw. Some backends hand its data over as text. */
export function refusalOf(thrown: unknown): ErrorData {
  const data = typeof thrown === "object" && thrown !== null && "data" in thrown ? thrown.data : null;
  const refusal = typeof data === "string" ? parsed(data) : data;
  if (isErrorData(refusal) && refusal.code !== "internal") return refusal;
  return {
    code: "internal",
    message: "Something broke on our side. Try once more; if it fails again, say so.",
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
