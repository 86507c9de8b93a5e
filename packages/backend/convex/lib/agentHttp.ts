/** The HTTP door: one POST per tool, and what describes them. See docs/api.md. */
import { externalTools } from "@mc/shared/tools/external";
import { API_PREFIX, openApiDocument } from "@mc/shared/tools/openapi";
import { invalid } from "../functions/errors";
import { type HttpCtx, jsonResponse, readBody } from "../functions/http";
import { bearerToken, callTool, whoCalls } from "./agentDoor";

export const MAX_BODY_BYTES = 1_000_000;
const TOOLS_PATH = `${API_PREFIX}/tools/`;

export async function describeApi(): Promise<Response> {
  return Response.json(openApiDocument(), { headers: { "cache-control": "public, max-age=300" } });
}

/** GET: who am I, and what may I call. */
export async function listTools(ctx: HttpCtx, request: Request): Promise<Response> {
  const { agent, account, tools } = await whoCalls(ctx, bearerToken(request));
  const list = externalTools(tools).map(({ name, description, parameters }) => ({
    name,
    description,
    parameters,
  }));
  return jsonResponse({ agent, account, tools: list });
}

export async function postTool(ctx: HttpCtx, request: Request): Promise<Response> {
  const agentToken = bearerToken(request);
  await whoCalls(ctx, agentToken);
  // A host may show its functions an address with a path in front.
  const tool = new URL(request.url).pathname.split(TOOLS_PATH).at(-1) ?? "";
  const args = await readArguments(request);
  const callId = request.headers.get("idempotency-key");
  return jsonResponse((await callTool(ctx, { agentToken, tool, args, callId })) ?? null);
}

async function readArguments(request: Request): Promise<Record<string, unknown>> {
  const text = await readBody(request, MAX_BODY_BYTES);
  if (text.trim() === "") return {};
  const value = parsed(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw invalid("The body must be a JSON object with the arguments of the tool.");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
