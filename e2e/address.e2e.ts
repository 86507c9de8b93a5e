// What one looks at stands in the address: it can be shared, and back and forward walk through it. Whatever was just chosen is
// written before a link is followed, so that it never calls the page back that one has left.
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { boardHears, expect, leave, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

let ada: Awaited<ReturnType<typeof owner>>;

test.beforeAll(async ({ browser, stack }) => {
  ada = await owner(browser, stack, { account: "Signposts" });
  for (const title of ["Paint the door", "Mow the lawn"]) await createTask(ada.page, ada.slug, { title });
});
test.afterAll(() => leave(ada));

/** Both in one breath, as a quick hand or a slow machine has it. */
async function pressBoth(page: Page, first: string, second: string): Promise<void> {
  await page.evaluate(
    (selectors) => {
      for (const selector of selectors) document.querySelector<HTMLElement>(selector)?.click();
    },
    [first, second],
  );
}

test("a filter that was set right before a link is followed does not call the page back", async () => {
  const { page, slug } = ada;
  for (let round = 0; round < 3; round += 1) {
    await page.goto(`/${slug}/search?q=paint`);
    await expect(page.getByRole("link", { name: /Paint the door/ })).toBeVisible();
    await pressBoth(page, "fieldset button[aria-pressed]:first-of-type", `nav a[href="/${slug}/feed"]`);
    await expect(page.getByRole("heading", { level: 1, name: "Feed" })).toBeVisible();
    await page.waitForLoadState("networkidle");
    await expect(page).toHaveURL(new RegExp(`/${slug}/feed$`));
    await page.goBack();
    await expect(page).toHaveURL(/\/search\?q=paint&types=/);
    await expect(page.getByRole("link", { name: /Paint the door/ })).toBeVisible();
  }
});

test("what is typed and followed by a link at once is there when one comes back", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/tasks`);
  await boardHears(page);
  await page.getByLabel("Filter tasks by text").pressSequentially("door");
  await page.getByRole("link", { name: "Feed" }).first().click();
  await expect(page).toHaveURL(new RegExp(`/${slug}/feed$`));
  await page.goBack();
  await expect(page.getByLabel("Filter tasks by text")).toHaveValue("door");
  await expect(page.getByRole("link", { name: "Mow the lawn" })).toHaveCount(0);
  await expect(page).toHaveURL(/text=door/);
});

test("back and forward close and open the task at the side, and keep the filter", async () => {
  const { page } = ada;
  const sheet = page.getByRole("dialog", { name: /^MC-1/ });
  await page.getByRole("link", { name: "Paint the door" }).click();
  await expect(sheet).toBeVisible();
  await expect(page).toHaveURL(/text=door&task=1/);
  await sheet.getByRole("tab", { name: "Activity" }).click();
  await expect(page).toHaveURL(/tab=activity/);
  await page.goBack();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL(/\/tasks\?text=door$/);
  await page.goForward();
  await expect(sheet.getByRole("tab", { name: "Activity" })).toHaveAttribute("aria-selected", "true");
  await page.reload();
  await expect(sheet.getByRole("tab", { name: "Activity" })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(page).not.toHaveURL(/task=/);
  await expect(page.getByLabel("Filter tasks by text")).toHaveValue("door");
});

test("a dialog of the address is open once: not again when one comes back from what it made", async () => {
  const { page, slug } = ada;
  await page.goto(`/${slug}/docs?new=true`);
  const dialog = page.getByRole("dialog", { name: "New document" });
  await dialog.getByLabel("Title").fill("Colours");
  await dialog.getByRole("button", { name: "Create document" }).click();
  await expect(page).toHaveURL(/\/docs\/[^?]+\?view=write/);
  await page.goBack();
  await expect(page).toHaveURL(new RegExp(`/${slug}/docs$`));
  await expect(page.getByRole("list", { name: "Documents" })).toContainText("Colours");
  await expect(dialog).toBeHidden();
});

test("what is typed in the moment in which the page comes alive is kept", async () => {
  const page = await ada.page.context().newPage();
  await page.addInitScript(() => {
    // Keys of a quick hand come before whatever the page has put off, and so does a message that was sent earlier.
    const { port1, port2 } = new MessageChannel();
    const isAlive = (): boolean => {
      const name = Object.keys(document).find((key) => key.startsWith("__reactContainer$"));
      const root = (
        document as unknown as Record<string, { stateNode: { current: { memoizedState: unknown } } }>
      )[name ?? ""];
      const state = root?.stateNode.current.memoizedState as { isDehydrated: boolean } | undefined;
      return state?.isDehydrated === false;
    };
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
    port1.onmessage = () => {
      if (!isAlive()) return port2.postMessage(null);
      const field = document.querySelector<HTMLInputElement>("[aria-label='Filter tasks by text']");
      if (field === null) return;
      for (const letter of "door") {
        write?.call(field, field.value + letter);
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
      document.documentElement.dataset["typed"] = "door";
    };
    port2.postMessage(null);
  });
  await page.goto(`/${ada.slug}/tasks`);
  await expect(page.locator("html[data-typed=door]")).toBeAttached();
  await expect(page.getByLabel("Filter tasks by text")).toHaveValue("door");
  await expect(page).toHaveURL(/text=door/);
  await expect(page.getByRole("link", { name: "Mow the lawn" })).toHaveCount(0);
  await page.close();
});
