// Hands that are quicker than the line: what is done on a page that is drawn but does not react yet is done once it does.
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { expect, leave, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

let ada: Awaited<ReturnType<typeof owner>>;
/** Lets the page's code come. */
let letCome: () => void;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Early" });
  for (const title of ["First thing", "Second thing"]) await createTask(ada.page, ada.slug, { title });
});
test.afterAll(() => leave(ada));

/** The board as the server drew it: none of its code has come. */
async function openDeaf(page: Page, slug: string): Promise<void> {
  await page.unrouteAll({ behavior: "wait" });
  const come = new Promise<void>((resolve) => {
    letCome = resolve;
  });
  await page.route("**/_next/static/chunks/**/*.js*", async (route) => {
    await come;
    await route.continue();
  });
  await page.goto(`/${slug}/tasks`, { waitUntil: "commit" });
  await expect(link(page)).toBeVisible();
}

const link = (page: Page, title = "First thing") => page.getByRole("link", { name: title });
const create = (page: Page) => page.getByRole("dialog", { name: "New task" });
const palette = (page: Page) => page.getByRole("dialog", { name: "Search and commands" });

test("a press on New task opens its dialog", async () => {
  const { page, slug } = ada;
  await openDeaf(page, slug);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  letCome();
  await expect(create(page)).toBeVisible();
});

test("the key of the palette opens it; of the two, the last one counts", async () => {
  const { page, slug } = ada;
  await openDeaf(page, slug);
  await page.keyboard.press("ControlOrMeta+k");
  letCome();
  await expect(palette(page)).toBeVisible();
  await openDeaf(page, slug);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  await page.keyboard.press("ControlOrMeta+k");
  letCome();
  await expect(palette(page)).toBeVisible();
  await expect(create(page)).toHaveCount(0);
  await openDeaf(page, slug);
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("button", { name: "New task", exact: true }).click();
  letCome();
  await expect(create(page)).toBeVisible();
  await expect(palette(page)).toHaveCount(0);
});

test("a letter on a card does what it does there", async () => {
  const { page, slug } = ada;
  await openDeaf(page, slug);
  await link(page).focus();
  await page.keyboard.press("p");
  letCome();
  await expect(page.getByRole("dialog", { name: "Priority of MC-1" })).toBeVisible();
});

test("what is typed into the filter filters, and is typed on", async () => {
  const { page, slug } = ada;
  await openDeaf(page, slug);
  const filter = page.getByRole("searchbox", { name: "Filter tasks by text" });
  await filter.click();
  await page.keyboard.type("Seco");
  letCome();
  await expect(link(page)).toHaveCount(0);
  await expect(link(page, "Second thing")).toBeVisible();
  await expect(filter).toBeFocused();
  await page.keyboard.type("nd");
  await expect(filter).toHaveValue("Second");
  await expect(page).toHaveURL(/text=Second/);
});
