// Finding one's way back to things: the inbox by keyboard with its preview, search and the palette, the feed with its filters.
import { createTask, DESK, fitsTheScreen, PHONE } from "./fakeTeam.ts";
import { expect, leave, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 180_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Finding", withDemoTeam: true });
  // one after the other: two turns that wait for the account's runtime end in any order, and the inbox begins with the last
  for (const [title, review] of [
    ["Write the launch plan", "Review, 1"],
    ["Fix the zebra crossing", "Review, 2"],
  ] as const) {
    await createTask(ada.page, ada.slug, { title, assignee: /Theo/ });
    await expect(ada.page.getByRole("region", { name: review })).toBeVisible({ timeout: 60_000 });
  }
});

test.afterAll(() => leave(ada));

test("the inbox is gone through by keyboard, and what is chosen is read at the side", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/notifications?type=review_request`);
  const current = page.getByRole("main").locator('[data-notification][aria-current="true"]');
  await expect(page.getByRole("link", { name: /review of MC-2/ })).toBeVisible();
  await page.keyboard.press("j");
  await expect(current).toContainText("MC-2");
  await expect(page.getByRole("region", { name: "Preview" }).getByRole("log")).toContainText(
    "please look at it",
  );
  await page.keyboard.press("u");
  await expect(current).toContainText("Unread");
  await page.keyboard.press("e");
  await expect(page.getByRole("link", { name: /review of MC-2/ })).toHaveCount(0);
  await expect(current).toContainText("MC-1");
  await page.keyboard.press("h");
  await expect(page.getByText("Nothing like this here")).toBeVisible();
  await page.goto(`/${slug}/notifications?show=snoozed`);
  await expect(page.getByRole("link", { name: /review of MC-1/ })).toBeVisible();
  await page.goto(`/${slug}/notifications?show=archived`);
  await expect(page.getByRole("link", { name: /review of MC-2/ })).toBeVisible();
});

test("several are put away at once, and narrowed to one task", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/notifications`);
  await page.getByLabel("Only this task").fill("MC-1");
  await page.getByLabel("Only this task").press("Enter");
  await expect(page).toHaveURL(/task=1/);
  await expect(page.getByRole("region", { name: "MC-1" })).toBeVisible();
  await expect(page.getByRole("region", { name: "MC-2" })).toHaveCount(0);
  await page.getByRole("checkbox", { name: "Select everything about MC-1" }).click();
  await page
    .getByRole("region", { name: "Selected notifications" })
    .getByRole("button", { name: "Archive the selected ones" })
    .click();
  await expect(page.getByText("Nothing like this here")).toBeVisible();
  await page.getByRole("button", { name: /^Notifications, / }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Mark all read" }).click();
  await expect(page.getByRole("button", { name: "Notifications", exact: true })).toBeVisible();
});

test("the palette finds by a beginning and goes there with one key; the page narrows by type", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}`);
  await expect(page.getByRole("button", { name: /^Search/ })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByPlaceholder("Search, or type what to do")).toBeFocused();
  await page.keyboard.type("zebr");
  await expect(page.getByRole("option", { name: "Fix the zebra crossing MC-2" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/2$`));
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByPlaceholder("Search, or type what to do")).toBeFocused();
  await page.keyboard.type("priority mc-2 crit");
  await expect(page.getByRole("option", { name: "Set the priority of MC-2 to Critical" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Critical" })).toBeVisible();
  await page.goto(`/${slug}/search?q=launch`);
  await expect(page.getByRole("region", { name: "Tasks" })).toContainText("Write the launch plan");
  await page.getByRole("button", { name: "Agents", exact: true }).click();
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.getByRole("button", { name: "All types" }).click();
  await expect(page).toHaveURL(/\/search\?q=launch$/);
  await page.getByRole("region", { name: "Tasks" }).getByRole("link").first().click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/1$`));
});

test("the feed folds bursts, is narrowed by kind, who and task, and its lines lead to the place", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/feed`);
  const moved = page.getByRole("main").getByText(/Theo moved MC-1 from In progress to Review/);
  await expect(moved).toHaveCount(0);
  const folded = page.getByRole("button", { name: /more just before/ });
  await expect(folded.first()).toBeVisible();
  while ((await folded.count()) > 0) await folded.first().click();
  await expect(moved).toBeVisible();
  await page.getByRole("button", { name: "Kind" }).click();
  await page.getByRole("menuitemradio", { name: "Messages" }).click();
  await expect(page.getByRole("main")).not.toContainText("moved MC-1");
  await page.getByRole("button", { name: "Who" }).click();
  await page.getByRole("menuitemradio", { name: ada.person.name }).click();
  await expect(page.getByText("Nothing like this happened")).toBeVisible();
  await page.getByRole("button", { name: "Show everything" }).click();
  await page.goto(`/${slug}/feed?task=2&who=theo&kind=messages`);
  await page.getByRole("link", { name: "MC-2" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/2\\?message=`));
});

test("all of it fits a phone", async () => {
  const { page, slug } = ada;
  await page.setViewportSize(PHONE);
  for (const path of ["", "/feed", "/notifications", "/search?q=launch", "/tasks"]) {
    await page.goto(`/${slug}${path}`);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await fitsTheScreen(page);
  }
  await page.goto(`/${slug}/notifications?show=archived&type=review_request`);
  const everything = page.getByRole("region", { name: "MC-2" });
  await everything.getByRole("button", { name: /^Bring back / }).click();
  await expect(everything).toHaveCount(0);
  await page.goto(`/${slug}/notifications?type=review_request`);
  await everything.getByRole("button", { name: /^Mark everything about MC-2 (un)?read/ }).click();
  await everything.getByRole("button", { name: "Put off everything about MC-2" }).click();
  await page.getByRole("menuitemradio").first().click();
  await expect(everything).toHaveCount(0);
  await page.goto(`/${slug}/notifications?show=snoozed&type=review_request`);
  await everything.getByRole("button", { name: /^Bring back / }).click();
  await expect(everything).toHaveCount(0);
  await page.goto(`/${slug}/notifications?type=review_request`);
  await everything.getByRole("button", { name: "Archive everything about MC-2" }).click();
  await expect(everything).toHaveCount(0);
  await page.goto(`/${slug}/notifications`);
  const allRead = page.getByRole("button", { name: "Mark all read" });
  await expect(allRead).toBeDisabled();
  await everything.getByRole("button", { name: "Mark everything about MC-2 unread" }).click();
  await allRead.click();
  await expect(allRead).toBeDisabled();
  await page.goto(`/${slug}/notifications?show=archived&type=review_request`);
  await page.getByRole("link", { name: /review of MC-2/ }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/2`));
  await page.setViewportSize(DESK);
});
