// What an admin looks after: the runtime that really runs, its tokens, the skills of agents, and the record of all of it.

import { fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 90_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      ada = await owner(browser, stack, { account: `Engine on a ${on}`, on, withDemoTeam: true });
    });
    test.afterAll(() => leave(ada));

    test("the runtime comes on line, its gateway is restarted on request, its logs are fetched", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/admin/openclaw`);
      await expect(page.getByRole("button", { name: /^Runtime: online/ })).toBeVisible({ timeout: 60_000 });
      await page.getByRole("button", { name: "Restart gateway" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Restart gateway" }).click();
      await expect(page.getByRole("region", { name: "History" })).toContainText("Succeeded", {
        timeout: 60_000,
      });
      await page.getByRole("button", { name: "Collect logs" }).click();
      await expect(page.getByRole("region", { name: "Log lines" })).toBeVisible({ timeout: 60_000 });
      await fitsTheScreen(page);
    });

    test("a service token is shown once, and revoked it is gone from the list", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/settings/runtime`);
      await page.getByLabel("Name of the new token").fill("Box in the cellar");
      await page.getByRole("button", { name: "Create token" }).click();
      await expect(page.getByRole("textbox", { name: "Service token" })).not.toHaveValue("");
      await page.getByRole("button", { name: "Revoke Box in the cellar" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
      // as long as it is asked nothing beside the question is there
      await expect(page.getByRole("button", { name: "Create token" })).toBeVisible();
      await expect(page.getByRole("button", { name: "Revoke Box in the cellar" })).toHaveCount(0);
      await fitsTheScreen(page);
    });

    test("a skill is written, changed, turned off and removed", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/admin/skills`);
      await expect(page.getByText("No skills yet")).toBeVisible();
      await page.getByRole("button", { name: "New skill" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("Tidy desk");
      await dialog.getByLabel("Description").fill("How we leave a desk.");
      await dialog.getByLabel("SKILL.md").fill("Leave nothing on it.");
      await dialog.getByRole("button", { name: "Create skill" }).click();
      await expect(dialog).toBeHidden();
      await page.getByRole("button", { name: /^Tidy desk/ }).click();
      await dialog.getByRole("tab", { name: "Agents" }).click();
      await dialog.getByRole("checkbox", { name: /Theo/ }).click();
      await expect(dialog.getByRole("checkbox", { name: /Theo/ })).toBeChecked();
      await page.keyboard.press("Escape");
      await expect(dialog).toBeHidden();
      await page.getByRole("button", { name: "Turn off Tidy desk" }).click();
      await expect(page.getByRole("button", { name: "Turn on Tidy desk" })).toBeVisible();
      await page.getByRole("button", { name: /^Tidy desk/ }).click();
      await dialog.getByLabel("Description").fill("How we leave a desk in the evening.");
      await dialog.getByRole("button", { name: "Save", exact: true }).click();
      await expect(dialog.getByRole("status")).toContainText("Saved");
      await dialog.getByRole("button", { name: "Remove skill" }).click();
      await page
        .getByRole("dialog", { name: "Remove Tidy desk?" })
        .or(page.getByRole("alertdialog"))
        .getByRole("button", { name: "Remove skill" })
        .click();
      await expect(page.getByText("No skills yet")).toBeVisible();
      await fitsTheScreen(page);
    });

    test("the audit log names each of these acts, narrowed by who and kind", async () => {
      const { page, slug, person } = ada;
      await page.goto(`/${slug}/admin/audit`);
      const log = page.getByRole("main");
      await expect(log).toContainText("Tidy desk");
      await expect(log).toContainText("Box in the cellar");
      await page.getByRole("button", { name: "Who" }).click();
      await page.getByRole("menuitemradio", { name: person.name }).click();
      await expect(page).toHaveURL(/actor=/);
      await expect(log).toContainText("Tidy desk");
      await page.getByRole("button", { name: "Kind" }).click();
      await page
        .getByRole("menuitemradio", { name: "Members" })
        .or(page.getByRole("menuitemradio", { name: "People" }))
        .click();
      await expect(log).not.toContainText("Tidy desk");
      await fitsTheScreen(page);
    });
  });
}
