// What an agent may use: set, nearly used, used up with the work held and said so, raised and going on; prices and figures.
import { createTask, fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, teamIsThere, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 90_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      ada = await owner(browser, stack, { account: `Budget on a ${on}`, on, withDemoTeam: true });
    });
    test.afterAll(() => leave(ada));

    const budget = () => ada.page.getByRole("form", { name: "Budget per day" });
    const card = (title: string) => ada.page.getByRole("listitem").filter({ hasText: title });

    test("what was used is counted by agent, and a model gets its price", async () => {
      const { page, slug } = ada;
      await teamIsThere(page);
      await createTask(page, slug, { title: "First job", assignee: /Theo/ });
      await expect(page.getByRole("region", { name: /^Review, / })).toContainText("First job");
      await page.goto(`/${slug}/settings/agents`);
      await expect(page.getByRole("list", { name: "Usage by agent this month" })).toContainText(
        /Theo.* tokens/,
      );
      const price = page.getByRole("form", { name: "Set a price" });
      await price.getByLabel("Model").fill("demo/scripted");
      await price.getByLabel("In", { exact: true }).fill("1");
      await price.getByRole("button", { name: "Set price" }).click();
      await expect(page.getByRole("list", { name: "Own prices" })).toContainText("demo/scripted");
      await fitsTheScreen(page);
    });

    test("the agent's page lists its session with the task, its turn and its tokens", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/agents/theo`);
      await page.getByRole("tab", { name: "Sessions" }).click();
      const sessions = page.getByRole("list", { name: "Sessions of Theo" });
      await expect(sessions.getByRole("listitem")).toHaveCount(1);
      await expect(sessions).toContainText("Open");
      await expect(sessions).toContainText(/1 turn, \S+ tokens/);
      await expect(sessions).toContainText(/agent:theo:mc:task:/);
      await fitsTheScreen(page);
      await sessions.getByRole("link", { name: /First job/ }).click();
      await expect(page).toHaveURL(/tasks\/1/);
    });

    test("a budget is set, and words that are no number are refused", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/agents/theo?tab=statistics`);
      await budget().getByLabel("Tokens").fill("some");
      await budget().getByRole("button", { name: "Set budget" }).click();
      await expect(budget().getByRole("alert")).toContainText("Write plain numbers");
      await budget().getByLabel("Tokens").fill("1");
      await budget().getByRole("button", { name: "Set budget" }).click();
      await expect(page.getByRole("list", { name: "Usage by turn" })).toContainText("MC-1");
      await expect(budget()).toContainText(
        "No new turn starts until the period ends or the budget is raised.",
      );
    });

    test("used up, the next task waits and its card says why and where; raised, it goes on by itself", async () => {
      const { page, slug } = ada;
      await createTask(page, slug, { title: "Second job", assignee: /Theo/ });
      await expect(card("Second job")).toContainText(/budget/i);
      await page.goto(`/${slug}/notifications?type=budget_alert`);
      await expect(page.getByRole("main").getByText(/Theo/).first()).toBeVisible();
      await page.goto(`/${slug}/agents/theo?tab=statistics`);
      await budget().getByLabel("Tokens").fill("100000000");
      await budget().getByRole("button", { name: "Change budget" }).click();
      await expect(budget()).not.toContainText("No new turn starts");
      await page.goto(`/${slug}/tasks`);
      await expect(page.getByRole("region", { name: /^Review, / })).toContainText("Second job");
      await page.goto(`/${slug}/agents/theo?tab=statistics`);
      await budget().getByRole("button", { name: "Remove budget" }).click();
      await expect(budget().getByRole("button", { name: "Set budget" })).toBeVisible();
      await fitsTheScreen(page);
    });
  });
}
