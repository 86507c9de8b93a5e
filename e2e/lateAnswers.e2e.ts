// Quick hands on a slow line: the next change is made, and the next word written, before the answer to the last one has come.
import { createTask } from "./fakeTeam.ts";
import { answersOf, choose, expect, leave, owner, pick, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 120_000 });

let ada: Awaited<ReturnType<typeof owner>>;
let answers: Awaited<ReturnType<typeof answersOf>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Late", withDemoTeam: true });
  for (const title of ["Paint the door", "Buy paint", "Sand the door"])
    await createTask(ada.page, ada.slug, { title });
  answers = await answersOf(ada.page);
  await ada.page.goto(`/${ada.slug}/tasks/1`);
});
test.afterAll(() => leave(ada));

const properties = () => ada.page.getByRole("region", { name: "Properties" });
const notices = () => ada.page.getByRole("region", { name: /Notifications/ });
const field = () => ada.page.getByRole("textbox", { name: "Write a message" });

test("labels that are added one after the other are all there, at once and afterwards", async () => {
  const { page } = ada;
  const labels = properties().getByLabel("Labels", { exact: true });
  await expect(labels).toBeVisible();
  answers.hold();
  for (const label of ["house", "garden"]) {
    await labels.fill(label);
    await labels.press("Enter");
  }
  const chip = (label: string) => properties().getByRole("button", { name: `Remove label ${label}` });
  for (const label of ["house", "garden"]) await expect(chip(label)).toBeVisible();
  answers.letGo();
  await answers.answered();
  await page.reload();
  for (const label of ["house", "garden"]) await expect(chip(label)).toBeVisible();
});

test("whoever is put on the task joins those who were put on it just before", async () => {
  const { page } = ada;
  await properties().getByRole("button", { name: "Assign someone" }).click();
  await expect(page.getByRole("option", { name: /^Quinn/ })).toBeVisible();
  answers.hold();
  for (const name of [/^Quinn/, /^Ada Late/]) await page.getByRole("option", { name }).click();
  await expect(properties().getByRole("button", { name: /Quinn, Ada Late/ })).toBeVisible();
  answers.letGo();
  await page.keyboard.press("Escape");
  await answers.answered();
  await page.reload();
  await expect(properties().getByRole("button", { name: /Quinn, Ada Late/ })).toBeVisible();
});

test("two tasks that it waits for are taken away one upon the other, and neither comes back", async () => {
  const { page } = ada;
  const waits = page.getByRole("region", { name: "Blocked by" });
  for (const [button, task] of [
    ["Blocked by…", "Buy paint"],
    ["Add", "Sand the door"],
  ] as const) {
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.getByPlaceholder("Number or words of a task").fill(task);
    await page.getByRole("option", { name: task }).click();
    await expect(waits.getByRole("link", { name: task })).toBeVisible();
  }
  answers.hold();
  for (const key of ["MC-2", "MC-3"]) await waits.getByRole("button", { name: `Remove ${key}` }).click();
  answers.letGo();
  await expect(waits).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole("button", { name: "Blocked by…" })).toBeVisible();
});

test("a title that is written on while it is saved keeps what was written", async () => {
  const { page, slug } = ada;
  const title = page.getByRole("textbox", { name: "Title" });
  answers.hold();
  await title.fill("Paint the front door");
  await title.press("Enter");
  // answered after the title
  await field().fill("/due tomorrow");
  await field().press("ControlOrMeta+Enter");
  await title.fill("Paint the front door green");
  answers.letGo();
  await expect(notices()).toContainText("The due date is set.");
  await expect(title).toHaveValue("Paint the front door green");
  await title.press("Enter");
  await expect(title).not.toBeFocused();
  await answers.answered();
  await page.goto(`/${slug}/tasks`);
  await expect(page.getByRole("link", { name: "Paint the front door green" })).toBeVisible();
  await page.goto(`/${slug}/tasks/1`);
});

test("a title that is saved upon a label of one's own is no conflict with it", async () => {
  const { page } = ada;
  const title = page.getByRole("textbox", { name: "Title" });
  const labels = properties().getByLabel("Labels", { exact: true });
  await expect(title).toHaveValue("Paint the front door green");
  answers.hold();
  await labels.fill("colour");
  await labels.press("Enter");
  await title.fill("Paint the front door blue");
  await title.press("Enter");
  answers.letGo();
  const chip = properties().getByRole("button", { name: "Remove label colour" });
  await expect(chip).toBeVisible();
  await answers.answered();
  await page.goto(`/${ada.slug}/tasks`);
  await expect(page.getByRole("link", { name: "Paint the front door blue" })).toBeVisible();
  await page.goto(`/${ada.slug}/tasks/1`);
  await expect(chip).toBeVisible();
});

