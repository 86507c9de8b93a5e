// Mission Control inside OpenClaw. Two jobs, both decided by the runtime that owns this gateway:
//  1. tools: one OpenClaw tool per entry of ./tools.json (written by the runtime from @mc/shared/tools/catalog). A call is
//     posted to the runtime with the identity that OpenClaw vouches for: agent, session, run and call, never what a model says.
//  2. gate: a turn reaches a model, and a tool reaches the world, only while the runtime holds that run's lease. OpenClaw
//     resumes interrupted turns by itself after a crash under a run id of its own; the gate is what keeps such a turn
//     from repeating effects that the re-delivered turn makes again. No answer from the runtime counts as "no".
// Plain JavaScript on purpose: OpenClaw loads the folder as it stands, with no build and no install.
import { readFileSync } from "node:fs";

const tools = JSON.parse(readFileSync(new URL("./tools.json", import.meta.url), "utf8"));
const REMEMBERED_CALLS = 500;

export default {
  id: "mission-control",
  name: "Mission Control",
  description: "Tools of the shared office, and the gate that ties every turn to a hand-off.",
  register(api) {
    const { baseUrl, token } = api.pluginConfig ?? {};
    /** toolCallId → run id. The tool factory's context does not carry the run; the hook before the call does. */
    const runOfCall = new Map();

    const post = async (path, body, signal) => {
      const response = await fetch(`${baseUrl}${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        ...(signal ? { signal } : {}),
      });
      if (!response.ok) throw new Error(`Mission Control answered ${response.status}`);
      return await response.json();
    };

    api.on("before_agent_run", async (_event, ctx) => {
      const verdict = await post("/gate/run", {
        runId: ctx.runId ?? null,
        sessionKey: ctx.sessionKey ?? null,
        agentId: ctx.agentId ?? null,
      });
      if (verdict.isAllowed === true) return { outcome: "pass" };
      return {
        outcome: "block",
        reason: verdict.reason ?? "not a hand-off",
        message: "This turn was not started: Mission Control will hand the work over again.",
      };
    });

    api.on("before_tool_call", async (event, ctx) => {
      const runId = event.runId ?? ctx.runId ?? null;
      const toolCallId = event.toolCallId ?? ctx.toolCallId ?? null;
      const verdict = await post(
        "/gate/tool",
        { runId, sessionKey: ctx.sessionKey ?? null, tool: event.toolName },
        ctx.abortSignal,
      );
      if (verdict.isAllowed !== true) {
        return {
          block: true,
          blockReason: verdict.reason ?? "This turn is over: its work was handed over again.",
        };
      }
      if (toolCallId !== null && runId !== null) {
        runOfCall.set(`${ctx.sessionKey}\n${toolCallId}`, runId);
        if (runOfCall.size > REMEMBERED_CALLS) runOfCall.delete(runOfCall.keys().next().value);
      }
      return undefined;
    });

    for (const tool of tools) {
      api.registerTool(
        (ctx) => ({
          name: tool.name,
          label: tool.label ?? tool.name,
          description: tool.description,
          parameters: tool.parameters,
          catalogMode: "direct-only",
          async execute(toolCallId, params, signal) {
            const callKey = `${ctx.sessionKey}\n${toolCallId}`;
            const runId = runOfCall.get(callKey) ?? null;
            runOfCall.delete(callKey);
            let result;
            try {
              result = await post(
                `/tools/${tool.name}`,
                {
                  args: params ?? {},
                  ctx: {
                    agentId: ctx.agentId ?? null,
                    sessionKey: ctx.sessionKey ?? null,
                    sessionId: ctx.sessionId ?? null,
                    runId,
                    toolCallId,
                  },
                },
                signal,
              );
            } catch (cause) {
              const detail = cause instanceof Error ? cause.message : String(cause);
              result = {
                error: {
                  code: "unavailable",
                  message: `Mission Control could not be reached (${detail}). Nothing was changed. Try once more; if it fails again, say so in your answer.`,
                },
              };
            }
            return {
              content: [{ type: "text", text: JSON.stringify(result) }],
              details: { missionControl: result },
            };
          },
        }),
        { name: tool.name },
      );
    }
  },
};
