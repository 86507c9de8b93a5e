/**
 * The MCP door: streamable HTTP by the official SDK, stateless, so that any client of either generation of the protocol can
 * speak to any instance of the backend. It lists and calls the tools of the one table and decides nothing itself.
 */

import { EXTERNAL_INSTRUCTIONS, externalTools } from "@mc/shared/tools/external";
import { toolError } from "@mc/shared/tools/results";
import { createMcpHandler, Server, type Tool } from "@modelcontextprotocol/server";
import { type HttpCtx, refusalOf } from "../functions/http";
import { bearerToken, callTool, whoCalls } from "./agentDoor";
import { MAX_BODY_BYTES } from "./agentHttp";

export async function serveMcp(ctx: HttpCtx, request: Request): Promise<Response> {
  const agentToken = bearerToken(request);
  const { agent, account, tools } = await whoCalls(ctx, agentToken);
  const listed = externalTools(tools).map(({ name, description, parameters, isRead }) => ({
    name,
    description,
    inputSchema: parameters as unknown as Tool["inputSchema"],
    annotations: { readOnlyHint: isRead, openWorldHint: false },
  }));
  const instructions = [
    EXTERNAL_INSTRUCTIONS,
    `You are ${agent.name} (${agent.role}) at ${account.name}.`,
    agent.identity,
    agent.soul,
  ].join("\n\n");
  const handler = createMcpHandler(
    () => {
      const server = new Server(
        { name: "mission-control", version: "1" },
        { capabilities: { tools: {} }, instructions },
      );
      server.setRequestHandler("tools/list", () => ({ tools: listed }));
      server.setRequestHandler("tools/call", async ({ params }) => {
        const call = { agentToken, tool: params.name, args: params.arguments ?? {}, callId: null };
        return await contentOf(callTool(ctx, call));
      });
      return server;
    },
    { maxRequestBodySize: MAX_BODY_BYTES, keepAliveMs: 0 },
  );
  return await handler.fetch(request);
}

/** A refusal is an answer that the model reads, not a failure of the protocol. */
async function contentOf(call: Promise<unknown>) {
  const text = (value: unknown) => [{ type: "text" as const, text: JSON.stringify(value ?? null) }];
  try {
    return { content: text(await call) };
  } catch (thrown) {
    const { code, message } = refusalOf(thrown);
    return { content: text(toolError(code, message)), isError: true };
  }
}
