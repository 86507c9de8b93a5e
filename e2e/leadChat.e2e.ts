// The squad lead is asked from any page: chosen when nobody leads, answered in its own thread, never a task.
import { DESK, fitsTheScreen, PHONE } from "./fakeTeam.ts";
import { expect, leave, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 180_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Counsel", withDemoTeam: true });
});

test.afterAll(() => leave(ada));

const chat = () => ada.page.getByRole("dialog", { name: /^Chat with / });
const field = () => chat().getByRole("textbox", { name: "Write a message" });

test("with no lead it says what a lead is and lets an admin choose one", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/docs`);
  await page.getByRole("button", { name: /^Ask / }).click();
  await expect(chat()).toContainText("Choose a squad lead");
  await chat().getByRole("button", { name: "Make lead: Mara" }).click();
  await expect(page.getByRole("dialog", { name: "Chat with Mara" })).toBeVisible();
});

test("a question wakes the lead, who answers there; a draft outlives the reload and walking about", async () => {
  const { page } = ada;
  await field().fill("What is stuck?");
  await expect(chat().getByRole("status")).toContainText("Wakes Mara");
  await field().press("ControlOrMeta+Enter");
  await expect(chat().getByRole("article", { name: /^Ada Counsel/ })).toContainText("What is stuck?");
  // the account's runtime starts with its team
  await expect(chat().getByRole("log")).toContainText("It is done; please look at it.", { timeout: 60_000 });
  await field().fill("And who can");
  await page.getByRole("link", { name: "Feed" }).first().click();
  await expect(page).toHaveURL(/\/feed/);
  await expect(field()).toHaveValue("And who can");
  await page.reload();
  await expect(field()).toHaveValue("And who can");
  await field().fill("");
});

test("it collapses, and comes back by its key with the focus in the text", async () => {
  const { page } = ada;
  await field().focus();
  await page.keyboard.press("Escape");
  await expect(chat()).toBeHidden();
  await page.keyboard.press("ControlOrMeta+j");
  await expect(field()).toBeVisible();
  await chat().getByRole("button", { name: "Collapse the chat" }).click();
  await expect(chat()).toBeHidden();
});

test("no board, list or search shows it; the feed names it and leads there", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/tasks`);
  await expect(page.getByText("No tasks yet")).toBeVisible();
  await page.goto(`/${slug}/tasks?view=archived`);
  await expect(page.getByText("What is stuck?")).toHaveCount(0);
  await page.goto(`/${slug}/search?q=stuck`);
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.goto(`/${slug}/feed?kind=messages`);
  await page.getByRole("link", { name: "the squad lead's chat" }).first().click();
  await expect(chat()).toContainText("What is stuck?");
});

test("on a phone it has the screen", async () => {
  const { page, slug } = ada;
  await page.setViewportSize(PHONE);
  await page.goto(`/${slug}/tasks?chat=open`);
  await expect(field()).toBeVisible();
  await fitsTheScreen(page);
  const box = await chat().boundingBox();
  expect(box?.width).toBe(PHONE.width);
  await field().fill("And on the way home?");
  await chat().getByRole("button", { name: "Send", exact: true }).click();
  await expect(chat().getByRole("log")).toContainText("And on the way home?");
  await chat().getByRole("button", { name: "Collapse the chat" }).click();
  await expect(page.getByRole("heading", { name: "Tasks" })).toBeVisible();
  await page.setViewportSize(DESK);
});
