// The product's first day, as a stranger lives it: one command, a real gateway, a real answer in the thread. One stack serves the
// whole file, because a gateway takes half a minute to boot.
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { isAlive, type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { ada, mallory, openBrowser, signUp } from "./people.ts";

test.describe.configure({ mode: "serial" });

const gatewayBootMs = 600_000; // the first run on a machine installs OpenClaw
const turnMs = 120_000;

let stack: Stack;
let owner: { context: BrowserContext; page: Page; complaints: string[] };
let slug: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(gatewayBootMs);
  stack = await startStack({ MC_DEMO_WORD_MS: "25", MC_PARANOID: "1" });
  owner = await openBrowser(browser, stack.url);
});

test.afterAll(async () => {
  await owner.context.close();
  await stack.stop();
});

async function createTask(
  page: Page,
  task: { title: string; description?: string; agent?: string },
): Promise<void> {
  await page.goto(`/${slug}/tasks`);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill(task.title);
  if (task.description !== undefined) await dialog.getByLabel("Description").fill(task.description);
  if (task.agent !== undefined) {
    await dialog.getByRole("button", { name: "Assign someone" }).click();
    await page.getByRole("option", { name: new RegExp(task.agent) }).click();
    await page.keyboard.press("Escape");
  }
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog).toBeHidden();
}

const openTask = (page: Page, title: string) => page.getByRole("link", { name: title }).click();
const column = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name}, `) });

test("a person signs up, names the account and has a demo team; the dashboard works while the gateway still boots", async () => {
  slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: true });
  await owner.page.getByRole("link", { name: "Agents", exact: false }).first().click();
  for (const agent of ["Mara", "Theo", "Ines", "Quinn", "Juno", "Wells"])
    await expect(owner.page.getByText(agent, { exact: true }).first()).toBeVisible();
  await expect(
    owner.page.getByRole("button", { name: /^Runtime: (starting|installing|online)/ }),
  ).toBeVisible();
});

test("work handed to an agent is done by the real gateway: card moves, text streams, answer stays, feed tells, bell rings", async () => {
  test.setTimeout(gatewayBootMs);
  const { page, complaints } = owner;
  await createTask(page, {
    title: "Write the launch announcement",
    description: "Two paragraphs for our customers.",
    agent: "Wells",
  });
  await expect(
    column(page, "Assigned").getByRole("link", { name: "Write the launch announcement" }),
  ).toBeVisible();
  await openTask(page, "Write the launch announcement");
  const sheet = page.getByRole("dialog", { name: /^MC-1/ });
  await expect(page.getByRole("button", { name: /^Runtime: online/ })).toBeVisible({
    timeout: gatewayBootMs,
  });

  // streamed: words of the answer are there while the turn still runs
  const live = sheet
    .getByRole("log")
    .getByText(/I have read/)
    .first();
  await expect(live).toBeVisible({ timeout: turnMs });
  await expect(sheet.getByRole("article", { name: "Wells, message" })).toContainText(
    "It shows how work flows; it does not think.",
    { timeout: turnMs },
  );
  await expect(sheet.getByRole("article", { name: "Wells, message" })).toHaveCount(1);
  await expect(sheet.getByRole("article", { name: "Wells, message" })).toContainText("scripted demo model");
  await expect(
    column(page, "Review").getByRole("link", { name: "Write the launch announcement" }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /^Notifications, \d+ unread/ })).toBeVisible();

  // the deliverable is a document that can be read
  await sheet.getByRole("tab", { name: "Documents" }).click();
  await sheet.getByRole("button", { name: /Write the launch announcement v1/ }).click();
  await expect(page.getByRole("dialog").last()).toContainText("scripted demo model");
  await page.keyboard.press("Escape");

  await page.goto(`/${slug}/feed`);
  // what Wells did in one go is folded
  await page
    .getByRole("button", { name: /more just before/ })
    .first()
    .click();
  await expect(page.getByRole("main")).toContainText(/Wells moved .* to Review/);
  await page.goto(`/${slug}/notifications`);
  await expect(page.getByRole("main")).toContainText(/review of MC-1/i);
  expect(complaints).toEqual([]);
});

test("a mention wakes the agent that it names, and the composer says so before", async () => {
  const { page } = owner;
  await page.goto(`/${slug}/tasks/1`);
  const composer = page.getByRole("textbox", { name: "Write a message" });
  await composer.fill("@wells please make the second paragraph shorter");
  await expect(page.getByRole("status").filter({ hasText: /wakes Wells/i })).toBeVisible();
  await composer.press("ControlOrMeta+Enter");
  await expect(page.getByRole("article", { name: "Ada Lovelace, message" })).toContainText(
    "please make the second paragraph shorter",
  );
  await expect(page.getByRole("article", { name: "Wells, message" })).toHaveCount(2, { timeout: turnMs });
});

test("somebody of another account sees nothing of it, by page or by function", async ({ browser }) => {
  const stranger = await openBrowser(browser, stack.url);
  await signUp(stranger.page, { person: mallory, account: "Beta", withDemoTeam: false });
  await stranger.page.goto("/beta/tasks");
  await expect(stranger.page.getByText("No tasks yet")).toBeVisible();
  for (const path of ["", "/tasks", "/tasks/1", "/agents", "/feed", "/notifications", "/settings"]) {
    await stranger.page.goto(`/${slug}${path}`);
    await expect(stranger.page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(stranger.page.locator("body")).not.toContainText(/launch announcement|Wells|Lovelace/);
  }
  await stranger.context.close();
});

test("a gateway killed in the middle of a turn: the run is taken up again, and the thread holds exactly one answer", async () => {
  test.setTimeout(gatewayBootMs);
  const { page } = owner;
  const title = "Survive a crash";
  await createTask(page, { title, description: "[[demo slow 400 50]]", agent: "Theo" });
  await openTask(page, title);
  const sheet = page.getByRole("dialog", { name: /^MC-2/ });
  await expect(sheet.getByRole("log")).toContainText("word25 ", { timeout: turnMs });
  const pid = stack.gatewayPid();
  if (pid === null) throw new Error("no gateway runs");
  process.kill(pid, "SIGKILL");
  await expect.poll(() => isAlive(pid)).toBe(false);
  await expect(sheet.getByRole("button", { name: /^Theo done/ })).toBeVisible({ timeout: gatewayBootMs });
  await expect(sheet.getByRole("article", { name: "Theo, message" })).toHaveCount(1);
});

test("the live queries of all this were never stale", async () => {
  const health = (await (await fetch(`${stack.backendUrl}/healthz`)).json()) as {
    staleResults: number;
    evaluations: number;
  };
  expect(health.evaluations).toBeGreaterThan(0);
  expect(health.staleResults).toBe(0);
});
