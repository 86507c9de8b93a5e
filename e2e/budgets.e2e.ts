// What agents may use: a budget is set, used up, shown wherever work waits, and raised. No gateway is needed: the turn is reported
// with a token of the account's own, as a runtime does.
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

/** Where pictures go for somebody who looks at them; none are taken without it. */
const shots = process.env["MC_SHOTS"];
async function look(name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page: owner.page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  if (shots === undefined) return;
  for (const [device, width, height] of [
    ["desktop", 1440, 900],
    ["phone", 390, 844],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      await owner.page.setViewportSize({ width, height });
      await owner.page.emulateMedia({ colorScheme });
      await owner.page.screenshot({ path: `${shots}/${name}-${device}-${colorScheme}.png`, fullPage: true });
    }
  }
  await owner.page.setViewportSize({ width: 1440, height: 900 });
  await owner.page.emulateMedia({ colorScheme: "light" });
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
  await look("config");
});

test("a budget that is used up is shown on the agent, in its queue and on the card, and raising it frees the work", async () => {
  const { page } = owner;
  await page.goto(`/${slug}/agents/theo?tab=statistics`);
  const perDay = page.getByRole("form", { name: "Budget per day" });
  await perDay.getByLabel("Tokens").fill("1,000");
  await perDay.getByRole("button", { name: "Set budget" }).click();
  await expect(perDay.getByText("Theo has used 0 of 1,000 tokens today.")).toBeVisible();
  await look("budget-set");
  await page.goto(`/${slug}/settings/runtime`);
  await page.getByLabel("Name").first().fill("journey");
  await page.getByRole("button", { name: /create token/i }).click();
  const serviceToken = await page.getByText(/^mcs_/).first().innerText();
  await page.goto(`/${slug}/tasks`);
  for (const title of ["First", "Second"]) {
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Title").fill(`${title} @theo`);
    await dialog
      .getByRole("button", { name: /assign/i })
      .first()
      .click();
    await page.getByRole("option", { name: /Theo/ }).click();
    await page.keyboard.press("Escape");
    await dialog.getByRole("button", { name: "Create task" }).click();
    await expect(dialog).toBeHidden();
  }
  const queue = (await stack.call("query", "service/runs:queue", { serviceToken })) as {
    ready: { runId: string }[];
  };
  const runId = queue.ready[0]?.runId;
  const lease = (await stack.call("mutation", "service/runs:lease", {
    serviceToken,
    runId,
    leaseMs: 60_000,
  })) as {
    fence: number;
  };
  const usage = {
    input: 4_000,
    output: 500,
    cacheRead: 9_000,
    cacheWrite: 0,
    costUsd: null,
    basis: "unknown",
  };
  await stack.call("mutation", "service/runs:complete", {
    ...{
      serviceToken,
      runId,
      fence: lease.fence,
      answer: "Done.",
      model: "openai/gpt-5.4",
      isDemoModel: false,
    },
    usage,
  });
  await expect(page.getByText("over budget").first()).toBeVisible();
  await look("board-over");
  await page.goto(`/${slug}/agents/theo?tab=queue`);
  await expect(
    page.getByText(/Over budget: Theo has used 4,500 of 1,000 tokens today/).first(),
  ).toBeVisible();
  await look("queue-over");
  await page.getByRole("link", { name: "Show the budget" }).first().click();
  await expect(perDay.getByText(/No new turn starts until/)).toBeVisible();
  await look("budget-over");
  await perDay.getByLabel("Tokens").fill("100000");
  await perDay.getByRole("button", { name: "Change budget" }).click();
  await expect(perDay.getByText("Theo has used 4,500 of 100,000 tokens today.")).toBeVisible();
  const again = (await stack.call("query", "service/runs:queue", { serviceToken })) as { ready: unknown[] };
  expect(again.ready.length).toBeGreaterThan(0);
});

test("the header's cost leads to the usage of the account, its budget and its prices", async () => {
  const { page } = owner;
  await page.getByRole("link", { name: /today/ }).click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/settings/agents$`));
  await expect(page.getByRole("list", { name: "Usage by agent this month" })).toContainText("Theo");
  const price = page.getByRole("form", { name: "Set a price" });
  await price.getByLabel("Model").fill("local/mystery");
  await price.getByLabel("In", { exact: true }).fill("1.5");
  await price.getByRole("button", { name: "Set price" }).click();
  await expect(page.getByRole("list", { name: "Own prices" })).toContainText("local/mystery");
  await page.getByLabel("Heartbeat, minutes").fill("60");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await look("defaults");
  expect(owner.complaints).toEqual([]);
});
