// The daily stand-up: nothing yet, written by hand, each line leading to its task and its event, the same day never twice.
import { createTask, fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 180_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Morning on a ${on}`, on, withDemoTeam: true });
    });
    test.afterAll(() => leave(ada));

    test("with none yet it says what one is, and writes today's at once", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/standup`);
      await expect(page.getByText("No stand-up yet")).toBeVisible();
      await createTask(page, slug, { title: "Say good morning", assignee: /Theo/ });
      // the account's runtime starts with its team
      await expect(page.getByRole("region", { name: /^Review, / })).toContainText("Say good morning", {
        timeout: 60_000,
      });
      await page.goto(`/${slug}/standup`);
      await page.getByRole("button", { name: "Run now" }).click();
      await expect(page.getByRole("region", { name: "Needs review" })).toContainText("Say good morning");
      await page.getByRole("button", { name: "Run now" }).click();
      await expect(page.getByText("Stand-up brought up to date")).toBeVisible();
      const days = page.getByRole("complementary", { name: "Stand-ups by day" }).getByRole("listitem");
      await expect(days).toHaveCount(1);
      await fitsTheScreen(page);
    });

    test("a line leads to its task and to the event behind it; a day without one says so", async () => {
      const { page, slug } = ada;
      const line = page.getByRole("region", { name: "Needs review" }).getByRole("listitem");
      await line.getByRole("link", { name: /^Event behind/ }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/feed\\?event=`));
      await expect(page.getByRole("main")).toContainText("MC-1");
      await page.goBack();
      await line.getByRole("link").first().click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/1$`));
      await page.goto(`/${slug}/standup?day=2020-01-01`);
      await page.getByRole("link", { name: "Newest stand-up" }).click();
      await expect(page.getByRole("region", { name: "Needs review" })).toBeVisible();
    });

    test("what the agent did stands on its page", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/agents/theo?tab=activity`);
      await expect(page.getByRole("tabpanel")).toContainText(/Theo answered in MC-1/);
      await page.getByRole("link", { name: "In the feed, with filters" }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/feed\\?who=theo`));
      await expect(page.getByRole("main")).toContainText(/Theo/);
    });
  });
}
