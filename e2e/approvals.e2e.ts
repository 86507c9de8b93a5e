// An agent has to ask: the turn waits, people see what it wants and why, decide from the page or the thread, and it goes on.
import { createTask, DESK, fitsTheScreen, PHONE } from "./fakeTeam.ts";
import { expect, leave, owner, teamIsThere, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 90_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Permits", withDemoTeam: true });
});

test.afterAll(() => leave(ada));

test("with nothing to decide the page says when something would be", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/approvals`);
  await expect(page.getByText("Nothing waits for a decision")).toBeVisible();
  await expect(page.getByText("Nothing was decided yet.")).toBeVisible();
});

test("a gated call waits as a sentence with its text and its reason, and by one key it goes on", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/settings/agents`);
  await page.getByLabel("Write in a thread before the answer").click();
  await expect(page.getByLabel("Write in a thread before the answer")).toBeChecked();
  await page.reload();
  await expect(page.getByLabel("Write in a thread before the answer")).toBeChecked();
  await teamIsThere(page);
  await createTask(page, slug, { title: "Write the guide", assignee: /Theo/ });
  const card = page.getByRole("region", { name: /^In progress, / }).getByRole("listitem");
  await expect(card).toContainText("Theo wants to post a message in MC-1");
  await expect(page.getByRole("link", { name: /^Approvals/ })).toContainText("1");
  await card.getByRole("link", { name: "Decide" }).click();
  const request = page.getByRole("article", { name: "Theo wants to post a message in MC-1" });
  await expect(request).toBeFocused();
  await expect(request).toContainText("I have started.");
  await expect(request).toContainText(`Theo is at it because ${ada.person.name} assigned it.`);
  await expect(request).toContainText(/expires in 23 h|expires in 24 h|expires in 1 d/);
  await page.keyboard.press("a");
  await expect(request).toBeHidden();
  await expect(page.getByRole("region", { name: "Decided" })).toContainText(`by ${ada.person.name}`);
  await page.goto(`/${slug}/tasks/1`);
  await expect(page.getByRole("article", { name: /^Theo, / }).first()).toContainText("I have started.");
  await expect(page.getByRole("log")).toContainText("It is done; please look at it.");
});

test("refused in the thread with a reason: nothing is posted, and the decision stays to be found", async () => {
  const { page, slug } = ada;
  await createTask(page, slug, { title: "Tell the customers", assignee: /Wells/ });
  await page.goto(`/${slug}/tasks/2`);
  const request = page.getByRole("region", { name: "Wells wants to post a message in MC-2" });
  await request.getByRole("button", { name: /^Refuse/ }).click();
  await request.getByLabel("Reason").fill("Not before Monday.");
  await request.getByRole("button", { name: "Refuse", exact: true }).click();
  await expect(request).toBeHidden();
  await expect(page.getByRole("log")).toContainText("It is done; please look at it.");
  await expect(page.getByRole("log")).not.toContainText("I have started.");
  await page.goto(`/${slug}/approvals?outcome=refused&agent=wells`);
  const decided = page.getByRole("region", { name: "Decided" });
  await expect(decided.getByRole("listitem")).toHaveCount(1);
  await expect(decided).toContainText("Not before Monday.");
});

test("the notification leads to the exact request, on a phone too", async () => {
  const { page, slug } = ada;
  await createTask(page, slug, { title: "One more", assignee: /Juno/ });
  await page.setViewportSize(PHONE);
  await page.goto(`/${slug}/notifications?type=approval_request`);
  await page.getByRole("link", { name: /Juno asks to use task_message in MC-3/ }).click();
  const request = page.getByRole("article", { name: "Juno wants to post a message in MC-3" });
  await expect(request).toBeFocused();
  await fitsTheScreen(page);
  await request.getByRole("button", { name: /^Approve/ }).click();
  await expect(page.getByText("Nothing waits for a decision")).toBeVisible();
  await page.setViewportSize(DESK);
});
