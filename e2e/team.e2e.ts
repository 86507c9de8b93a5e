// A second person joins by a link, is given and loses rights, and looks after their own profile. No agent, so no gateway boots.
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { ada, openBrowser, type Person, signUp } from "./people.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

type Window = { context: BrowserContext; page: Page; complaints: string[] };
const ben: Person = { name: "Ben Turing", email: "ben@example.test", password: "a first long password" };
const newPassword = "a second long password";

let stack: Stack;
let owner: Window;
let guest: Window;
let slug: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(240_000);
  stack = await startStack({});
  owner = await openBrowser(browser, stack.url);
  guest = await openBrowser(browser, stack.url);
});

test.afterAll(async () => {
  await owner.context.close();
  await guest.context.close();
  await stack.stop();
});

const choose = async (page: Page, label: string, option: RegExp): Promise<void> => {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
};

test("an owner invites a second person by a link that is shown once, and they join with it", async () => {
  slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: false });
  await owner.page.goto(`/${slug}/settings/members`);
  await choose(owner.page, "Role of the invited person", /^viewer/);
  await owner.page.getByRole("button", { name: "Create link" }).click();
  const link = await owner.page.getByLabel("Invitation link").inputValue();
  await guest.page.goto(link);
  await guest.page.getByRole("link", { name: "Create an account" }).click();
  await guest.page.getByLabel("Your name").fill(ben.name);
  await guest.page.getByLabel("E-mail").fill(ben.email);
  await guest.page.getByLabel("Password").fill(ben.password);
  await guest.page.getByRole("button", { name: "Create account" }).click();
  await expect(guest.page).toHaveURL(new RegExp(`/${slug}(/|$)`));
  await expect(owner.page.getByText("ben@example.test")).toBeVisible();
});

test("a viewer reads and changes nothing, and is told why", async () => {
  await guest.page.goto(`/${slug}/tasks`);
  await expect(guest.page.getByRole("button", { name: "New task" })).toBeDisabled();
  await guest.page.goto(`/${slug}/settings/members`);
  await expect(guest.page.getByText("Admins invite people.")).toBeVisible();
  await guest.page.goto(`/${slug}/settings/agents`);
  for (const field of await guest.page.getByRole("combobox").all()) await expect(field).toBeDisabled();
  await guest.page.goto(`/${slug}/settings/runtime`);
  await expect(guest.page.getByText("Admins make and revoke the tokens of runtimes.")).toBeVisible();
});

test("with the member role the same person works at once: a task with a part, seen by the owner", async () => {
  await guest.page.goto(`/${slug}/tasks`);
  await choose(owner.page, "Role of Ben Turing", /^member/);
  await guest.page.getByRole("button", { name: "New task", exact: true }).click();
  const dialog = guest.page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill("Prepare the launch");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await guest.page.getByRole("link", { name: "Prepare the launch" }).click();
  const sheet = guest.page.getByRole("dialog", { name: /^MC-1/ });
  await sheet.getByRole("button", { name: "Add sub-task" }).click();
  await sheet.getByLabel("New sub-task").fill("Book the room");
  await sheet.getByLabel("New sub-task").press("Enter");
  await expect(sheet.getByRole("region", { name: "Sub-tasks" })).toContainText("0 of 1 done");
  await owner.page.goto(`/${slug}/tasks?view=list`);
  await expect(owner.page.getByRole("link", { name: "Book the room" })).toBeVisible();
  await owner.page.getByRole("checkbox", { name: "Select MC-2" }).click();
  await owner.page
    .getByRole("region", { name: "Selected tasks" })
    .getByRole("button", { name: "Archive" })
    .click();
  await expect(owner.page.getByRole("link", { name: "Book the room" })).toBeHidden();
  await owner.page.goto(`/${slug}/tasks?view=archived`);
  await expect(owner.page.getByRole("link", { name: "Book the room" })).toBeVisible();
});

test("they change their name and their password, and the old password opens nothing any more", async ({
  browser,
}) => {
  const { page } = guest;
  await page.goto(`/${slug}/profile`);
  await page.getByLabel("Your name").fill("Benedict Turing");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: /^Benedict Turing/ })).toBeVisible();
  await page.getByLabel("Current password").fill(ben.password);
  await page.getByLabel("New password").fill(newPassword);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();
  await expect(page.getByText("this browser", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sign out / })).toHaveCount(0);

  const other = await browser.newContext({ baseURL: stack.url });
  const entry = await other.newPage();
  await entry.goto("/sign-in");
  await entry.getByLabel("E-mail").fill(ben.email);
  await entry.getByLabel("Password").fill(ben.password);
  await entry.getByRole("button", { name: "Sign in" }).click();
  await expect(entry.getByText("do not belong together")).toBeVisible();
  await entry.getByLabel("Password").fill(newPassword);
  await entry.getByRole("button", { name: "Sign in" }).click();
  await expect(entry).toHaveURL(new RegExp(`/${slug}(/|$)`));
  await other.close();
});

test("the audit log tells who was let in and what they were given", async () => {
  const { page } = owner;
  await page.goto(`/${slug}/admin/audit?type=member`);
  await expect(page.getByRole("main")).toContainText(/Ben Turing/);
  await expect(page.getByRole("main")).toContainText(/member/);
  await expect(page.getByRole("main")).not.toContainText("Prepare the launch");
  expect([...owner.complaints, ...guest.complaints]).toEqual([]);
});
