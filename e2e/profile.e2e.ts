// One's own things: looks, a second browser in the list of sessions that is signed out from here, a password that is refused.

import { expect, onPhone, owner, test } from "./journey.ts";
import { openBrowser } from "./people.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  ada = await owner(browser, stack, { account: "Mirror" });
});
test.afterAll(async () => ada.context.close());

test("theme and density are there at once and after a reload", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/profile`);
  await page.getByRole("button", { name: "Dark", exact: true }).click();
  await page.getByRole("button", { name: "Compact", exact: true }).click();
  const html = page.locator("html");
  await expect(html).toHaveAttribute("data-theme", "dark");
  await page.reload();
  await expect(html).toHaveAttribute("data-theme", "dark");
  await expect(html).toHaveAttribute("data-density", "compact");
  await expect(page.getByRole("button", { name: "Compact", exact: true })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.getByRole("button", { name: "As the system" }).click();
  await page.getByRole("button", { name: "Comfortable" }).click();
  await onPhone(page);
});

test("another browser is listed and signed out from here, and is out at once", async ({ browser, stack }) => {
  const { page, person, slug } = ada;
  const other = await openBrowser(browser, stack.url);
  await other.page.goto("/sign-in");
  await other.page.getByLabel("E-mail").fill(person.email);
  await other.page.getByLabel("Password").fill(person.password);
  await other.page.getByRole("button", { name: "Sign in" }).click();
  await expect(other.page).toHaveURL(new RegExp(`/${slug}(/|$)`));
  await page.reload();
  await page.getByRole("button", { name: /^Sign out / }).click();
  await expect(page.getByRole("button", { name: /^Sign out / })).toHaveCount(0);
  await other.page.goto(`/${slug}/profile`);
  await expect(other.page).toHaveURL(/\/sign-in/);
  await other.context.close();
});

test("a wrong current password changes nothing and says so", async () => {
  const { page, complaints } = ada;
  await page.getByLabel("Current password").fill("not this one");
  await page.getByLabel("New password").fill("a second long password");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
  // the refusal is an answer of the server's that the browser writes down by itself
  expect(complaints.filter((each) => !/400|401/.test(each))).toEqual([]);
});
