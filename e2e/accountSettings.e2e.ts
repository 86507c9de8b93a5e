// What counts for everybody in an account: its name, its days and stand-up, how it looks to those who have not chosen.

import { fitsTheScreen } from "./fakeTeam.ts";
import {
  expect,
  invitationLink,
  leave,
  owner,
  SIZES,
  signUpInvited,
  test,
  type Visitor,
  visitor,
} from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 60_000 });

    let ada: Awaited<ReturnType<typeof owner>>;
    let ben: Visitor;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Rooms on a ${on}`, on });
      ben = await visitor(browser, stack, { who: "Ben", where: `Rooms on a ${on}`, on });
      await signUpInvited(ben, await invitationLink(ada.page, ada.slug));
    });
    test.afterAll(() => leave(ada, ben));

    test("the account gets another name, and how its agents work is set for all of them", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/settings`);
      await page.getByLabel("Account name").fill(`Halls on a ${on}`);
      await page.getByRole("button", { name: "Save" }).first().click();
      await expect(page.getByText("Unsaved")).toHaveCount(0);
      await expect(
        ben.page.getByRole("button", { name: new RegExp(`Halls on a ${on}`) }).first(),
      ).toBeAttached();
      await page
        .getByRole("navigation", { name: "Settings" })
        .getByRole("link", { name: /[Aa]gent/ })
        .click();
      await expect(page).toHaveURL(/settings\/agents$/);
      const how = page.getByRole("region", { name: "How agents work" });
      await how.getByLabel("Turns per hour").fill("12");
      await how.getByRole("button", { name: "Save" }).click();
      await expect(how.getByText("Saved", { exact: true })).toBeVisible();
      await page.getByRole("combobox", { name: /^May / }).first().click();
      await page.getByRole("option", { name: "allowed", exact: true }).click();
      await expect(page.getByRole("combobox", { name: /^May / }).first()).toHaveText("allowed");
      await page.reload();
      await expect(how.getByLabel("Turns per hour")).toHaveValue("12");
      await fitsTheScreen(page);
    });

    test("the account's days and stand-up are set, a zone that is none is refused, and members see what holds", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/settings`);
      const days = page.getByRole("region", { name: "Days and stand-up" });
      await days.getByLabel("Time zone").fill("Mars/Olympus");
      await days.getByRole("button", { name: "Save" }).click();
      await expect(days.getByRole("alert")).toContainText("is not a time zone");
      await days.getByLabel("Time zone").fill("Asia/Tokyo");
      await days.getByLabel("Stand-up at").fill("08:15");
      await days.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Days and stand-up saved")).toBeVisible();
      await ben.page.goto(`/${slug}/settings`);
      const seen = ben.page.getByRole("region", { name: "Days and stand-up" });
      await expect(seen.getByLabel("Time zone")).toHaveValue("Asia/Tokyo");
      await expect(seen.getByLabel("Stand-up at")).toBeDisabled();
      await days.getByLabel("A stand-up every day").click();
      await days.getByRole("button", { name: "Save" }).click();
      await expect(seen.getByLabel("A stand-up every day")).not.toBeChecked();
      await page.goto(`/${slug}/analytics`);
      await expect(page.getByRole("main")).toContainText("days of Asia/Tokyo");
    });

    test("the default theme reaches those who chose none, at once; a choice of one's own counts before it, everywhere", async ({
      browser,
      stack,
    }) => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/settings`);
      const theme = ({ page: other }: Pick<Visitor, "page">) => other.locator("html");
      await page
        .getByRole("group", { name: "Theme by default" })
        .getByRole("button", { name: "Dark" })
        .click();
      await expect(theme(ben)).toHaveAttribute("data-theme", "dark");
      await ben.page.goto(`/${slug}/profile`);
      await ben.page.getByRole("button", { name: "Light", exact: true }).click();
      await expect(theme(ben)).toHaveAttribute("data-theme", "light");
      const other = await visitor(browser, stack, { who: "Ben", where: `Rooms on a ${on}`, on });
      await other.page.goto("/sign-in");
      await other.page.getByLabel("E-mail").fill(other.person.email);
      await other.page.getByLabel("Password").fill(other.person.password);
      await other.page.getByRole("button", { name: "Sign in" }).click();
      await expect(theme(other)).toHaveAttribute("data-theme", "light");
      await leave(other);
      await fitsTheScreen(page);
    });
  });
}
