// Code that is fetched when it is wanted, on a line that is cut: what is missing says so and comes later, the page stays as it is.
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { boardHears, expect, leave, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 90_000 });

let ada: Awaited<ReturnType<typeof owner>>;
/** Set while the line is cut for code alone. */
let isCut = false;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Tunnel" });
  await createTask(ada.page, ada.slug, { title: "Dig on" });
  // nothing is fetched ahead, as for somebody who is quicker than that
  await ada.page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await ada.page.route("**/_next/static/chunks/**", (route) => (isCut ? route.abort() : route.continue()));
});
test.afterAll(async () => {
  // what the browser writes down by itself when something does not come
  const others = ada.complaints.filter((each) => !/ERR_(FAILED|INTERNET_DISCONNECTED)/.test(each));
  ada.complaints.splice(0, Number.POSITIVE_INFINITY, ...others);
  await leave(ada);
});

const card = (page: Page) => page.getByRole("link", { name: "Dig on" });
const missing = (page: Page) =>
  page.getByRole("alert").filter({ hasText: "This part of the page did not come" });

async function openBoard(page: Page, slug: string): Promise<void> {
  isCut = false;
  await page.goto(`/${slug}/tasks`);
  await expect(card(page)).toBeVisible();
  await boardHears(page);
}

test("a dialog that does not come says so, and opens when it is asked for again", async () => {
  const { page, slug } = ada;
  await openBoard(page, slug);
  isCut = true;
  await page.getByRole("button", { name: "New task", exact: true }).click();
  await expect(missing(page)).toContainText("What you wrote is kept");
  await expect(card(page)).toBeVisible();
  isCut = false;
  await missing(page).getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("dialog", { name: "New task" })).toBeVisible();
  await expect(missing(page)).toHaveCount(0);
  await page.keyboard.press("Escape");
});

test("so do a menu and the palette, and both can be given up", async () => {
  const { page, slug } = ada;
  await openBoard(page, slug);
  isCut = true;
  await card(page).focus();
  await page.keyboard.press("s");
  await missing(page).getByRole("button", { name: "Close" }).click();
  await expect(missing(page)).toHaveCount(0);
  await page.getByRole("button", { name: /^Search/ }).click();
  await missing(page).getByRole("button", { name: "Close" }).click();
  await expect(missing(page)).toHaveCount(0);
  isCut = false;
  await card(page).focus();
  await page.keyboard.press("s");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(page.getByRole("dialog", { name: "Search and commands" })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("off line the sheet opens by itself once the line is back; a part of it says where it is missing", async () => {
  const { page, slug, context } = ada;
  await openBoard(page, slug);
  await context.setOffline(true);
  await card(page).click();
  await expect(missing(page)).toContainText("You are offline");
  await expect(card(page)).toBeVisible();
  await context.setOffline(false);
  const sheet = page.getByRole("dialog", { name: /^MC-1/ });
  const field = sheet.getByRole("textbox", { name: "Write a message" });
  await field.fill("Half a sen");
  isCut = true;
  await sheet.getByRole("tab", { name: "Activity" }).click();
  await expect(sheet.getByRole("tabpanel")).toContainText("This part of the page did not come");
  isCut = false;
  await sheet.getByRole("tab", { name: "Thread" }).click();
  await expect(field).toHaveValue("Half a sen");
  await sheet.getByRole("tab", { name: "Activity" }).click();
  await expect(sheet.getByRole("tabpanel")).toContainText("created");
});
