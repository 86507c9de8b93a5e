/** The two doors for agents outside the gateway, through the official MCP client and over plain HTTP. */
import { EXTERNAL_LEASE_MS } from "@mc/shared/agent/place";
import { TOOL_NAMES } from "@mc/shared/tools/catalog";
import { externalTools } from "@mc/shared/tools/external";
import { WORK_TOOL_NAMES } from "@mc/shared/tools/work";
import { describe, expect, test } from "vitest";
import { BACKENDS, travel } from "./backends";
import { callMcp, connectAgent, mcpClient, outside, post } from "./externalWorld";
import { addAgent, addTask, api, createWorld, internal, queueOf, readTask } from "./world";

type Claimed = {
  kind: string;
  lease: string;
  context: { task: { description: string }; news: unknown[]; olderNewsCount: number };
};
type Loaded = {
  description: string;
  nextOffset: number | null;
  messages: { body: string }[];
  nextSkip: number | null;
};

const LEAD_ONLY = ["task_list", "task_search", "task_assign"];

describe.each(BACKENDS)("MCP on $name", ({ start }) => {
  test.each(["2025", "2026"] as const)(
    "a client of %s lists its tools, claims, works and answers in the thread",
    async (generation) => {
      const { world, token } = await outside(start());
      const client = await mcpClient(world.t, token, generation);
      const instructions = client.getInstructions();
      expect(instructions).toContain("You are Xenia (Engineer) at Ada Works.");
      expect(instructions).toContain("# Xenia, Engineer");
      const { tools } = await client.listTools();
      const expected = [...WORK_TOOL_NAMES, ...TOOL_NAMES.filter((name) => !LEAD_ONLY.includes(name))];
      expect(tools.map(({ name }) => name)).toEqual(expected.filter((name) => name !== "task_create"));
      expect(tools.find(({ name }) => name === "task_status")?.inputSchema).toMatchObject({
        properties: { lease: { type: "string" }, status: { type: "string" }, callId: { type: "string" } },
        required: ["lease", "status"],
        additionalProperties: false,
      });
      const list = await callMcp(client, "work_list");
      expect(list).toMatchObject({ waiting: [{ task: "MC-1" }], held: [] });
      const { lease } = await callMcp(client, "work_claim");
      expect(await callMcp(client, "task_status", { lease, status: "in_progress" })).toMatchObject({
        status: "in_progress",
      });
      await callMcp(client, "document_upsert", { lease, title: "Plan", content: "# Plan" });
      await callMcp(client, "task_message", { lease, body: "Half way." });
      await callMcp(client, "work_progress", { lease, text: "Nearly there" });
      await callMcp(client, "task_status", { lease, status: "review" });
      expect(await callMcp(client, "work_answer", { lease, answer: "Done." })).toHaveProperty("messageId");
      expect(await readTask(world, 1)).toMatchObject({ status: "review", messageCount: 2, documentCount: 1 });
      await client.close();
    },
  );

  test("both doors carry what a turn has used into the ledger, and refuse what is no count", async () => {
    const { world, token, agentId } = await outside(start());
    const { accountId, owner, t } = world;
    const client = await mcpClient(t, token);
    const used = {
      model: "anthropic/claude-sonnet-5",
      inputTokens: 1_000_000,
      outputTokens: 0,
      cacheReadTokens: 500_000,
    };
    const { lease } = await callMcp(client, "work_claim");
    const wrong = await callMcp(client, "work_answer", { lease, answer: "x", ...used, outputTokens: -1 });
    expect(wrong.error?.code).toBe("invalid");
    expect(await callMcp(client, "work_answer", { lease, answer: "Done.", ...used })).toHaveProperty(
      "messageId",
    );
    await addTask(world, { title: "Second", agentIds: [agentId] });
    const claimed = (await post(t, "work_claim", { token })).answer;
    const broken = {
      lease: claimed["lease"],
      reason: "No disk.",
      retry: "no",
      cacheWriteTokens: 1_000_000,
      model: "claude-sonnet-5",
    };
    expect((await post(t, "work_fail", { token, body: broken })).answer).toEqual({ status: "failed" });
    const ledger = await owner.as.query(api.usage.ledger, {
      accountId,
      agentId,
      paginationOpts: { numItems: 10, cursor: null },
    });
    expect(ledger.page.map(({ usage }) => [usage.basis, usage.costUsd])).toEqual([
      ["estimated", 2.5],
      ["estimated", 2.1],
    ]);
    await client.close();
  });

  test("both doors refuse the end of a turn whose lease is over, and count what it used", async () => {
    const { world, token, agentId } = await outside(start());
    const { accountId, owner, t } = world;
    const client = await mcpClient(t, token);
    const { lease } = await callMcp(client, "work_claim");
    travel(EXTERNAL_LEASE_MS + 1_000);
    await t.mutation(internal.runs.sweep, {});
    const over = "This lease is over, so nothing was done but counting what you have used.";
    const answered = await callMcp(client, "work_answer", { lease, answer: "Late.", inputTokens: 10 });
    expect(answered.error).toMatchObject({ code: "conflict", message: expect.stringContaining(over) });
    const failed = await post(t, "work_fail", {
      token,
      body: { lease, reason: "Late.", retry: "no", inputTokens: 30 },
    });
    expect([failed.status, failed.answer.error?.code]).toEqual([409, "conflict"]);
    const { today } = await owner.as.query(api.usage.ofAgent, { accountId, agentId });
    expect([today.turns, today.input]).toEqual([1, 30]);
    expect(await readTask(world, 1)).toMatchObject({ messageCount: 0 });
    await client.close();
  });

  test("a message longer than one answer is cut where it says how to read it, and can be read whole", async () => {
    const { world, token, agentId } = await connectAgent(await createWorld(start()));
    const { t, accountId, owner } = world;
    const { taskId } = await owner.as.mutation(api.tasks.create, {
      accountId,
      title: "Log",
      agentIds: [agentId],
    });
    const body = `"${"𝕏 line\n".repeat(9_000)}end"`;
    const { messageId } = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body,
      clientKey: "1",
    });
    const ask = async (tool: string, args: object) => (await post(t, tool, { token, body: args })).answer;
    const { lease, context } = (await ask("work_claim", {})) as unknown as Claimed;
    const how = `read the whole with message_read, messageId ${messageId}]`;
    expect((context.news[0] as { body: string }).body.endsWith(how)).toBe(true);
    const loaded = (await ask("task_load", { lease })) as unknown as Loaded;
    expect(loaded.messages[0]?.body.endsWith(how)).toBe(true);
    let read = "";
    for (let offset: number | null = 0; offset !== null; ) {
      const part = await ask("message_read", { lease, messageId, offset });
      expect(part).toMatchObject({ author: "Ada" });
      read += String(part["body"]);
      offset = part["nextOffset"] as number | null;
    }
    expect(read).toBe(body);
    const elsewhere = await addTask(world, { title: "Other" });
    const other = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId: elsewhere.taskId,
      body: "Not yours",
      clientKey: "2",
    });
    for (const id of [other.messageId, "nothing"]) {
      expect((await ask("message_read", { lease, messageId: id })).error?.code).toBe("not_found");
    }
    await owner.as.mutation(api.messages.remove, { accountId, messageId });
    expect((await ask("message_read", { lease, messageId })).error?.code).toBe("not_found");
  });

  test("a wrong and a revoked token are refused before anything is said", async () => {
    const { world, token, tokenId } = await outside(start());
    const { accountId, owner, t } = world;
    await expect(mcpClient(t, "mca_wrong")).rejects.toThrow();
    const client = await mcpClient(t, token);
    await owner.as.mutation(api.agentTokens.revoke, { accountId, tokenId });
    await expect(client.listTools()).rejects.toThrow();
    await expect(mcpClient(t, token)).rejects.toThrow();
    const bare = await t.fetch("/mcp", { method: "POST", body: "{}" });
    expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([
      401,
      'Bearer realm="Mission Control"',
    ]);
    expect(await bare.json()).toMatchObject({ error: { code: "unauthenticated" } });
    const runtime = await t.fetch("/mcp", {
      method: "POST",
      headers: { authorization: `Bearer ${world.serviceToken}` },
    });
    expect(runtime.status).toBe(401);
  });

  test("[T4] leases, runs and documents of another account answer as those that never were", async () => {
    const t = start();
    const [mine, theirs] = [await outside(t, "Ada"), await outside(t, "Ben")];
    const [client, foreign] = [await mcpClient(t, mine.token), await mcpClient(t, theirs.token)];
    const [run] = (await callMcp(foreign, "work_list"))["waiting"] as { run: string }[];
    const unknown = (await callMcp(client, "work_claim", { run: "nothing" })).error;
    expect(unknown?.code).toBe("not_found");
    expect((await callMcp(client, "work_claim", { run: run?.run })).error).toEqual(unknown);
    const { lease: foreignLease } = await callMcp(foreign, "work_claim");
    const { documentId } = await callMcp(foreign, "document_upsert", {
      lease: foreignLease,
      title: "x",
      content: "x",
    });
    const { lease } = await callMcp(client, "work_claim");
    for (const [tool, args] of [
      ["task_load", {}],
      ["task_message", { body: "x" }],
      ["work_answer", { answer: "x" }],
      ["work_give_back", {}],
    ] as const) {
      const never = (await callMcp(client, tool, { ...args, lease: "nothing.1" })).error;
      expect([tool, never?.code]).toEqual([tool, "not_found"]);
      expect((await callMcp(client, tool, { ...args, lease: foreignLease })).error).toEqual(never);
    }
    const noDocument = (await callMcp(client, "document_read", { lease, documentId: "nothing" })).error;
    expect((await callMcp(client, "document_read", { lease, documentId })).error).toEqual(noDocument);
    expect(await readTask(theirs.world, 1)).toMatchObject({ messageCount: 0 });
  });

  test("a task longer than one answer is claimed with its lease, and nothing of it is out of reach", async () => {
    const { world, token, agentId } = await connectAgent(await createWorld(start()));
    const { t, accountId, owner } = world;
    const description = 'Say "why".\n'.repeat(3_000);
    const task = { accountId, title: "Long", description, agentIds: [agentId] };
    const { taskId } = await owner.as.mutation(api.tasks.create, task);
    const said = Array.from({ length: 30 }, (_, index) => `${index} ${"x".repeat(3_000)}`);
    for (const body of said) {
      await owner.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: body.slice(0, 3) });
    }
    const ask = async (tool: string, body: object) => (await post(t, tool, { token, body })).answer;
    const { kind, lease, context } = (await ask("work_claim", {})) as unknown as Claimed;
    expect({ kind, lease }).toEqual({ kind: "claimed", lease: expect.stringMatching(/\.1$/) });
    expect(context.task.description).toContain("more characters; read the rest with task_load");
    expect(context.news.length).toBeGreaterThan(0);
    // Every message is told or counted, and those that are counted can be read.
    expect(context.news.length + context.olderNewsCount).toBe(said.length);
    let read = "";
    const bodies: string[] = [];
    let part: { offset?: number; skipMessages?: number } = {};
    for (let calls = 0; calls < 40; calls += 1) {
      const answer = (await ask("task_load", { lease, ...part })) as unknown as Loaded;
      if (calls === 0 || part.offset !== undefined) read += answer.description;
      if (calls === 0 || part.skipMessages !== undefined)
        bodies.unshift(...answer.messages.map(({ body }) => body));
      const { nextOffset, nextSkip } = answer;
      const offset = calls === 0 || part.offset !== undefined ? nextOffset : null;
      const skip = calls === 0 || part.skipMessages !== undefined ? nextSkip : null;
      if (offset === null && skip === null) break;
      part = { ...(offset === null ? {} : { offset }), ...(skip === null ? {} : { skipMessages: skip }) };
    }
    expect(read).toBe(description);
    expect(bodies).toEqual(said);
    const content = '| "a" | b |\n'.repeat(6_000);
    const { documentId } = await ask("document_upsert", { lease, title: "Table", content });
    let document = "";
    for (let offset: number | null = 0; offset !== null; ) {
      const answer = await ask("document_read", { lease, documentId, offset });
      expect(answer).toMatchObject({ title: "Table", version: 1 });
      document += String(answer["content"]);
      offset = answer["nextOffset"] as number | null;
    }
    expect(document).toBe(content);
  });

  test("[N3] a call that is sent again under its id has no second effect", async () => {
    const { world, token } = await outside(start());
    const client = await mcpClient(world.t, token);
    const { lease } = await callMcp(client, "work_claim");
    const say = (callId: string) => callMcp(client, "task_message", { lease, body: "Hello", callId });
    const first = await say("one");
    expect(await say("one")).toEqual(first);
    expect(await say("two")).not.toEqual(first);
    await Promise.all([say("three"), say("three")]);
    expect((await readTask(world, 1)).messageCount).toBe(3);
  });

  test("two clients that claim one run: one gets it, the other is told", async () => {
    const { world, token } = await outside(start());
    const clients = [await mcpClient(world.t, token), await mcpClient(world.t, token, "2026")];
    const [run] = (await callMcp(clients[0] as (typeof clients)[0], "work_list"))["waiting"] as {
      run: string;
    }[];
    const answers = await Promise.all(
      clients.map((client) => callMcp(client, "work_claim", { run: run?.run })),
    );
    expect(answers.filter(({ lease }) => lease !== undefined)).toHaveLength(1);
    expect(answers.flatMap(({ error }) => error ?? [])).toMatchObject([{ code: "conflict" }]);
  });

  test("[A3] what a model writes names nobody else: arguments that claim an agent, account or task change nothing", async () => {
    const t = start();
    const { world, token } = await outside(t);
    const theirs = await createWorld(t, "Ben");
    const theo = await addAgent(world, "Theo");
    const other = await addTask(world, { title: "Not yours", agentIds: [theo.agentId] });
    const client = await mcpClient(t, token);
    const { lease } = await callMcp(client, "work_claim");
    for (const injected of [
      { agentSlug: "theo" },
      { agentId: theo.agentId },
      { agentToken: "mca_other" },
      { serviceToken: world.serviceToken },
      { accountId: theirs.accountId },
      { taskId: other.taskId },
      { number: 2 },
      { sessionKey: `agent:theo:mc:task:${other.taskId}:g1` },
      { runId: (await queueOf(world)).ready[0]?.runId },
      { fence: 99 },
      { __proto__: { agentSlug: "theo" }, agent: "theo" },
    ]) {
      const answer = await callMcp(client, "task_message", { lease, body: "I am Theo", ...injected });
      expect([injected, answer.error?.code]).toEqual([injected, "invalid"]);
    }
    await callMcp(client, "task_message", { lease, body: "I am Theo. accountId: x" });
    const messages = await world.owner.as.query(api.messages.list, {
      accountId: world.accountId,
      taskId: (await readTask(world, 1)).taskId,
      paginationOpts: { numItems: 10, cursor: null },
    });
    expect(messages.page.map(({ author }) => author.name)).toEqual(["Xenia"]);
    expect(await readTask(world, 2)).toMatchObject({ messageCount: 0 });
  });

  test("a gated call is parked with a way to go on", async () => {
    const { world, token, agentId } = await outside(start());
    const { accountId, owner, t } = world;
    await owner.as.mutation(api.agents.update, {
      accountId,
      agentId,
      requiresApprovalForActions: ["task_message"],
    });
    const client = await mcpClient(t, token);
    const { lease } = await callMcp(client, "work_claim");
    const parked = await callMcp(client, "task_message", { lease, body: "May I?" });
    expect(parked).toMatchObject({
      status: "awaiting_approval",
      note: expect.stringContaining("approval_status"),
    });
    const [waiting] = await owner.as.query(api.approvals.list, { accountId, status: "pending" });
    if (!waiting) throw new TypeError("nothing waits for approval");
    const decide = {
      accountId,
      approvalId: waiting.approvalId,
      decision: "refused" as const,
      reason: "Not now.",
    };
    await owner.as.mutation(api.approvals.decide, decide);
    expect(await callMcp(client, "task_message", { lease, body: "May I?" })).toMatchObject({
      status: "refused",
    });
    expect((await readTask(world, 1)).messageCount).toBe(0);
  });

  test("a lease that ran out is over for the client too", async () => {
    const { world, token } = await outside(start());
    const client = await mcpClient(world.t, token);
    const { lease } = await callMcp(client, "work_claim");
    travel(6 * 60_000);
    await world.t.mutation(internal.runs.sweep, {});
    expect((await callMcp(client, "work_answer", { lease, answer: "Late" })).error).toMatchObject({
      code: "conflict",
    });
    expect((await callMcp(client, "task_load", { lease })).error?.message).toContain("work_list");
  });
});

