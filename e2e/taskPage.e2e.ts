// One task with everything on it: tabs, replies, reactions, files, commands, who has seen it, a turn that gives up and is sent
// again, in two browsers at once.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { MAX_MESSAGE_LENGTH } from "../packages/shared/src/message/limits.ts";
import type { Stack } from "../packages/testkit/src/stack.ts";
import { createTask, DESK, fitsTheScreen, PHONE, startFakeStack } from "./fakeTeam.ts";
import { ada, openBrowser, type Person, signUp } from "./people.ts";

test.describe.configure({ mode: "serial", timeout: 90_000 });

type Window = Awaited<ReturnType<typeof openBrowser>>;
const ben: Person = { name: "Ben Turing", email: "ben@example.test", password: "a first long password" };

let stack: Stack;
let owner: Window;
let guest: Window;
let slug: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(240_000);
  stack = await startFakeStack();
  owner = await openBrowser(browser, stack.url);
  guest = await openBrowser(browser, stack.url);
  slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: true });
  await owner.page.goto(`/${slug}/settings/members`);
  await owner.page.getByRole("button", { name: "Create link" }).click();
  await guest.page.goto(await owner.page.getByLabel("Invitation link").inputValue());
  await guest.page.getByRole("link", { name: "Create an account" }).click();
  await guest.page.getByLabel("Your name").fill(ben.name);
  await guest.page.getByLabel("E-mail").fill(ben.email);
  await guest.page.getByLabel("Password").fill(ben.password);
  await guest.page.getByRole("button", { name: "Create account" }).click();
  await expect(guest.page).toHaveURL(new RegExp(`/${slug}(/|$)`));
});

test.afterAll(async () => {
  await owner.context.close();
  await guest.context.close();
  await stack.stop();
});

const field = (page: Page) => page.getByRole("textbox", { name: "Write a message" });
const say = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text);
  await field(page).press("ControlOrMeta+Enter");
};

test("a message with a file arrives in the other browser, is answered, reacted to and seen", async () => {
  await createTask(owner.page, slug, { title: "Plan the launch", assignee: /Ben Turing/ });
  await expect(owner.page.getByRole("link", { name: "Plan the launch" })).toBeVisible();
  await owner.page.goto(`/${slug}/tasks/1`);
  await owner.page.getByLabel("Files", { exact: true }).setInputFiles({
    name: "plan.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("step,when\nbook,monday\n"),
  });
  await expect(owner.page.getByRole("list", { name: "Files of this message" })).not.toContainText("sending");
  await field(owner.page).fill("Here is the plan.");
  await expect(owner.page.getByText("Notifies Ben Turing")).toBeVisible();
  await field(owner.page).press("ControlOrMeta+Enter");

  await guest.page.goto(`/${slug}/tasks`);
  await expect(guest.page.getByRole("listitem").filter({ hasText: "Plan the launch" })).toContainText(
    "New messages",
  );
  await guest.page.goto(`/${slug}/tasks/1`);
  const message = guest.page.getByRole("article", { name: "Ada Lovelace, message" });
  await expect(message).toContainText("Here is the plan.");
  await expect(message.getByRole("link", { name: /plan\.csv/ })).toBeVisible();
  await expect(owner.page.getByText("Seen by Ben Turing")).toBeVisible();
  await message.hover();
  await message.getByRole("button", { name: "Message actions" }).click();
  await guest.page.getByRole("menuitem", { name: "React with 🎉" }).click();
  await expect(owner.page.getByRole("button", { name: "🎉 by Ben Turing" })).toBeVisible();
  await message.hover();
  await message.getByRole("button", { name: "Message actions" }).click();
  await guest.page.getByRole("menuitem", { name: "Reply" }).click();
  await expect(guest.page.getByText("Replying to Ada Lovelace")).toBeVisible();
  await say(guest.page, "Monday is fine.");
  await expect(owner.page.getByRole("article", { name: "Ben Turing, message" })).toContainText(
    /Ada Lovelace.*Here is the plan\..*Monday is fine\./s,
  );
  await guest.page.goto(`/${slug}/tasks`);
  await expect(guest.page.getByRole("listitem").filter({ hasText: "Plan the launch" })).not.toContainText(
    "New messages",
  );
});

