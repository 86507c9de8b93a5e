// What a person is told of, and how: the table of kinds and ways, quiet hours, a webhook of one's own, the account's default.

import { fitsTheScreen } from "./fakeTeam.ts";
import { choose, expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 120_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Notify on a ${on}`, on });
    });
    test.afterAll(() => leave(ada));

    test("a kind is switched off for oneself and stays off; a way that is not set up says what is missing", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/settings/notifications`);
      await expect(page.getByText("E-mail is not set up on this installation.")).toBeVisible();
      await expect(page.getByText("It needs e-mail, which is not set up.")).toBeVisible();
      const table = page.getByRole("table", { name: /^What reaches you/ });
      const mail = table.getByRole("checkbox", { name: /: E-mail$/ });
      await expect(mail.first()).toBeDisabled();
      for (const cell of await mail.all()) await expect(cell).toBeDisabled();
      const assignments = table.getByRole("checkbox", { name: /^Assign.*: in the app$/ });
      await expect(assignments).toBeChecked();
      await assignments.click();
      await expect(assignments).not.toBeChecked();
      await page.reload();
      await expect(assignments).not.toBeChecked();
      await assignments.click();
      await expect(assignments).toBeChecked();
    });

    test("quiet hours are set on the clock of this browser, changed and taken away", async () => {
      const { page } = ada;
      const hours = page.getByRole("region", { name: "Quiet hours" });
      await expect(hours).toContainText("None set.");
      await hours.getByLabel("From").fill("20:30");
      await hours.getByRole("button", { name: "Set quiet hours" }).click();
      await expect(hours).toContainText("On the clocks of ");
      await page.reload();
      await expect(hours.getByLabel("From")).toHaveValue("20:30");
      await hours.getByRole("button", { name: "Remove" }).click();
      await expect(hours).toContainText("None set.");
    });

    test("an own webhook has to be reachable; without one the table says so", async () => {
      const { page } = ada;
      const ways = page.getByRole("region", { name: "Ways to reach you" });
      await ways.getByLabel("Address of your webhook").fill("ftp://example.org/hook");
      await ways.getByRole("button", { name: "Set", exact: true }).click();
      await expect(ways.getByRole("alert")).toBeVisible();
      await ways.getByLabel("Address of your webhook").fill("https://example.org/hook");
      await ways.getByRole("button", { name: "Set", exact: true }).click();
      await expect(ways.getByLabel("Signing secret")).toHaveValue(/^whsec_/);
      await ways.getByRole("button", { name: "Test", exact: true }).click();
      await expect(page.getByText("A test is on its way")).toBeVisible();
      await ways.getByRole("button", { name: "Switch off: Webhook" }).click();
      await expect(ways).toContainText("Switched off: nothing goes this way.");
      await ways.getByRole("button", { name: "Switch on: Webhook" }).click();
      await ways.getByRole("button", { name: "Remove" }).click();
      await expect(ways).toContainText("None set. It is told of your notifications");
    });

    test("what the account has by default counts where one has not chosen", async () => {
      const { page } = ada;
      const own = page.getByRole("checkbox", { name: "People who come and go: in the app" });
      await expect(own).toBeChecked();
      await choose(page, "Default of the account: People who come and go", /^off$/);
      await expect(own).not.toBeChecked();
      await fitsTheScreen(page);
    });
  });
}
