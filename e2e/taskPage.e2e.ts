// One task with everything on it: tabs, replies, reactions, files, commands, who has seen it, a turn that gives up and is sent
// again, in two browsers at once.
import type { Page } from "@playwright/test";
import { MAX_MESSAGE_LENGTH } from "../packages/shared/src/message/limits.ts";
import { createTask, DESK, fitsTheScreen, PHONE } from "./fakeTeam.ts";
import {
  expect,
  invitationLink,
  leave,
  owner,
  signUpInvited,
  test,
  type Visitor,
  visitor,
} from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 180_000 });

let ada: Awaited<ReturnType<typeof owner>>;
let ben: Visitor;
let slug: string;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Crowd", withDemoTeam: true });
  ben = await visitor(browser, stack, { who: "Ben", where: "Crowd" });
  slug = ada.slug;
  await signUpInvited(ben, await invitationLink(ada.page, slug));
});
test.afterAll(() => leave(ada, ben));

const field = (page: Page) => page.getByRole("textbox", { name: "Write a message" });
const say = async (page: Page, text: string): Promise<void> => {
  await field(page).fill(text);
  await field(page).press("ControlOrMeta+Enter");
};

test("a message with a file arrives in the other browser, is answered, reacted to and seen", async () => {
  await createTask(ada.page, slug, { title: "Plan the launch", assignee: /Ben Crowd/ });
  await expect(ada.page.getByRole("link", { name: "Plan the launch" })).toBeVisible();
  await ada.page.goto(`/${slug}/tasks/1`);
  await ada.page.getByLabel("Files", { exact: true }).setInputFiles({
    name: "plan.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("step,when\nbook,monday\n"),
  });
  await expect(ada.page.getByRole("list", { name: "Files of this message" })).not.toContainText("sending");
  await field(ada.page).fill("Here is the plan.");
  await expect(ada.page.getByText("Notifies Ben Crowd")).toBeVisible();
  await field(ada.page).press("ControlOrMeta+Enter");

  await ben.page.goto(`/${slug}/tasks`);
  const unread = ben.page
    .getByRole("listitem")
    .filter({ hasText: "Plan the launch" })
    .getByRole("img", { name: "New messages" });
  await expect(unread).toBeVisible();
  await ben.page.goto(`/${slug}/tasks/1`);
  const message = ben.page.getByRole("article", { name: "Ada Crowd, message" });
  await expect(message).toContainText("Here is the plan.");
  await expect(message.getByRole("link", { name: /plan\.csv/ })).toBeVisible();
  await expect(ada.page.getByText("Seen by Ben Crowd")).toBeVisible();
  await message.hover();
  await message.getByRole("button", { name: "Message actions" }).click();
  await ben.page.getByRole("menuitem", { name: "React with 🎉" }).click();
  await expect(ada.page.getByRole("button", { name: "🎉 by Ben Crowd" })).toBeVisible();
  await message.hover();
  await message.getByRole("button", { name: "Message actions" }).click();
  await ben.page.getByRole("menuitem", { name: "Reply" }).click();
  await expect(ben.page.getByText("Replying to Ada Crowd")).toBeVisible();
  await say(ben.page, "Monday is fine.");
  await expect(ada.page.getByRole("article", { name: "Ben Crowd, message" })).toContainText(
    /Ada Crowd.*Here is the plan\..*Monday is fine\./s,
  );
  await ben.page.goto(`/${slug}/tasks`);
  await expect(ben.page.getByRole("listitem").filter({ hasText: "Plan the launch" })).toBeVisible();
  await expect(unread).toHaveCount(0);
});

test("commands do what clicks do, and a wrong one says how it is written", async () => {
  const { page } = ada;
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
  test.setTimeout(300_000);
  const { page } = ada;
  await createTask(page, slug, { title: "Import that", description: "[[fake 500 5]]", assignee: /Juno/ });
  await createTask(page, slug, { title: "Import it", description: "[[fake 500 5]]", assignee: /Quinn/ });
  const card = page.getByRole("listitem").filter({ hasText: "Import it" });
  await expect(card).toContainText("Quinn gave up after 5 attempts", { timeout: 120_000 });
  await card.getByRole("button", { name: "Send again" }).click();
  await expect(card).not.toContainText("gave up");
  await expect(page.getByRole("region", { name: /^Review, / })).toContainText("Import it");
  const other = page.getByRole("listitem").filter({ hasText: "Import that" });
  await expect(other).toContainText("Juno gave up after 5 attempts", { timeout: 120_000 });
  await page.setViewportSize(PHONE);
  await other.getByRole("button", { name: "Send again" }).click();
  await expect(other).not.toContainText("gave up");
  await page.setViewportSize(DESK);
  await page.goto(`/${slug}/tasks/4?tab=turns`);
  const turn = page.getByRole("tabpanel").getByRole("button", { name: /^Quinn done/ });
  await turn.click();
  await page.getByRole("button", { name: "Show what it was asked, did and said" }).click();
  await expect(page.getByRole("region", { name: "Steps" })).toContainText("Set the task to review.");
  await expect(page.getByRole("region", { name: "Answer" })).toContainText("please look at it");
});

test("a draft outlives the reload, and on a phone all of it fits", async () => {
  const { page } = ada;
  await page.goto(`/${slug}/tasks/1`);
  await field(page).fill("Not sent yet");
  await page.setViewportSize(PHONE);
  await page.reload();
  await expect(field(page)).toHaveValue("Not sent yet");
  await fitsTheScreen(page);
  await page.setViewportSize(DESK);
});

test("a refused message comes back whole: its text, its file and what it answered", async () => {
  const { page } = ada;
  await page.goto(`/${slug}/tasks/1`);
  const answered = page.getByRole("article", { name: "Ben Crowd, message" });
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
  const tooLong = `${"long ".repeat(MAX_MESSAGE_LENGTH / 5)}last`;
  await say(page, tooLong);
  await expect(page.getByText(/at most 100,?000 characters/).first()).toBeVisible();
  await expect(field(page)).toHaveValue(tooLong);
  await expect(page.getByText("Replying to Ben Crowd")).toBeVisible();
  await expect(files).toContainText("tuesday.csv");
  await say(page, "Shorter: Tuesday then.");
  const arrived = page.getByRole("article").filter({ hasText: "Shorter: Tuesday then." });
  await expect(arrived.getByRole("link", { name: /tuesday\.csv/ })).toBeVisible();
});

test("another person in the same browser finds none of the words that were not sent", async () => {
  const { page } = ada;
  await field(page).fill("For nobody else");
  await page.goto("/sign-out");
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByLabel("E-mail").fill(ben.person.email);
  await page.getByLabel("Password").fill(ben.person.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}(/|$)`));
  await page.goto(`/${slug}/tasks/1`);
  await expect(page.getByText("Monday is fine.").first()).toBeVisible();
  await expect(field(page)).toHaveValue("");
});