describe.each(BACKENDS)("HTTP on $name", ({ start }) => {
  test("the same tools by POST, with refusals as codes and statuses", async () => {
    const { world, token } = await outside(start());
    const { t } = world;
    const me = await t.fetch("/api/v1/tools", { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toMatchObject({ agent: { slug: "xenia" }, account: { slug: world.slug } });
    const claimed = await post(t, "work_claim", { token, body: "" });
    expect(claimed.status).toBe(200);
    const { lease } = claimed.answer;
    const say = (key: string) => post(t, "task_message", { token, key, body: { lease, body: "Hello" } });
    const first = await say("a");
    expect((await say("a")).answer).toEqual(first.answer);
    await say("b");
    expect((await readTask(world, 1)).messageCount).toBe(2);
    const cases = [
      [await post(t, "work_list", {}), 401, "unauthenticated"],
      [await post(t, "work_list", { token: "mca_wrong" }), 401, "unauthenticated"],
      [await post(t, "task_create", { token, body: { lease, title: "x" } }), 403, "forbidden"],
      [await post(t, "no_such_tool", { token }), 404, "not_found"],
      [await post(t, "task_load", { token, body: { lease: "nothing.1" } }), 404, "not_found"],
      [await post(t, "work_claim", { token, body: { run: 1 } }), 422, "invalid"],
      [await post(t, "work_claim", { token, body: "[]" }), 422, "invalid"],
      [await post(t, "work_claim", { token, body: "not json" }), 422, "invalid"],
      [
        await post(t, "task_message", { token, key: "x".repeat(201), body: { lease, body: "x" } }),
        422,
        "invalid",
      ],
      [
        await post(t, "task_message", { token, body: { lease, body: "x".repeat(1_000_001) } }),
        413,
        "too_large",
      ],
    ] as const;
    for (const [{ status, answer }, wantedStatus, code] of cases) {
      expect([status, answer.error?.code, answer.error?.message]).toEqual([
        wantedStatus,
        code,
        expect.any(String),
      ]);
    }
    await post(t, "work_give_back", { token, body: { lease } });
    expect((await post(t, "work_give_back", { token, body: { lease } })).status).toBe(409);
    const again = await post(t, "work_claim", { token });
    const failed = { lease: again.answer["lease"], reason: "No compiler here.", retry: "no" };
    expect((await post(t, "work_fail", { token, body: failed })).answer).toEqual({ status: "failed" });
  });

  test("the OpenAPI document has every tool, with the schemas that calls are checked against", async () => {
    const t = start();
    const document = (await (await t.fetch("/api/v1/openapi.json")).json()) as {
      openapi: string;
      paths: Record<string, { post?: { requestBody: { content: Record<string, { schema: unknown }> } } }>;
    };
    expect(document.openapi).toBe("3.1.0");
    const tools = externalTools();
    expect(Object.keys(document.paths)).toEqual(["/tools", ...tools.map(({ name }) => `/tools/${name}`)]);
    for (const { name, parameters } of tools) {
      const { schema } =
        document.paths[`/tools/${name}`]?.post?.requestBody.content["application/json"] ?? {};
      expect([name, schema]).toEqual([name, parameters]);
    }
  });

  test("too many calls are told to wait, and refused calls count as well", async () => {
    const t = start();
    const { token } = await connectAgent(await createWorld(t));
    for (let nth = 0; nth < 239; nth += 1) {
      const answer = await post(t, "work_answer", { token, body: { lease: "nothing.1", answer: "x" } });
      expect(answer.status).toBe(404);
    }
    const { status, headers, answer } = await post(t, "work_list", { token });
    expect([status, answer.error?.code]).toEqual([429, "rate_limited"]);
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
  });
});
