/** An office with an agent outside the gateway, and the ways in which its program reaches it. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import type { Id } from "../convex/_generated/dataModel";
import type { TestBackend } from "./backends";
import { addExternal, addTask, api, createWorld, type World } from "./world";

export type Outside = { world: World; agentId: Id<"agents">; tokenId: Id<"agentTokens">; token: string };

export async function connectAgent(world: World, name = "Xenia"): Promise<Outside> {
  const { accountId, owner } = world;
  const { agentId } = await addExternal(world, name);
  const created = await owner.as.mutation(api.agentTokens.create, { accountId, agentId, name: "laptop" });
  return { world, agentId, tokenId: created.tokenId, token: created.token };
}

/** With one task that waits for the agent. */
export async function outside(t: TestBackend, owner = "Ada"): Promise<Outside> {
  const office = await connectAgent(await createWorld(t, owner));
  await addTask(office.world, { agentIds: [office.agentId] });
  return office;
}

export type Generation = "2025" | "2026";

/** The official client; its requests go to the backend's endpoints. */
export async function mcpClient(
  t: TestBackend,
  token: string,
  generation: Generation = "2025",
): Promise<Client> {
  const client = new Client(
    { name: "test", version: "1" },
    generation === "2026" ? { versionNegotiation: { mode: "auto" } } : {},
  );
  const transport = new StreamableHTTPClientTransport(new URL("https://mission.test/mcp"), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
    fetch: async (url, init) => await t.fetch(new URL(String(url)).pathname, init as RequestInit),
  });
  await client.connect(transport);
  return client;
}

export type ToolAnswer = Record<string, unknown> & { error?: { code: string; message: string } };

/** What a model would read after a call. */
export async function callMcp(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
): Promise<ToolAnswer> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const [first] = content;
  if (first?.type !== "text") throw new TypeError("a tool answered without text");
  const answer = JSON.parse(first.text) as ToolAnswer;
  if ((isError === true) !== (answer.error !== undefined))
    throw new TypeError("isError and the answer disagree");
  return answer;
}

export async function post(
  t: TestBackend,
  tool: string,
  { token, body, key }: { token?: string; body?: unknown; key?: string },
) {
  const response = await t.fetch(`/api/v1/tools/${tool}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    body: typeof body === "string" ? body : JSON.stringify(body ?? {}),
  });
  return {
    status: response.status,
    headers: response.headers,
    answer: (await response.json()) as ToolAnswer,
  };
}
