/**
 * Builder for HTTP endpoints. They hold no rights of their own: whoever calls is known to the functions that the endpoint runs,
 * by the token that it hands on. What goes wrong inside is answered without internals.
 */
import { type ErrorData, HTTP_STATUS, isErrorData } from "@mc/shared/errors";
import { toolError } from "@mc/shared/tools/results";
import { type ActionCtx, httpAction } from "../_generated/server";

export type HttpCtx = Pick<ActionCtx, "runMutation">;

export function httpEndpoint(handler: (ctx: HttpCtx, request: Request) => Promise<Response>) {
  return httpAction(async ({ runMutation }, request) => {
    try {
      return await handler({ runMutation }, request);
    } catch (thrown) {
      return refusalResponse(refusalOf(thrown));
    }
  });
}

export function refusalResponse(refusal: ErrorData): Response {
  const headers = new Headers({ "cache-control": "no-store" });
  if (refusal.code === "unauthenticated") headers.set("www-authenticate", 'Bearer realm="Mission Control"');
  if (refusal.code === "rate_limited")
    headers.set("retry-after", String(Math.ceil(refusal.retryAfterMs / 1000)));
  return Response.json(toolError(refusal.code, refusal.message), {
    status: HTTP_STATUS[refusal.code],
    headers,
  });
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
