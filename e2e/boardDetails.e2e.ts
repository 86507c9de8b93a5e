// Small things that are done all day: the acts on a card under the hand and under Tab, what is new in a thread, and a task on a
// phone whose thread begins on the first screen. No agent is needed.
import type { Identity } from "../packages/testkit/src/stack.ts";
import { callAs, createTask, DESK, fitsTheScreen, PHONE } from "./fakeTeam.ts";
import { boardHears, expect, leave, owner, type Stack, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

const ben: Identity = {
  issuer: "https://local.mission-control",
  subject: "ben",
  name: "Ben Okafor",
  email: "ben@example.test",
};

let stack: Stack;
let ada: Awaited<ReturnType<typeof owner>>;
let accountId: string;
let taskId: string;

test.beforeAll(async ({ browser, stack: shared }) => {
  test.setTimeout(240_000);
  stack = shared;
  ada = await owner(browser, stack, { account: "Fine print" });
  const { page, slug } = ada;
  await createTask(page, slug, { title: "Write the release notes" });
  const query = async (path: string, args: Record<string, unknown>) =>
    (await callAs(page, stack, { kind: "query", path, args })) as Record<string, string>;
  accountId = (await query("accounts:bySlug", { slug }))["accountId"] ?? "";
  taskId = (await query("tasks:get", { accountId, number: 1 }))["taskId"] ?? "";
  const invitation = { accountId, role: "member" };
  const made = await callAs(page, stack, { kind: "mutation", path: "invitations:create", args: invitation });
  await stack.call("mutation", "invitations:accept", { token: (made as { token: string }).token }, ben);
});

test.afterAll(() => leave(ada));

const say = async (body: string): Promise<void> => {
  const args = { accountId, taskId, body, clientKey: body };
  await stack.call("mutation", "messages:create", args, ben);
};

test("the acts of a card appear under the pointer and under Tab, and give the focus back to the card", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/tasks`);
  const card = page.getByRole("listitem").filter({ hasText: "Write the release notes" });
  const assign = card.getByRole("button", { name: "Assignees of MC-1" });
  await expect(assign).toBeHidden();
  await boardHears(page);
  await card.hover();
  await expect(assign).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(assign).toBeHidden();

  const link = card.getByRole("link", { name: "Write the release notes" });
  await link.focus();
  await expect(assign).toBeVisible();
  await card.getByRole("button", { name: "Priority of MC-1" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Priority of MC-1" });
  await dialog.getByRole("option", { name: "Critical" }).click();
  await expect(dialog).toBeHidden();
  await expect(link).toBeFocused();
  await expect(card.getByRole("img", { name: "Priority critical" })).toBeVisible();
});

test("a line stands before what was said since one was here, and goes with the next visit", async () => {
  const { page, slug } = ada;
  await say("The first draft is in the document.");
  await page.goto(`/${slug}/tasks/1`);
  const thread = page.getByRole("log", { name: "Thread" });
  await expect(thread).toContainText(/New[\s\S]*The first draft/);

  await page.goto(`/${slug}/tasks`);
  await say("Two figures are missing.");
  await expect(page.getByRole("img", { name: "New messages" })).toBeVisible();
  await page.goto(`/${slug}/tasks/1`);
  await expect(thread).toContainText(/The first draft[\s\S]*New[\s\S]*Two figures are missing/);
  await page.reload();
  await expect(thread).toContainText("Two figures are missing");
  await expect(thread.getByText("messages since you were here")).toHaveCount(0);
});

test("on a phone the properties are one line that unfolds", async () => {
  const { page, slug } = ada;
  await page.setViewportSize(PHONE);
  await page.goto(`/${slug}/tasks/1`);
  const fold = page.getByRole("button", { name: /^Properties:/ });
  await expect(fold).toContainText("Inbox");
  const labels = page
    .getByRole("textbox", { name: "Labels" })
    .or(page.getByRole("combobox", { name: "Labels" }));
  await expect(labels.first()).toBeHidden();
  await expect(page.getByRole("log", { name: "Thread" })).toBeInViewport();
  await fold.click();
  await expect(labels.first()).toBeVisible();
  await fitsTheScreen(page);
  await page.setViewportSize(DESK);
  await expect(fold).toBeHidden();
});
