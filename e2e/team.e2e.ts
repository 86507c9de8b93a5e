// A second person joins by a link, is given and loses rights, and looks after their own profile.
import {
  choose,
  expect,
  invitationLink,
  leave,
  owner,
  signUpInvited,
  test,
  type Visitor,
  visitor,
} from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 120_000 });

const newPassword = "a second long password";

let ada: Awaited<ReturnType<typeof owner>>;
let ben: Visitor;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Crew" });
  ben = await visitor(browser, stack, { who: "Ben", where: "Crew" });
});
test.afterAll(() => leave(ada, ben));

test("an owner invites a second person by a link that is shown once, and they join with it", async () => {
  await signUpInvited(ben, await invitationLink(ada.page, ada.slug, { role: /^viewer/ }));
  await expect(ben.page).toHaveURL(new RegExp(`/${ada.slug}(/|$)`));
  await expect(ada.page.getByText(ben.person.email)).toBeVisible();
});

test("a viewer reads and changes nothing, and is told why", async () => {
  await ben.page.goto(`/${ada.slug}/tasks`);
  await expect(ben.page.getByRole("button", { name: "New task" })).toBeDisabled();
  await ben.page.goto(`/${ada.slug}/settings/members`);
  await expect(ben.page.getByText("Admins invite people.")).toBeVisible();
  await ben.page.goto(`/${ada.slug}/settings/agents`);
  const fields = ben.page.getByRole("combobox");
  await expect(fields.first()).toBeDisabled();
  for (const field of await fields.all()) await expect(field).toBeDisabled();
  await ben.page.goto(`/${ada.slug}/settings/runtime`);
  await expect(ben.page.getByText("Admins make and revoke the tokens of runtimes.")).toBeVisible();
});

test("with the member role the same person works at once: a task with a part, seen by the owner", async () => {
  await ben.page.goto(`/${ada.slug}/tasks`);
  await choose(ada.page, `Role of ${ben.person.name}`, /^member/);
  await ben.page.getByRole("button", { name: "New task", exact: true }).click();
  const dialog = ben.page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill("Prepare the launch");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await ben.page.getByRole("link", { name: "Prepare the launch" }).click();
  const sheet = ben.page.getByRole("dialog", { name: /^MC-1/ });
  await sheet.getByRole("button", { name: "Add sub-task" }).click();
  await sheet.getByLabel("New sub-task").fill("Book the room");
  await sheet.getByLabel("New sub-task").press("Enter");
  await expect(sheet.getByRole("region", { name: "Sub-tasks" })).toContainText("0 of 1 done");
  await ada.page.goto(`/${ada.slug}/tasks?view=list`);
  await expect(ada.page.getByRole("link", { name: "Book the room" })).toBeVisible();
  await ada.page.getByRole("checkbox", { name: "Select MC-2" }).click();
  await ada.page
    .getByRole("region", { name: "Selected tasks" })
    .getByRole("button", { name: "Archive" })
    .click();
  await expect(ada.page.getByRole("link", { name: "Book the room" })).toBeHidden();
  await ada.page.goto(`/${ada.slug}/tasks?view=archived`);
  await expect(ada.page.getByRole("link", { name: "Book the room" })).toBeVisible();
});

test("they change their name and their password, and the old password opens nothing any more", async ({
  browser,
  stack,
}) => {
  const { page } = ben;
  await page.goto(`/${ada.slug}/profile`);
  await page.getByLabel("Your name").fill("Benedict Crew");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("button", { name: /^Benedict Crew/ })).toBeVisible();
  await page.getByLabel("Current password").fill(ben.person.password);
  await page.getByLabel("New password").fill(newPassword);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Password changed")).toBeVisible();
  await expect(page.getByText("this browser", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Sign out / })).toHaveCount(0);

  const other = await browser.newContext({ baseURL: stack.url });
  const entry = await other.newPage();
  await entry.goto("/sign-in");
  await entry.getByLabel("E-mail").fill(ben.person.email);
  await entry.getByLabel("Password").fill(ben.person.password);
  await entry.getByRole("button", { name: "Sign in" }).click();
  await expect(entry.getByText("do not belong together")).toBeVisible();
  await entry.getByLabel("Password").fill(newPassword);
  await entry.getByRole("button", { name: "Sign in" }).click();
  await expect(entry).toHaveURL(new RegExp(`/${ada.slug}(/|$)`));
  await other.close();
});

test("the audit log tells who was let in and what they were given", async () => {
  const { page } = ada;
  await page.goto(`/${ada.slug}/admin/audit?type=member`);
  await expect(page.getByRole("main")).toContainText(ben.person.name);
  await expect(page.getByRole("main")).toContainText(/member/);
  await expect(page.getByRole("main")).not.toContainText("Prepare the launch");
});
