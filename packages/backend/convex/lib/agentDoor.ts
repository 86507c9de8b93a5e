/**
 * One call of a tool by an agent outside the gateway, whichever way it came in (MCP or HTTP). The token says who calls; the
 * arguments are checked against the same table that made their schema; the rest is the tool's own function.
 */
import { isErrorData } from "@mc/shared/errors";
import {
  type ExternalToolName,
  isExternalToolName,
  isWorkToolName,
  MAX_CALL_ID,
  problemWithExternalArguments,
  toolFunctionName,
} from "@mc/shared/tools/external";
import { boundedResult } from "@mc/shared/tools/results";
import type { WorkToolName } from "@mc/shared/tools/work";
import { type FunctionReference, makeFunctionReference } from "convex/server";
import { api } from "../_generated/api";
import { conflict, invalid, refuse } from "../functions/errors";
import type { HttpCtx } from "../functions/http";
import type { LeaseLost } from "./externalWork";

export type DoorCall = {
  agentToken: string;
  tool: string;
  args: Record<string, unknown>;
  /** From a header; one in the arguments counts before it. */
  callId: string | null;
};

/** The bearer token of a request, or a refusal. */
export function bearerToken(request: Request): string {
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token !== undefined) return token;
  throw refuse({
    code: "unauthenticated",
    message: "Send the agent's token as `Authorization: Bearer mca_…`. An admin of the account creates one.",
  });
}

/** Who the token speaks for. Counted and noted even when what follows is refused. */
export async function whoCalls(ctx: HttpCtx, agentToken: string) {
  return await ctx.runMutation(api.service.work.self, { agentToken });
}

export async function callTool(ctx: HttpCtx, { agentToken, tool, args, callId }: DoorCall): Promise<unknown> {
  if (!isExternalToolName(tool)) throw refuse({ code: "not_found", message: `There is no tool ${tool}.` });
  const problem = problemWithExternalArguments(tool, args);
  if (problem !== null) throw invalid(problem);
  if (callId !== null && callId.length > MAX_CALL_ID) {
    throw invalid(`A call id has at most ${MAX_CALL_ID} characters.`, "callId");
  }
  const result = isWorkToolName(tool)
    ? await callWorkTool(ctx, { agentToken, tool, args })
    : await callTurnTool(ctx, { agentToken, tool, args, callId });
  if (isLeaseLost(result)) throw conflict(result.message, result.current);
  // A claim is made of bounded parts; cut as a whole it would lose the lease under which the work is held already.
  return tool === "work_claim" ? result : boundedResult(withNote(result));
}

type Known<Name extends ExternalToolName> = Omit<DoorCall, "tool" | "callId"> & { tool: Name };

async function callWorkTool(ctx: HttpCtx, { agentToken, tool, args }: Known<WorkToolName>): Promise<unknown> {
  const text = (name: string) => (typeof args[name] === "string" ? args[name] : "");
  const optional = (name: string) => (args[name] === undefined ? {} : { [name]: text(name) });
  const { work } = api.service;
  switch (tool) {
    case "work_list":
      return await ctx.runMutation(work.list, { agentToken });
    case "work_claim":
      return await ctx.runMutation(work.claim, { agentToken, ...optional("run") });
    case "work_progress":
      return await ctx.runMutation(work.progress, { agentToken, lease: text("lease"), ...optional("text") });
    case "work_answer": {
      const answer = { agentToken, lease: text("lease"), answer: text("answer"), ...reportedIn(args) };
      return await ctx.runMutation(work.answer, answer);
    }
    case "work_fail": {
      const isRetryable = args["retry"] === "yes";
      const failed = {
        agentToken,
        lease: text("lease"),
        reason: text("reason"),
        isRetryable,
        ...reportedIn(args),
      };
      return await ctx.runMutation(work.fail, failed);
    }
    case "work_give_back":
      return await ctx.runMutation(work.giveBack, {
        agentToken,
        lease: text("lease"),
        ...reportedIn(args),
      });
  }
}

/** What the agent says that its turn has used; the arguments were checked against the table before. */
function reportedIn(args: Record<string, unknown>) {
  const tokens: Partial<Record<"input" | "output" | "cacheRead" | "cacheWrite", number>> = {};
  for (const name of ["input", "output", "cacheRead", "cacheWrite"] as const) {
    const count = args[`${name}Tokens`];
    if (typeof count === "number") tokens[name] = count;
  }
  const { model } = args;
  return { ...(typeof model === "string" ? { model } : {}), tokens };
}

type TurnTool = Exclude<ExternalToolName, WorkToolName>;

async function callTurnTool(
  ctx: HttpCtx,
  { agentToken, tool, args, callId }: Known<TurnTool> & Pick<DoorCall, "callId">,
): Promise<unknown> {
  const { callId: named, ...given } = args;
  // What the model wrote comes first, so that it can never stand in for who is calling.
  const call = {
    ...given,
    agentToken,
    callId: typeof named === "string" ? named : (callId ?? crypto.randomUUID()),
  };
  const name = `service/externalTools:${toolFunctionName(tool)}`;
  const reference = makeFunctionReference(name) as unknown as FunctionReference<"mutation", "public">;
  return await ctx.runMutation(reference, call);
}

function isLeaseLost(result: unknown): result is LeaseLost {
  return typeof result === "object" && result !== null && "kind" in result && result.kind === "lost";
}

/** A call that waits for a person says how to go on. */
function withNote(result: unknown): unknown {
  if (typeof result !== "object" || result === null || isErrorData(result)) return result;
  if (!("status" in result) || result.status !== "awaiting_approval" || !("approvalId" in result))
    return result;
  return {
    ...result,
    note: "A person has to approve this; nothing was done yet. Ask approval_status every minute or so, which keeps your lease. Once it is approved, make the same call again. Or give the work back and come again later.",
  };
}
