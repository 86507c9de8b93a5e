// Many tasks at once: filters that live in the address, views kept under a name, selecting, changing together, away and back.
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { expect, leave, onPhone, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 90_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Many" });
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

test("several are selected by keyboard on the board and changed together", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/tasks`);
  for (const title of ["Paint the door", "Paint the wall"]) {
    await link(title).focus();
    await page.keyboard.press("x");
  }
  await expect(bar()).toContainText("2");
  await bar().getByRole("button", { name: "Priority" }).click();
  await page.getByRole("menuitemradio", { name: "Critical" }).click();
  await expect(page.getByRole("img", { name: "Priority critical" })).toHaveCount(2);
  await bar().getByRole("button", { name: "Assign" }).click();
  await page.getByRole("option", { name: /^Ada Many|Ada Many/ }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Assigned, 2" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar()).toBeHidden();
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

test("on a phone: one column after another, and the list", async () => {
  const { page, slug } = ada;
  await onPhone(page, async () => {
    await expect(link("Mow the lawn")).toBeVisible();
  });
  await page.goto(`/${slug}/tasks?view=list`);
  await onPhone(page, async () => {
    await expect(link("Paint the wall")).toBeVisible();
  });
});
