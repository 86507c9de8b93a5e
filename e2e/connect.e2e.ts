// A program of somebody's becomes an agent: connected through the dashboard, it comes for its work over the product's one
// origin with the official MCP client and with plain HTTP, and answers in the thread. No gateway is needed.
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { expect, leave, owner, type Stack, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 90_000 });

let stack: Stack;
let ada: Awaited<ReturnType<typeof owner>>;
let token: string;

test.beforeAll(async ({ browser, stack: shared }) => {
  test.setTimeout(240_000);
  stack = shared;
  ada = await owner(browser, stack, { account: "Bridge" });
});
test.afterAll(() => leave(ada));

async function connect(): Promise<Client> {
  const client = new Client({ name: "e2e", version: "1" });
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${stack.url}/mcp`), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
    }),
  );
  return client;
}

async function call(client: Client, name: string, args: Record<string, unknown> = {}) {
  const { content } = await client.callTool({ name, arguments: args });
  const [first] = content;
  return JSON.parse(first?.type === "text" ? first.text : "null") as Record<string, unknown>;
}

test("an admin connects an agent: its token is shown once, with commands that name this installation", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/agents`);
  await page.getByRole("button", { name: "Connect an agent" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Claude");
  await dialog.getByLabel("Role").fill("Engineer");
  await dialog.getByRole("button", { name: "Create agent and token" }).click();
  await expect(dialog.getByText(`${stack.url}/mcp`)).toBeVisible();
  token = (await dialog.getByText(/^mca_/).first().textContent())?.trim() ?? "";
  await dialog.getByRole("tab", { name: "Any script" }).click();
  await expect(dialog.getByText(`curl -X POST ${stack.url}/api/v1/tools/work_list`)).toBeVisible();
  await dialog.getByRole("link", { name: "Go to the agent" }).click();
  await expect(page.getByRole("heading", { name: "Claude" })).toBeVisible();
  await expect(page.getByText("Has not connected yet; work waits for it")).toBeVisible();
  await expect(page.getByText(token)).toHaveCount(0);
});

test("an admin writes a skill, looks at it and gives it to the agent", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/admin/skills`);
  await expect(page.getByText("No skills yet")).toBeVisible();
  await page.getByRole("button", { name: "New skill" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Release notes");
  await dialog.getByLabel("Description").fill("How we write release notes.");
  await dialog.getByLabel("SKILL.md").fill("# Steps\n\nOne line per change.");
  await dialog.getByRole("button", { name: "Preview" }).click();
  await expect(dialog.getByRole("heading", { name: "Steps" })).toBeVisible();
  await dialog.getByRole("button", { name: "Create skill" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("listitem").filter({ hasText: "Release notes" })).toContainText("No agent");
  await page.goto(`/${slug}/agents/claude?tab=skills`);
  await page.getByRole("checkbox", { name: /Release notes/ }).click();
  await expect(page.getByRole("checkbox", { name: /Release notes/ })).toBeChecked();
  await page.goto(`/${slug}/admin/skills?skill=release-notes`);
  await page.getByRole("tab", { name: "Agents" }).click();
  await expect(page.getByRole("checkbox", { name: /Claude/ })).toBeChecked();
});

test("the agent comes over the one origin, reads its skill, works and answers in the thread", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/tasks`);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  const form = page.getByRole("dialog", { name: "New task" });
  await form.getByLabel("Title").fill("Write the release notes");
  await form.getByRole("button", { name: "Assign someone" }).click();
  await page.getByRole("option", { name: /Claude/ }).click();
  await page.keyboard.press("Escape");
  await form.getByRole("button", { name: "Create task" }).click();
  await expect(form).toBeHidden();

  const client = await connect();
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain("work_claim");
  expect(await call(client, "work_list")).toMatchObject({ waiting: [{ task: "MC-1" }] });
  const { lease } = await call(client, "work_claim");
  expect(await call(client, "skill_list", { lease, slug: "release-notes" })).toMatchObject({
    text: expect.stringContaining("One line per change."),
  });
  await page.goto(`/${slug}/tasks/1`);
  await call(client, "task_status", { lease, status: "in_progress" });
  await call(client, "work_progress", { lease, text: "Reading the merged changes" });
  await expect(page.getByText("Reading the merged changes").first()).toBeVisible();
  const answer = await fetch(`${stack.url}/api/v1/tools/work_answer`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ lease, answer: "The notes are written.", model: "claude" }),
  });
  expect(answer.status).toBe(200);
  await expect(page.getByRole("article", { name: "Claude, message" })).toContainText(
    "The notes are written.",
  );
  await client.close();
});

test("a revoked token opens nothing any more, and nobody without one gets in", async () => {
  const { page, slug } = ada;
  const status = async (authorization?: string): Promise<number> =>
    (await fetch(`${stack.url}/api/v1/tools`, authorization ? { headers: { authorization } } : {})).status;
  expect([await status(), await status("Bearer mca_wrong"), await status(`Bearer ${token}`)]).toEqual([
    401, 401, 200,
  ]);
  await page.goto(`/${slug}/agents/claude?tab=connection`);
  await page.getByRole("button", { name: "Revoke First token" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(page.getByText(/^revoked/)).toBeVisible();
  expect(await status(`Bearer ${token}`)).toBe(401);
  await expect(connect()).rejects.toThrow();
  expect((await fetch(`${stack.url}/api/v1/openapi.json`)).status).toBe(200);
});
