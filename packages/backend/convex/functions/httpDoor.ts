/**
 * Builder for calls from outside that are no agent's: webhooks, mail programs. It bounds the body before anything
 * is done with it and answers refusals with their data as it is, so that no route has to.
 */
import { type ErrorData, HTTP_STATUS } from "@mc/shared/errors";
import { type ActionCtx, httpAction } from "../_generated/server";
import { refuse } from "./errors";
import { refusalOf } from "./http";

/** A handler sees no database: it calls internal functions, which are made by the builders like all others. */
export type HttpCtx = Pick<ActionCtx, "runQuery" | "runMutation" | "runAction">;
export type HttpCall = { request: Request; url: URL; body: string };

export function httpDoor(
  { maxBytes }: { maxBytes: number },
  handle: (ctx: HttpCtx, call: HttpCall) => Promise<Response>,
) {
  return httpAction(async (ctx, request) => {
    try {
      const body = await readBody(request, maxBytes);
      return await handle(ctx, { request, url: new URL(request.url), body });
    } catch (error) {
      return refusalResponse(refusalOf(error));
    }
  });
}

export function jsonResponse(value: object, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json", "cache-control": "no-store" },
  });
}

function refusalResponse(error: ErrorData): Response {
  const response = jsonResponse(error, HTTP_STATUS[error.code]);
  if (error.code === "rate_limited") {
    response.headers.set("retry-after", String(Math.ceil(error.retryAfterMs / 1000)));
  }
  return response;
}

/** Never more than the limit is kept, whatever the length that was announced. */
async function readBody(request: Request, maxBytes: number): Promise<string> {
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
