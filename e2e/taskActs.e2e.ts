// Everything that is done to one task, with the mouse and with a thumb: its properties, its links, its thread, its end. What
// becomes of it is read from the page, and from its activity.
import { createTask, fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, pick, SIZES, test, unfoldProperties } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 180_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Chores on a ${on}`, withDemoTeam: true, on });
      for (const title of ["Paint the door", "Buy the paint"])
        await createTask(ada.page, ada.slug, { title });
      await ada.page.goto(`/${ada.slug}/tasks/1`);
    });
    test.afterAll(() => leave(ada));

    const menu = async (name: string): Promise<void> => {
      await ada.page.getByRole("button", { name: "Task actions" }).click();
      await ada.page.getByRole("menuitem", { name }).click();
    };

    test("title, description and every property are changed in place", async () => {
      const { page } = ada;
      await page.getByRole("textbox", { name: "Title" }).fill("Paint the front door");
      await page.getByRole("textbox", { name: "Title" }).press("Enter");
      await page.getByRole("button", { name: "Add a description" }).click();
      await page.getByRole("textbox", { name: "Description" }).fill("**Green**, two coats.");
      await page.getByRole("button", { name: "Save", exact: true }).click();
      await expect(page.getByRole("button", { name: "Edit description" })).toBeVisible();
      await expect(page.locator("strong", { hasText: "Green" })).toBeVisible();
      await unfoldProperties(page);
      const properties = page.getByRole("region", { name: "Properties" });
      await pick(page, /^Priority: /, "High");
      await expect(properties.getByRole("button", { name: "Priority: High" })).toBeVisible();
      await properties.getByRole("button", { name: "Assign someone" }).click();
      await page.getByRole("option", { name: /^Ada Chores/ }).click();
      await page.keyboard.press("Escape");
      await expect(properties.getByRole("button", { name: "Status: Assigned" })).toBeVisible();
      await properties.getByLabel("Due").fill("2031-05-01");
      await properties.getByLabel("Due").blur();
      await properties.getByLabel("Labels").fill("house");
      await properties.getByLabel("Labels").press("Enter");
      await expect(properties.getByRole("button", { name: "Remove label house" })).toBeVisible();
      await properties
        .getByRole("textbox", { name: "Pull request" })
        .fill("https://github.com/acme/house/pull/12");
      await properties.getByRole("textbox", { name: "Pull request" }).press("Enter");
      await expect(properties.getByRole("link", { name: /acme\/house#12/ })).toBeVisible();
      await page.reload();
      await unfoldProperties(page);
      await expect(properties.getByLabel("Due")).toHaveValue("2031-05-01");
      await properties.getByRole("button", { name: "Remove the pull request" }).click();
      await expect(properties.getByRole("textbox", { name: "Pull request" })).toHaveValue("");
      await fitsTheScreen(page);
    });

    test("it is moved, blocked with a reason, and moved on", async () => {
      const { page } = ada;
      await pick(page, /^Status: /, /^In progress/);
      await expect(page.getByRole("button", { name: "Status: In progress" })).toBeVisible();
      await pick(page, /^Status: /, /^Blocked/);
      const dialog = page.getByRole("dialog", { name: "Block MC-1" });
      await dialog.getByLabel("What blocks it?").fill("No paint left");
      await dialog.getByRole("button", { name: "Block task" }).click();
      await expect(page.getByText("Blocked: No paint left", { exact: true })).toBeVisible();
      await pick(page, /^Status: /, /^In progress/);
      await expect(page.getByText("Blocked: No paint left", { exact: true })).toHaveCount(0);
      await pick(page, /^Following: /, /^Muted/);
      await expect(page.getByRole("button", { name: /^Muted: / })).toBeVisible();
      await pick(page, /^Muted: /, /^Following/);
      await expect(page.getByRole("button", { name: /^Following: / })).toBeVisible();
    });

    test("it gets a part and something to wait for, and loses both", async () => {
      const { page, slug } = ada;
      await page.getByRole("button", { name: "Add sub-task" }).click();
      await page.getByLabel("New sub-task").fill("Sand it");
      await page.getByLabel("New sub-task").press("Enter");
      const parts = page.getByRole("region", { name: "Sub-tasks" });
      await expect(parts).toContainText("0 of 1 done");
      await page.getByRole("button", { name: "Blocked by…" }).click();
      await page.getByPlaceholder("Number or words of a task").fill("paint");
      await page.getByRole("option", { name: /Buy the paint/ }).click();
      const waits = page.getByRole("region", { name: "Blocked by" });
      await expect(waits).toContainText("Waits for MC-2; work cannot start before.");
      await waits.getByRole("button", { name: "Remove MC-2" }).click();
      await expect(waits).toHaveCount(0);
      await parts.getByRole("link", { name: /Sand it/ }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/tasks/3$`));
      await page
        .getByRole("region", { name: "Part of" })
        .getByRole("button", { name: "Remove MC-1" })
        .click();
      await expect(page.getByRole("region", { name: "Part of" })).toHaveCount(0);
      await page.goBack();
      await expect(parts).toHaveCount(0);
    });

    test("in its thread one writes with a file, reacts, answers, changes and takes back", async () => {
      const { page } = ada;
      const field = page.getByRole("textbox", { name: "Write a message" });
      const log = page.getByRole("log", { name: "Thread" });
      const act = async (message: string, item: string): Promise<void> => {
        const actions = log
          .locator('[id^="message-"]')
          .filter({ hasText: message })
          .getByRole("button", { name: "Message actions" });
        await actions.click();
        await page.getByRole("menuitem", { name: item, exact: true }).click();
      };
      await page.getByLabel("Files", { exact: true }).setInputFiles({
        name: "colours.csv",
        mimeType: "text/csv",
        buffer: Buffer.from("part,colour\ndoor,green\n"),
      });
      await expect(page.getByRole("list", { name: "Files of this message" })).not.toContainText("sending");
      await field.fill("The colours.");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await expect(log.getByRole("link", { name: /colours\.csv/ })).toBeVisible();
      await act("The colours.", "React with 👍");
      await expect(log.getByRole("button", { name: /^👍/ })).toBeVisible();
      await act("The colours.", "Reply");
      await field.fill("Green it is.");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await act("Green it is.", "Edit");
      await log.getByRole("textbox", { name: "Edit message" }).fill("Dark green it is.");
      await log.getByRole("button", { name: "Save", exact: true }).click();
      await expect(log).toContainText("Dark green it is.");
      await act("Dark green it is.", "Delete");
      await expect(log).not.toContainText("Dark green it is.");
      await field.fill("/label outside");
      await page.getByRole("button", { name: "Run the command" }).click();
      await expect(field).toHaveValue("");
      await page.getByRole("tab", { name: "Activity" }).click();
      await expect(page.getByRole("tabpanel")).toContainText(/label/i);
      await page.getByRole("tab", { name: /^Thread/ }).click();
      await fitsTheScreen(page);
    });

    test("a turn under way is stopped, or the whole task is", async () => {
      const { page, slug } = ada;
      await createTask(page, slug, {
        title: "Count the nails",
        description: "[[fake hang]]",
        assignee: /Quinn/,
      });
      await page.goto(`/${slug}/tasks/4`);
      const turn = page.getByRole("article", { name: "Quinn is working" });
      await turn.getByRole("button", { name: "Stop turn" }).click();
      await expect(turn).toHaveCount(0);
      await page.getByRole("textbox", { name: "Write a message" }).fill("@quinn again, please [[fake hang]]");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await expect(turn).toBeVisible();
      await page.getByRole("button", { name: "Stop", exact: true }).click();
      await expect(turn).toHaveCount(0);
      await expect(page.getByText(/^Blocked:/)).toBeVisible();
    });

    test("it is archived, restored, archived from the list, and deleted for good", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/tasks/2`);
      await menu("Archive");
      await page.getByRole("button", { name: "Task actions" }).click();
      await page.getByRole("menuitem", { name: "Restore" }).click();
      const status = on === "phone" ? /^Properties:\s*Inbox/ : "Status: Inbox";
      await expect(page.getByRole("button", { name: status })).toBeVisible();
      await menu("Delete for good");
      await page.getByRole("dialog").getByRole("button", { name: "Delete for good" }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/tasks$`));
      await expect(page.getByRole("link", { name: "Paint the front door" })).toBeVisible();
      await expect(page.getByRole("link", { name: "Buy the paint" })).toHaveCount(0);
    });
  });
}
