/**
 * Where OpenClaw's plugin calls: POST /tools/<name> for a tool, POST /gate/run and /gate/tool to ask whether a turn may go on.
 * Loopback, one secret per boot, known to the gateway alone. Who is calling comes from what OpenClaw vouches for and is checked
 * against the turns that we started; what a model writes into its arguments is never an identity.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { problemWithArguments } from "@mc/shared/tools/arguments";
import { TOOL_NAMES, type ToolName } from "@mc/shared/tools/catalog";
import { boundedResult, toolError, toolErrorOf } from "@mc/shared/tools/results";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { TurnGate } from "../delivery/gate.ts";
import { messageOf } from "../errors.ts";
import type { MissionControl } from "../mission-control/mission-control.ts";
import type { Logger } from "../observability/logger.ts";
import { HOLD_MS, untilDecided } from "./parked.ts";

const MAX_BODY_BYTES = 1_000_000;
const OVER = "This turn is over; its work was handed over again.";

const toolRequest = z.object({
  args: z.record(z.string(), z.unknown()),
  ctx: z.object({
    agentId: z.string().nullable(),
    sessionKey: z.string().nullable(),
    runId: z.string().nullable(),
    toolCallId: z.string().min(1).max(300),
  }),
});
const gateRequest = z.object({ runId: z.string().nullable(), sessionKey: z.string().nullable() });

export interface ToolEndpointOptions {
  readonly missionControl: MissionControl;
  readonly gate: TurnGate;
  readonly logger: Logger;
  readonly onCall: (tool: string, isOk: boolean) => void;
  /** How long a call that waits for an approval is held open. */
  readonly holdMs?: number;
}

export interface ToolEndpoint {
  readonly routes: Hono;
  /** Goes into the plugin's configuration. */
  readonly token: string;
}

export function createToolEndpoint(options: ToolEndpointOptions): ToolEndpoint {
  const logger = options.logger.child({ component: "tools" });
  const token = randomBytes(32).toString("base64url");
  const expected = Buffer.from(`Bearer ${token}`);
  const routes = new Hono();

  routes.use("*", async (c, next) => {
    const given = Buffer.from(c.req.header("authorization") ?? "");
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return c.json(toolError("unauthenticated", "Not this gateway's token."), 401);
    return await next();
  });
  routes.use(
    "*",
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: (c) => c.json(toolError("too_large", "The arguments are larger than 1 MB."), 413),
    }),
  );

  for (const path of ["/gate/run", "/gate/tool"]) {
    routes.post(path, async (c) => {
      const body = gateRequest.safeParse(await readJson(c.req));
      const turn = body.success ? options.gate.find(body.data.runId, body.data.sessionKey) : null;
      const isWarmUp = body.success && body.data.sessionKey?.endsWith(":mc:warm-up") === true;
      if (turn === null && !isWarmUp)
        logger.info({ path, ...(body.success ? body.data : {}) }, "a turn that is not ours was stopped");
      return c.json(turn === null ? { isAllowed: false, reason: OVER } : { isAllowed: true });
    });
  }

  routes.post("/tools/:name", async (c) => {
    const name = c.req.param("name");
    const body = toolRequest.safeParse(await readJson(c.req));
    if (!isToolName(name)) return c.json(toolError("not_found", `There is no tool ${name}.`));
    if (!body.success) return c.json(toolError("invalid", "The call could not be read."));
    const { args, ctx } = body.data;
    const turn = options.gate.find(ctx.runId, ctx.sessionKey);
    if (turn === null || (ctx.agentId !== null && ctx.agentId !== turn.agentSlug))
      return c.json(toolError("conflict", OVER));
    const problem = problemWithArguments(name, args);
    if (problem !== null) {
      options.onCall(name, false);
      return c.json(toolError("invalid", problem));
    }
    try {
      const call = {
        tool: name,
        agentSlug: turn.agentSlug,
        sessionKey: turn.sessionKey,
        callId: `${ctx.runId ?? ""}:${ctx.toolCallId}`,
        fence: turn.hold.fence,
        args,
      };
      const result = await untilDecided({
        ask: () => options.missionControl.callTool(call),
        isOpen: () => options.gate.find(ctx.runId, ctx.sessionKey) !== null,
        holdMs: options.holdMs ?? HOLD_MS,
      });
      options.onCall(name, true);
      return c.json(boundedResult(result));
    } catch (cause) {
      const { isExpected, error } = toolErrorOf(cause);
      options.onCall(name, false);
      logger[isExpected ? "info" : "warn"](
        { tool: name, runId: turn.hold.runId, code: error.code, reason: messageOf(cause) },
        "tool refused",
      );
      return c.json({ error });
    }
  });

  return { routes, token };
}

async function readJson(request: { json(): Promise<unknown> }): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    return null;
  }
}

function isToolName(name: string): name is ToolName {
  return TOOL_NAMES.some((known) => known === name);
}
