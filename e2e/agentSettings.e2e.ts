// How an agent works, set by an admin. No gateway is needed for it.
import AxeBuilder from "@axe-core/playwright";
import { expect, leave, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial" });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(400_000);
  ada = await owner(browser, stack, { account: "Dials", withDemoTeam: true });
});
test.afterAll(() => leave(ada));

async function requireAccessible(): Promise<void> {
  const { violations } = await new AxeBuilder({ page: ada.page }).include("main").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test("an admin sets how an agent works; what is no number is refused and said so", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/agents/theo?tab=config`);
  await page.getByLabel("Turns per hour").fill("many");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Turns per hour is a whole number" })).toBeVisible();
  await page.getByLabel("Turns per hour").fill("20");
  await page.getByLabel("Temperature").fill("0.2");
  await page.getByRole("combobox", { name: "What it asks about" }).click();
  await page.getByRole("option", { name: "its own list" }).click();
  await page.getByLabel("Write a document").click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Write a document")).toBeChecked();
  await requireAccessible();
});
