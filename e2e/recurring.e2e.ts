// Tasks that come back: set up in words, the next five times before it is saved, paused, changed and removed. No agent is needed.
import { fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 120_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Again on a ${on}`, on });
    });

    test.afterAll(() => leave(ada));

    test("it is reached from the tasks, and says what it is for while there is none", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/tasks`);
      await page.getByRole("button", { name: "View: Board" }).click();
      await page.getByRole("menuitem", { name: "Recurring tasks" }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/recurring$`));
      await expect(page.getByText("No recurring tasks yet")).toBeVisible();
    });

    test("a schedule is chosen in words, its next five times are shown, and a wrong one says why", async () => {
      const { page } = ada;
      await page.getByRole("button", { name: "New recurring task" }).click();
      const dialog = page.getByRole("dialog", { name: "New recurring task" });
      await dialog.getByLabel("Title").fill("Read the error reports");
      await dialog.getByRole("combobox", { name: "How often" }).click();
      await page.getByRole("option", { name: "Custom (cron)" }).click();
      await dialog.getByLabel("Minute, hour, day, month, weekday").fill("0 99 * * *");
      await expect(dialog.getByText(/"99" is no hour/)).toBeVisible();
      await dialog.getByLabel("Minute, hour, day, month, weekday").fill("0 9 * * 1-5");
      await dialog.getByLabel("Time zone").fill("Europe/Berlin");
      await expect(dialog.getByText("The next five").locator("..").getByRole("listitem")).toHaveCount(5);
      await dialog.getByRole("button", { name: "Create" }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole("main")).toContainText("Monday to Friday at 09:00");
      const planned = page.getByRole("list", { name: /^Planned times of/ }).getByRole("listitem");
      await expect(planned).toHaveCount(on === "desk" ? 5 : 2);
    });

    test("Enter means the choice that the letters spell, although what the first of them meant has the focus just then", async () => {
      const { page } = ada;
      await page.getByRole("button", { name: "New recurring task" }).click();
      const dialog = page.getByRole("dialog", { name: "New recurring task" });
      const rhythm = dialog.getByRole("combobox", { name: "How often" });
      await rhythm.click();
      // a choice that a mouse has been over takes a click from a mouse alone
      for (const name of ["Every week", "Every month"]) await page.getByRole("option", { name }).hover();
      await expect(page.getByRole("option", { name: "Every month" })).toBeFocused();
      // "E" alone is every day, and the list gives the focus a moment after each letter: hands may be quicker than that.
      await page.evaluate(async () => {
        const press = (key: string) =>
          document.activeElement?.dispatchEvent(
            new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
          );
        const isPressed = new Promise<void>((done) => {
          const onFocus = () => {
            press("Enter");
            done();
          };
          document.querySelector('[role="listbox"]')?.addEventListener("focusin", onFocus, { once: true });
        });
        for (const letter of "Every w") press(letter);
        await isPressed;
      });
      await expect(rhythm).toHaveText("Every week");
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await expect(dialog).toBeHidden();
    });

    test("it is paused and resumed at once, changed, and removed after asking", async () => {
      const { page } = ada;
      await page.getByRole("button", { name: "Pause Read the error reports" }).click();
      await expect(page.getByText("None while it is paused.")).toBeVisible();
      await page.getByRole("button", { name: "Resume Read the error reports" }).click();
      await expect(page.getByRole("list", { name: /^Planned times of/ })).toBeVisible();
      await page.getByRole("button", { name: "Edit Read the error reports" }).click();
      const dialog = page.getByRole("dialog", { name: "Edit recurring task" });
      await expect(dialog.getByRole("combobox", { name: "How often" })).toContainText("Monday to Friday");
      await dialog.getByLabel("At").fill("07:30");
      await dialog.getByLabel("Due after (days)").fill("2");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(page.getByRole("main")).toContainText("Monday to Friday at 07:30");
      await expect(page.getByRole("main")).toContainText("due 2 days later");
      await fitsTheScreen(page);
      await page.getByRole("button", { name: "Remove Read the error reports" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
      await expect(page.getByText("No recurring tasks yet")).toBeVisible();
    });
  });
}
