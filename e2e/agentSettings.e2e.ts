// How an agent works, set by an admin. No gateway is needed for it.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { ada, openBrowser, signUp } from "./people.ts";

test.describe.configure({ mode: "serial" });

let stack: Stack;
let owner: Awaited<ReturnType<typeof openBrowser>>;
let slug: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(400_000);
  stack = await startStack({ MC_OPENCLAW_VERSION: "0.0.0" });
  owner = await openBrowser(browser, stack.url);
  slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: true });
});
test.afterAll(async () => {
  await owner?.context.close();
  await stack?.stop();
});

async function requireAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: owner.page }).include("main").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test("an admin sets how an agent works; what is no number is refused and said so", async () => {
  const { page } = owner;
  await page.goto(`/${slug}/agents/theo?tab=config`);
  await page.getByLabel("Turns per hour").fill("many");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Turns per hour is a whole number" })).toBeVisible();
  await page.getByLabel("Turns per hour").fill("20");
  await page.getByLabel("Temperature").fill("0.2");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await requireAccessible();
});
