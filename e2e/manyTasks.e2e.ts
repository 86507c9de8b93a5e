// Many tasks at once: filters that live in the address, views kept under a name, selecting, changing together, away and back.
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 180_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Many on a ${on}`, on });
      for (const title of ["Paint the door", "Paint the wall", "Mow the lawn"])
        await createTask(ada.page, ada.slug, { title });
    });
    test.afterAll(() => leave(ada));

    const bar = () => ada.page.getByRole("region", { name: "Selected tasks" });
    const link = (title: string) => ada.page.getByRole("link", { name: title });
    const view = async (page: Page, from: string, to: string): Promise<void> => {
      await page.getByRole("button", { name: `View: ${from}` }).click();
      await page.getByRole("menuitemradio", { name: to }).click();
    };

    test("several are selected and changed together", async () => {
      const { page, slug } = ada;
      if (on === "desk") {
        await page.goto(`/${slug}/tasks`);
        for (const [title, words] of [
          ["Paint the door", "1 task selected"],
          ["Paint the wall", "2 tasks selected"],
        ] as const) {
          await link(title).focus();
          await page.keyboard.press("x");
          // of the keys that come before the page reacts the last one counts
          await expect(bar()).toContainText(words);
        }
      } else {
        await page.goto(`/${slug}/tasks?view=list`);
        for (const key of ["MC-1", "MC-2"])
          await page.getByRole("checkbox", { name: `Select ${key}` }).click();
      }
      await expect(bar()).toContainText("2");
      await bar().getByRole("button", { name: "Priority" }).click();
      await page.getByRole("menuitemradio", { name: "Critical" }).click();
      // the notice leaves the bar free: it comes to rest above it
      const notice = page.locator("[data-sonner-toast]").filter({ hasText: "2 tasks changed" });
      await expect
        .poll(async () => {
          const [above, below] = [await notice.boundingBox(), await bar().boundingBox()];
          return above !== null && below !== null && above.y + above.height <= below.y;
        })
        .toBe(true);
      await bar().getByRole("button", { name: "Assign" }).click();
      await page.getByRole("option", { name: /^Ada Many/ }).click();
      await page.keyboard.press("Escape");
      if (on === "desk") {
        await expect(page.getByRole("region", { name: "Assigned, 2" })).toBeVisible();
        await page.keyboard.press("Escape");
      } else {
        const row = page.getByRole("row").filter({ hasText: "Paint the wall" });
        await expect(row).toContainText("Assigned");
        await bar().getByRole("button", { name: "Clear the selection" }).click();
      }
      await expect(bar()).toBeHidden();
      await page.goto(`/${slug}/tasks`);
      await expect(page.getByRole("region", { name: "Assigned, 2" })).toBeVisible();
      await expect(page.getByRole("img", { name: "Priority critical" })).toHaveCount(2);
    });

    test("a due date is given to several tasks, and taken from them again", async () => {
      const { page, slug } = ada;
      const due = page.getByRole("dialog", { name: "Due date of the selected tasks" });
      const dated = page.getByRole("row").filter({ has: page.getByText("3 Dec 2099") });
      await page.goto(`/${slug}/tasks?view=list`);
      await page.getByRole("checkbox", { name: "Select MC-1" }).click();
      await page.getByRole("checkbox", { name: "Select MC-3" }).click();
      await bar().getByRole("button", { name: "Due date" }).press("Enter");
      await expect(due.getByLabel("Due")).toBeFocused();
      await expect(due.getByRole("button", { name: "Remove date" })).toBeHidden();
      await due.getByLabel("Due").fill("2099-12-03");
      await due.getByLabel("Due").press("Enter");
      await expect(page.getByText("2 tasks due 3 Dec 2099")).toBeVisible();
      await expect(dated).toHaveCount(2);
      await page.getByRole("checkbox", { name: "Select MC-2" }).click();
      await bar().getByRole("button", { name: "Due date" }).click();
      await expect(due.getByLabel("Due")).toHaveValue("");
      await expect(due).toContainText("different days");
      await due.getByRole("button", { name: "Remove date" }).click();
      await expect(page.getByText("3 tasks without a due date")).toBeVisible();
      await expect(dated).toHaveCount(0);
      await page.keyboard.press("Escape");
      await expect(bar()).toBeHidden();
    });

    test("labels are put on several tasks and taken off them, those on some first made those of all", async () => {
      const { page, slug } = ada;
      const labelled = (label: string) =>
        page.getByRole("row").filter({ has: page.getByText(label, { exact: true }) });
      await page.goto(`/${slug}/tasks?view=list`);
      await page.getByRole("checkbox", { name: "Select MC-1" }).click();
      await bar().getByRole("button", { name: "Labels" }).click();
      const labels = page.getByRole("dialog", { name: "Labels of the selected tasks" });
      await labels.getByPlaceholder("Find a label or name a new one").fill(" outside ");
      await labels.getByRole("option", { name: "Add the label outside" }).click();
      await expect(labels.getByRole("option", { name: "outside on all" })).toBeVisible();
      await expect(labelled("outside")).toHaveCount(1);
      await page.keyboard.press("Escape");
      await page.getByRole("checkbox", { name: "Select MC-2" }).click();
      await bar().getByRole("button", { name: "Labels" }).click();
      await labels.getByRole("option", { name: "outside on some" }).click();
      // the notice leaves the choices free, also where it comes under the pointer
      await expect(page.getByText("2 tasks labelled outside")).toBeVisible();
      await expect(labelled("outside")).toHaveCount(2);
      await labels.getByRole("option", { name: "outside on all" }).click();
      await expect(labelled("outside")).toHaveCount(0);
      await page.keyboard.press("Escape");
      await bar().getByRole("button", { name: "Clear the selection" }).click();
      await expect(bar()).toBeHidden();
    });

    test("whoever is on some of several tasks is put on all of them, and taken off one again", async () => {
      const { page, slug } = ada;
      const lawn = () => page.getByRole("row").filter({ hasText: "Mow the lawn" });
      const adaAs = (words: RegExp) => page.getByRole("option", { name: words });
      await page.goto(`/${slug}/tasks?view=list`);
      await page.getByRole("checkbox", { name: "Select MC-1" }).click();
      await page.getByRole("checkbox", { name: "Select MC-3" }).click();
      await bar().getByRole("button", { name: "Assign" }).click();
      await adaAs(/^Ada Many.* assigned to some$/).click();
      await expect(adaAs(/^Ada Many.* assigned$/)).toBeVisible();
      await expect(lawn()).toContainText("Assigned");
      await page.keyboard.press("Escape");
      await page.getByRole("checkbox", { name: "Select MC-1" }).click();
      await bar().getByRole("button", { name: "Assign" }).click();
      await adaAs(/^Ada Many.* assigned$/).click();
      await expect(lawn()).toContainText("Inbox");
      await page.keyboard.press("Escape");
      await bar().getByRole("button", { name: "Clear the selection" }).click();
      await expect(bar()).toBeHidden();
    });

    test("a card is moved by its menu, and several by the bar", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/tasks`);
      await link("Paint the wall").hover();
      await page.getByRole("button", { name: "Actions for MC-2" }).click();
      await page.getByRole("menuitem", { name: "In progress" }).click();
      await expect(page.getByRole("region", { name: "In progress, 1" })).toContainText("Paint the wall");
      await page.goto(`/${slug}/tasks?view=list`);
      await page.getByRole("checkbox", { name: "Select MC-2" }).click();
      await bar().getByRole("button", { name: "Move to…" }).click();
      await page.getByRole("menuitemradio", { name: "Assigned" }).click();
      await expect(bar()).toBeHidden();
      await page.goto(`/${slug}/tasks`);
      await expect(page.getByRole("region", { name: "Assigned, 2" })).toContainText("Paint the wall");
    });

    test("filters are in the address; a view keeps them under a name, and brings them back", async () => {
      const { page, slug } = ada;
      await page.getByRole("button", { name: "Priority", exact: true }).click();
      await page.getByRole("menuitemradio", { name: "Critical" }).click();
      await page.getByLabel("Filter tasks by text").fill("door");
      await expect(link("Paint the wall")).toHaveCount(0);
      await expect(page).toHaveURL(/door/);
      await page.reload();
      await expect(link("Paint the door")).toBeVisible();
      await expect(link("Mow the lawn")).toHaveCount(0);
      await page.getByRole("button", { name: "View: Board" }).click();
      await page.getByRole("menuitem", { name: "Save or remove views…" }).click();
      const dialog = page.getByRole("dialog", { name: "Saved views" });
      await dialog.getByLabel("Save this view as").fill("Doors");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toBeHidden();
      await page.getByRole("button", { name: "Clear" }).click();
      await expect(link("Mow the lawn")).toBeVisible();
      await page.getByRole("button", { name: "View: Board" }).click();
      await page.getByRole("menuitem", { name: "Doors" }).click();
      await expect(link("Mow the lawn")).toHaveCount(0);
      await expect(link("Paint the door")).toBeVisible();
      await page.getByRole("button", { name: "View: Board" }).click();
      await page.getByRole("menuitem", { name: "Save or remove views…" }).click();
      await dialog.getByLabel("Name of the view Doors").fill("Front doors");
      await dialog.getByLabel("Name of the view Doors").press("Enter");
      await dialog.getByRole("button", { name: "Remove the view Front doors" }).click();
      await expect(dialog.getByRole("button", { name: /^Remove the view/ })).toHaveCount(0);
      await page.keyboard.press("Escape");
      await page.goto(`/${slug}/tasks?text=nothing+like+this`);
      await expect(page.getByText("No match here.").first()).toBeVisible();
    });

    test("from the list they go to the archive together, and come back from there", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/tasks`);
      await view(page, "Board", "List");
      await expect(page).toHaveURL(/view=list/);
      await page.getByRole("checkbox", { name: "Select MC-1" }).click();
      await page.getByRole("checkbox", { name: "Select MC-3" }).click();
      await bar().getByRole("button", { name: "Archive" }).click();
      await expect(link("Mow the lawn")).toHaveCount(0);
      await view(page, "List", "Archived");
      await expect(link("Mow the lawn")).toBeVisible();
      await page.getByRole("checkbox", { name: "Select MC-1" }).click();
      await page.getByRole("checkbox", { name: "Select MC-3" }).click();
      await bar().getByRole("button", { name: "Restore" }).click();
      await expect(link("Mow the lawn")).toHaveCount(0);
      await page.goto(`/${slug}/tasks`);
      await expect(page.getByRole("region", { name: "Assigned, 2" })).toContainText("Paint the door");
      await expect(page.getByRole("region", { name: "Inbox, 1" })).toContainText("Mow the lawn");
    });
  });
}
