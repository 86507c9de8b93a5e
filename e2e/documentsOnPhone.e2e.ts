// Documents with a thumb: made, written, looked back on, commented and filed on a phone.
import { PHONE } from "./fakeTeam.ts";
import { expect, leave, onPhone, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  ada = await owner(browser, stack, { account: "Pocket" });
  await ada.page.setViewportSize(PHONE);
});
test.afterAll(() => leave(ada));

test("a document is made and written, and its text is read", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/docs`);
  await page.getByRole("button", { name: "New document" }).first().click();
  const dialog = page.getByRole("dialog", { name: "New document" });
  await dialog.getByLabel("Title").fill("Shopping list");
  await dialog.getByRole("button", { name: "Create document" }).click();
  await page.getByRole("textbox", { name: /^Text of / }).fill("# Fruit\n\n- apples\n");
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toContainText("v2");
  await page.getByRole("button", { name: "Read", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Fruit" })).toBeVisible();
  await onPhone(page);
  await page.setViewportSize(PHONE);
});

test("history, comments and tasks come up in a sheet; folders in a drawer", async () => {
  const { page, slug } = ada;
  await page.getByRole("button", { name: "History, comments and tasks" }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByRole("button", { name: /v2$/ })).toBeVisible();
  await sheet.getByRole("tab", { name: "Comments" }).click();
  await sheet.getByRole("textbox", { name: "Write a comment" }).fill("And bread.");
  await sheet.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(sheet.getByRole("list", { name: "Comments" })).toContainText("And bread.");
  await sheet.getByRole("button", { name: "Close" }).click();
  await expect(sheet).toBeHidden();
  await page.goto(`/${slug}/docs`);
  await expect(page.getByRole("list", { name: "Documents" })).toContainText("Shopping list");
  await onPhone(page);
});
