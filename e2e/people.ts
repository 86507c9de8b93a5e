import { type Browser, type BrowserContext, expect, type Page } from "@playwright/test";
import { recordActs } from "./acts.ts";
import { slowDown } from "./slowly.ts";

export type Person = { name: string; email: string; password: string };
export const ada: Person = {
  name: "Ada Lovelace",
  email: "ada@example.test",
  password: "correct horse battery",
};
export const mallory: Person = {
  name: "Mallory",
  email: "mallory@example.test",
  password: "another long password",
};

/** A desk has a keyboard and a mouse, a phone a thumb. */
export type Size = "desk" | "phone";
const HELD = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
} as const;

/** A browser of its own, whose console must stay silent and whose requests must not fail. */
export async function openBrowser(
  browser: Browser,
  url: string,
  on: Size = "desk",
): Promise<{ context: BrowserContext; page: Page; complaints: string[] }> {
  const context = await browser.newContext({ baseURL: url, ...HELD[on] });
  const page = await context.newPage();
  recordActs(page);
  await slowDown(page);
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`page: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  return { context, page, complaints };
}

/** Signs up and names an account; ends on the account's first page. Returns the account's slug. */
export async function signUp(
  page: Page,
  { person, account, withDemoTeam }: { person: Person; account: string; withDemoTeam: boolean },
): Promise<string> {
  await page.goto("/");
  if (!page.url().endsWith("/sign-up")) await page.goto("/sign-up");
  await page.getByLabel("Your name").fill(person.name);
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByLabel("Account name").fill(account);
  const box = page.getByRole("checkbox", { name: /demo team/i });
  if ((await box.isChecked()) !== withDemoTeam) await box.click();
  await page.getByRole("button", { name: "Create account" }).click();
  const slug = account.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  await expect(page).toHaveURL(new RegExp(`/${slug}(/|$)`));
  return slug;
}
