// One's own things: looks, a second browser in the list of sessions that is signed out from here, a password that is refused.
import type { Browser } from "@playwright/test";
import { fitsTheScreen, identityOf } from "./fakeTeam.ts";
import { expect, owner, SIZES, test } from "./journey.ts";
import { openBrowser } from "./people.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 120_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Mirror on a ${on}`, on });
    });
    test.afterAll(async () => ada.context.close());

    /** Another browser of the same person, signed in. */
    const secondBrowser = async (browser: Browser, url: string) => {
      const other = await openBrowser(browser, url);
      await other.page.goto("/sign-in");
      await other.page.getByLabel("E-mail").fill(ada.person.email);
      await other.page.getByLabel("Password").fill(ada.person.password);
      await other.page.getByRole("button", { name: "Sign in" }).click();
      await expect(other.page).toHaveURL(new RegExp(`/${ada.slug}(/|$)`));
      return other;
    };

    test("another name is the one that people see", async () => {
      const { page, slug, person } = ada;
      const rename = async (name: string): Promise<void> => {
        await page.goto(`/${slug}/profile`);
        await page.getByLabel("Your name").fill(name);
        await page.getByRole("button", { name: "Save", exact: true }).click();
        await expect(page.getByRole("button", { name: "Save", exact: true })).toBeDisabled();
      };
      await rename("Augusta Ada");
      await page.goto(`/${slug}/settings/members`);
      await expect(page.getByRole("listitem").filter({ hasText: "Augusta Ada" })).toBeVisible();
      await rename(person.name);
    });

    test("theme and density are there at once and after a reload", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/profile`);
      await page.getByRole("button", { name: "Dark", exact: true }).click();
      await page.getByRole("button", { name: "Compact", exact: true }).click();
      const html = page.locator("html");
      await expect(html).toHaveAttribute("data-theme", "dark");
      await page.reload();
      await expect(html).toHaveAttribute("data-theme", "dark");
      await expect(html).toHaveAttribute("data-density", "compact");
      await expect(page.getByRole("button", { name: "Compact", exact: true })).toHaveAttribute(
        "aria-pressed",
        "true",
      );
      await page.getByRole("button", { name: "As the system" }).click();
      await page.getByRole("button", { name: "Comfortable" }).click();
      await fitsTheScreen(page);
    });

    test("another browser is listed and signed out from here, and is out at once", async ({
      browser,
      stack,
    }) => {
      const { page, slug } = ada;
      const other = await secondBrowser(browser, stack.url);
      await page.reload();
      await page.getByRole("button", { name: /^Sign out / }).click();
      await expect(page.getByRole("button", { name: /^Sign out / })).toHaveCount(0);
      await other.page.goto(`/${slug}/profile`);
      await expect(other.page).toHaveURL(/\/sign-in/);
      await other.context.close();
    });

    test("a picture stands wherever one is shown, and goes again", async () => {
      const { page, person, slug } = ada;
      await page.goto(`/${slug}/profile`);
      const field = page.locator('input[type="file"]');
      await field.setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
      await expect(page.getByRole("main").getByRole("alert")).toContainText(
        "no picture that a browser can read",
      );
      const drawn = await page.evaluate(() => {
        const canvas = document.createElement("canvas");
        canvas.width = 40;
        canvas.height = 20;
        canvas.getContext("2d")?.fillRect(0, 0, 20, 20);
        return canvas.toDataURL("image/png").split(",")[1] ?? "";
      });
      await field.setInputFiles({
        name: "me.png",
        mimeType: "image/png",
        buffer: Buffer.from(drawn, "base64"),
      });
      await expect(page.getByRole("button", { name: "Change picture" })).toBeVisible();
      await page.goto(`/${slug}/settings/members`);
      const shown = page.getByRole("listitem").filter({ hasText: person.name }).locator("img");
      // its place is there before the picture
      await expect(shown.first()).toHaveJSProperty("naturalWidth", 256);
      await page.goto(`/${slug}/profile`);
      await fitsTheScreen(page);
      await page.getByRole("button", { name: "Remove picture" }).click();
      await expect(page.getByRole("button", { name: "Choose picture" })).toBeVisible();
      await page.goto(`/${slug}/settings/members`);
      await expect(page.getByText(person.email)).toBeVisible();
      await expect(shown).toHaveCount(0);
    });

    test("one's own time zone is the one of the clock, of quiet hours and of dates", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/profile`);
      await page.getByRole("combobox", { name: "Time zone" }).selectOption("Pacific/Kiritimati");
      await expect(page.getByText("Time zone saved")).toBeVisible();
      await page.reload();
      await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("Pacific/Kiritimati");
      const hour = (): string =>
        new Date().toLocaleTimeString("en-GB", { timeZone: "Pacific/Kiritimati", hour: "2-digit" });
      // an hour may end between two looks at it
      await expect
        .poll(async () => (await page.locator("header time").textContent())?.startsWith(`${hour()}:`))
        .toBe(true);
      await page.goto(`/${slug}/settings/notifications`);
      await page.getByLabel("From", { exact: true }).fill("22:00");
      await page.getByLabel("To", { exact: true }).fill("07:00");
      await page.getByRole("button", { name: "Set quiet hours" }).click();
      await expect(page.getByText("On the clocks of Pacific/Kiritimati.").first()).toBeVisible();
      await page.goto(`/${slug}/profile`);
      await page.getByRole("combobox", { name: "Time zone" }).selectOption("");
      await expect(page.getByText("Time zone saved")).toBeVisible();
    });

    test("another e-mail address asks for the password, signs out elsewhere, and is the one that people see", async ({
      browser,
      stack,
    }) => {
      const { page, person, slug, complaints } = ada;
      const other = await secondBrowser(browser, stack.url);
      const before = await identityOf(page);
      await page.goto(`/${slug}/profile`);
      const address = `countess-on-a-${on}@mirror.test`;
      await page.getByRole("textbox", { name: "E-mail", exact: true }).fill(address);
      await page.getByLabel("Password, to confirm").fill("not this one");
      await page.getByRole("button", { name: "Change e-mail" }).click();
      await expect(page.getByRole("main").getByRole("alert")).toContainText("password is not right");
      await page.getByLabel("Password, to confirm").fill(person.password);
      await page.getByRole("button", { name: "Change e-mail" }).click();
      await expect(page.getByText(`${address} · owner`)).toBeVisible();
      await page.goto(`/${slug}/settings/members`);
      await expect(page.getByText(address)).toBeVisible();
      // the other browser has heard of it, and its page still has the old one
      await page.reload();
      await expect(page.getByText(address)).toBeVisible();
      // a page left open elsewhere, whose token is from before, takes the old one back: the next page here puts it right
      await stack.call("mutation", "memberships:adoptEmail", {}, before);
      await expect(page.getByText(person.email)).toBeVisible();
      await page.reload();
      await expect(page.getByText(address)).toBeVisible();
      await other.page.goto(`/${slug}/profile`);
      await expect(other.page).toHaveURL(/\/sign-in/);
      await other.page.getByLabel("E-mail").fill(address);
      await other.page.getByLabel("Password").fill(person.password);
      await other.page.getByRole("button", { name: "Sign in" }).click();
      await expect(other.page).toHaveURL(new RegExp(`/${slug}(/|$)`));
      await other.context.close();
      // what was refused is written down by the browser itself
      expect(complaints.filter((each) => !/400|401/.test(each))).toEqual([]);
      await page.goto(`/${slug}/profile`);
    });

    test("a wrong current password changes nothing and says so", async () => {
      const { page, complaints } = ada;
      await page.getByLabel("Current password").fill("not this one");
      await page.getByLabel("New password").fill("a second long password");
      await page.getByRole("button", { name: "Change password" }).click();
      await expect(page.getByRole("alert").filter({ hasText: /password/i })).toBeVisible();
      // the refusal is an answer of the server's that the browser writes down by itself
      expect(complaints.filter((each) => !/400|401/.test(each))).toEqual([]);
    });
  });
}
