// A turn of which nothing has been heard for a minute is taken back from the machine that holds it. The minute passes on the
// page's clock alone.
import { createTask, fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test(`a turn without a sign of life is taken back on a ${on}`, async ({ browser, stack }) => {
    test.setTimeout(180_000);
    const ada = await owner(browser, stack, { account: `Silent on a ${on}`, withDemoTeam: true, on });
    const { page, slug } = ada;
    await createTask(page, slug, {
      title: "Think for a long time",
      description: "[[fake slow 3000000]]",
      assignee: /Theo/,
    });
    await page.clock.install();
    await page.goto(`/${slug}/tasks/1?tab=turns`);
    const turns = page.getByRole("tabpanel", { name: "Turns" });
    // the account's runtime starts with its team
    await expect(turns.getByText(/running/).first()).toBeVisible({ timeout: 60_000 });
    await page.clock.fastForward("02:30");
    await turns
      .getByRole("button", { name: /^(Take back|Free)/ })
      .first()
      .click();
    await fitsTheScreen(page);
    // the next try may have begun by now and look like the one before
    await page.getByRole("tab", { name: "Activity" }).click();
    const activity = page.getByRole("tabpanel", { name: "Activity" });
    await expect(activity.getByText(/started a new try on/).first()).toBeVisible();
    await leave(ada);
  });
}