test("commands do what clicks do, and a wrong one says how it is written", async () => {
  const { page } = owner;
  await field(page).fill("/block");
  await expect(page.getByText(/Say what blocks the task\. Write it like/)).toBeVisible();
  for (const command of [
    "/label launch, ops",
    "/due tomorrow",
    "/subtask Book the room",
    "/doc Launch notes",
    "/note Nobody is woken by this",
    "/block The room is closed",
    "/status in progress",
  ]) {
    await say(page, command);
    await expect(field(page)).toHaveValue("");
  }
  await expect(page.getByRole("region", { name: "Sub-tasks" })).toContainText("Book the room");
  await expect(page.getByRole("complementary", { name: "Properties" })).toContainText("launch");
  await expect(page.getByRole("complementary", { name: "Properties" })).toContainText("In progress");
  await expect(page.getByText("note, wakes nobody")).toBeVisible();
  await page.getByRole("tab", { name: /^Documents/ }).click();
  await expect(page.getByRole("tabpanel")).toContainText("Launch notes");
  await page.getByRole("tab", { name: "Activity" }).click();
  await page
    .getByRole("tabpanel")
    .getByRole("button", { name: /more just before/ })
    .first()
    .click();
  await expect(page.getByRole("tabpanel")).toContainText("The room is closed");
});

test("a turn that gives up says why on the card and in the thread, and is sent again", async () => {
  const { page } = owner;
  await createTask(page, slug, { title: "Import it", description: "[[fake 500 5]]", assignee: /Quinn/ });
  const card = page.getByRole("listitem").filter({ hasText: "Import it" });
  await expect(card).toContainText("Quinn gave up after 5 attempts", { timeout: 60_000 });
  await card.getByRole("button", { name: "Send again" }).click();
  await expect(card).not.toContainText("gave up");
  await expect(page.getByRole("region", { name: /^Review, / })).toContainText("Import it");
  await page.goto(`/${slug}/tasks/3?tab=turns`);
  const turn = page.getByRole("tabpanel").getByRole("button", { name: /^Quinn done/ });
  await turn.click();
  await page.getByRole("button", { name: "Show what it was asked, did and said" }).click();
  await expect(page.getByRole("region", { name: "Steps" })).toContainText("Set the task to review.");
  await expect(page.getByRole("region", { name: "Answer" })).toContainText("please look at it");
});

test("a draft outlives the reload, and on a phone all of it fits", async () => {
  const { page } = owner;
  await page.goto(`/${slug}/tasks/1`);
  await field(page).fill("Not sent yet");
  await page.setViewportSize(PHONE);
  await page.reload();
  await expect(field(page)).toHaveValue("Not sent yet");
  await fitsTheScreen(page);
  await page.setViewportSize(DESK);
  expect([...owner.complaints, ...guest.complaints]).toEqual([]);
});

test("a refused message comes back whole: its text, its file and what it answered", async () => {
  const { page } = owner;
  await page.goto(`/${slug}/tasks/1`);
  const answered = page.getByRole("article", { name: "Ben Turing, message" });
  await answered.hover();
  await answered.getByRole("button", { name: "Message actions" }).click();
  await page.getByRole("menuitem", { name: "Reply" }).click();
  await page.locator("input[type=file]").setInputFiles({
    name: "tuesday.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("step,when\npack,tuesday\n"),
  });
  const files = page.getByRole("list", { name: "Files of this message" });
  await expect(files).not.toContainText("sending");
  const tooLong = "long ".repeat(MAX_MESSAGE_LENGTH / 5) + "last";
  await say(page, tooLong);
  await expect(page.getByText(/at most 100,?000 characters/).first()).toBeVisible();
  await expect(field(page)).toHaveValue(tooLong);
  await expect(page.getByText("Replying to Ben Turing")).toBeVisible();
  await expect(files).toContainText("tuesday.csv");
  await say(page, "Shorter: Tuesday then.");
  const arrived = page.getByRole("article").filter({ hasText: "Shorter: Tuesday then." });
  await expect(arrived.getByRole("link", { name: /tuesday\.csv/ })).toBeVisible();
});

test("another person in the same browser finds none of the words that were not sent", async () => {
  const { page } = owner;
  await field(page).fill("For nobody else");
  await page.goto("/sign-out");
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(ben.email);
  await page.getByLabel("Password").fill(ben.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}(/|$)`));
  await page.goto(`/${slug}/tasks/1`);
  await expect(page.getByText("Monday is fine.").first()).toBeVisible();
  await expect(field(page)).toHaveValue("");
});
