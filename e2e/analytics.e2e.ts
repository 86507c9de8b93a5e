// What got done, how fast and for how much: sentences that lead to the list behind them, charts, the same as a table and as CSV.
import { readFileSync } from "node:fs";
import { createTask, fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, teamIsThere, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 90_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      ada = await owner(browser, stack, { account: `Figures on a ${on}`, on, withDemoTeam: true });
      await teamIsThere(ada.page);
      await createTask(ada.page, ada.slug, { title: "Count me", assignee: /Theo/ });
      await expect(ada.page.getByRole("region", { name: /^Review, / })).toContainText("Count me");
    });
    test.afterAll(() => leave(ada));

    test("a chart is drawn, and its figures are read as a table and taken as CSV", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/analytics`);
      const title = "Created and completed";
      await expect(page.getByRole("img", { name: `Chart: ${title}.` })).toBeVisible();
      await page.getByRole("button", { name: `${title} as a table` }).click();
      const rows = page.getByRole("region", { name: `${title}, table` }).getByRole("row");
      await expect(rows.nth(1)).toBeVisible();
      const downloading = page.waitForEvent("download");
      await page.getByRole("button", { name: `Download ${title} as CSV` }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toMatch(new RegExp(`^${slug}-.*\\.csv$`));
      const lines = readFileSync(await download.path(), "utf8")
        .trim()
        .split("\n");
      expect(lines).toHaveLength(await rows.count());
    });

    test("how old open work is and who has it is drawn, and its table leads to the tasks", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/analytics`);
      await expect(page.getByRole("img", { name: /^Chart: Age of open tasks, now/ })).toBeVisible();
      await page.getByRole("button", { name: "Age of open tasks, now as a table" }).click();
      const ages = page.getByRole("region", { name: "Age of open tasks, now, table" });
      await expect(ages.getByRole("row", { name: /^Today/ })).not.toContainText(/^Today0$/);
      await page.getByRole("button", { name: "Load of agents, now as a table" }).click();
      const load = page.getByRole("region", { name: "Load of agents, now, table" });
      await load.getByRole("link", { name: "Theo" }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/tasks\\?assignee=agent`));
      await expect(page.getByText("Count me").first()).toBeVisible();
    });

    test("the days are chosen, kept in the address, and may be one's own", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/analytics`);
      await page.getByRole("button", { name: "Today" }).click();
      await expect(page).toHaveURL(/range=day/);
      await page.getByRole("button", { name: "Custom" }).click();
      await page.getByLabel("First day").fill("");
      await expect(page.getByText("Choose the first and the last day.")).toBeVisible();
      await page.getByRole("button", { name: "7 days" }).click();
      await expect(page.getByRole("img", { name: /^Chart: / }).first()).toBeVisible();
      await fitsTheScreen(page);
    });
  });
}