test("a command leaves alone what is written while it is carried out", async () => {
  await expect(field()).toBeVisible();
  answers.hold();
  await field().fill("/label outside");
  await field().press("ControlOrMeta+Enter");
  await field().fill("Then the window");
  answers.letGo();
  await expect(properties().getByRole("button", { name: "Remove label outside" })).toBeVisible();
  await expect(notices()).toContainText("The labels are set.");
  await expect(field()).toHaveValue("Then the window");
  await field().fill("");
});

test("a form that is written on while it is saved keeps what was written", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/profile`);
  const name = page.getByLabel("Your name");
  await expect(name).toHaveValue("Ada Late");
  answers.hold();
  await name.fill("Ada Later");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await name.fill("Ada Latest");
  answers.letGo();
  await expect(page.getByRole("button", { name: /^Ada Later/ })).toBeVisible();
  await expect(name).toHaveValue("Ada Latest");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("button", { name: /^Ada Latest/ })).toBeVisible();
  await page.goto(`/${slug}/tasks/1`);
});

test("an address that is written while the link for the one before is made stays", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/settings/members`);
  const email = page.getByLabel("E-mail (optional)");
  await expect(email).toBeVisible();
  answers.hold();
  await email.fill("first@late.test");
  await page.getByRole("button", { name: "Create link" }).click();
  await email.fill("second@late.test");
  answers.letGo();
  await expect(page.getByLabel("Invitation link")).toHaveValue(/\/invite\//);
  await expect(email).toHaveValue("second@late.test");
});

test("kinds that are switched off one upon the other are all off, for oneself and for the account", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/settings/notifications`);
  const own = (kind: string) => page.getByRole("checkbox", { name: `${kind}: in the app`, exact: true });
  const account = (group: string) =>
    page.getByRole("combobox", { name: `Default of the account: ${group}`, exact: true });
  const [kinds, groups] = [
    ["Mention", "Assignment"],
    ["What agents do", "People who come and go"],
  ] as const;
  await expect(own("Mention")).toBeChecked();
  answers.hold();
  for (const kind of kinds) await own(kind).click();
  for (const group of groups) await choose(page, `Default of the account: ${group}`, /^off$/);
  for (const kind of kinds) await expect(own(kind)).not.toBeChecked();
  answers.letGo();
  await answers.answered();
  await page.reload();
  for (const kind of kinds) await expect(own(kind)).not.toBeChecked();
  for (const group of groups) await expect(account(group)).toHaveText("off");
});

test("days and stand-up that are changed again while they are saved keep what was changed", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/settings`);
  const days = page.getByRole("region", { name: "Days and stand-up" });
  const time = days.getByLabel("Stand-up at");
  const save = days.getByRole("button", { name: "Save" });
  await expect(time).toBeVisible();
  answers.hold();
  await time.fill("08:10");
  await save.click();
  await time.fill("08:20");
  answers.letGo();
  await expect(notices()).toContainText("Days and stand-up saved");
  await expect(time).toHaveValue("08:20");
  await save.click();
  await expect(save).toBeDisabled();
  await answers.answered();
  await page.reload();
  await expect(time).toHaveValue("08:20");
  await page.goto(`/${slug}/tasks/1`);
});

test("a menu that fades away leaves the focus where a person has gone meanwhile", async () => {
  const { page } = ada;
  const pullRequest = properties().getByRole("textbox", { name: "Pull request" });
  const hands = await pullRequest.elementHandle();
  await page.getByRole("button", { name: /^Priority: / }).click();
  await expect(page.getByRole("menuitemradio", { name: "High" })).toBeVisible();
  await page.evaluate(async (input) => {
    const choices = [...document.querySelectorAll<HTMLElement>('[role="menuitemradio"]')];
    choices.find((each) => each.textContent?.includes("High"))?.click();
    await new Promise(requestAnimationFrame);
    (input as HTMLElement | null)?.focus();
  }, hands);
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(pullRequest).toBeFocused();
  // and where nobody has gone anywhere, it goes back to the button
  await pick(page, "Priority: High", "Critical");
  await expect(page.getByRole("button", { name: "Priority: Critical" })).toBeFocused();
});
