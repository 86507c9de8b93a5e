// Documents as two people live with them: written, written at once, looked back on, thrown away and found again. No agent is
// needed, so no gateway boots; one stack serves the whole file.
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { ada, openBrowser, signUp } from "./people.ts";

test.describe.configure({ mode: "serial" });

const startMs = 300_000; // the first start builds the dashboard
const title = "Launch plan";

let stack: Stack;
let first: { context: BrowserContext; page: Page; complaints: string[] };
let slug: string;
let documentUrl: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(startMs);
  stack = await startStack({ MC_PARANOID: "1" });
  first = await openBrowser(browser, stack.url);
  slug = await signUp(first.page, { person: ada, account: "Acme", withDemoTeam: false });
});

test.afterAll(async () => {
  await first.context.close();
  await stack.stop();
});

const editor = (page: Page) => page.getByRole("textbox", { name: /^Text of / });
const saved = (page: Page) => page.getByRole("status").filter({ hasText: /^Saved/ });

async function createDocument(page: Page, draft: { title: string; kind: string; template?: string }) {
  await page.goto(`/${slug}/docs`);
  await page.getByRole("button", { name: "New document", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New document" });
  await dialog.getByLabel("Title").fill(draft.title);
  await dialog.getByRole("radio", { name: new RegExp(`^${draft.kind}`) }).check({ force: true });
  if (draft.template !== undefined) {
    await dialog.getByRole("combobox", { name: "Begin with" }).click();
    await page.getByRole("option", { name: draft.template }).click();
  }
  await dialog.getByRole("button", { name: "Create document" }).click();
  await expect(editor(page)).toBeFocused();
}

/** The same person in a second browser: what matters is that two editors are open. */
async function secondBrowser(browser: Browser) {
  const second = await openBrowser(browser, stack.url);
  await second.context.addCookies(await first.context.cookies());
  return second;
}

test("a document begins with a template, saves itself, and its text survives a reload", async () => {
  const { page } = first;
  await createDocument(page, { title: "Plan template", kind: "Template" });
  await editor(page).fill("# Goal\n\n# Steps\n");
  await expect(saved(page)).toContainText("v2");

  await createDocument(page, { title, kind: "Deliverable", template: "Plan template" });
  await expect(editor(page)).toContainText("# Goal");
  // looked for from before the text: it is unsaved for a moment only
  const unsaved = page.getByRole("status").filter({ hasText: "Unsaved" }).waitFor();
  await editor(page).fill("# Goal\n\nShip the quarterly kaleidoscope.\n\n# Steps\n\n1. Write\n");
  await unsaved;
  await expect(saved(page)).toContainText("v2");
  documentUrl = page.url().replace(/\?.*/, "");
  await page.goto(documentUrl);
  await expect(page.getByRole("heading", { name: "Goal" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Read" })).toContainText("quarterly kaleidoscope");
});

test("what was typed without a connection is kept, also over a reload, and saved later", async () => {
  const { page } = first;
  await page.goto(`${documentUrl}?view=write`);
  await expect(editor(page)).toContainText("Ship the quarterly");
  await first.context.setOffline(true);
  await editor(page).press("ControlOrMeta+End");
  await editor(page).pressSequentially("2. Kept");
  await expect(editor(page)).toContainText("2. Kept");
  // the page goes before its connection is back, so what was typed is nowhere but in this browser
  await page.goto("about:blank");
  await first.context.setOffline(false);
  await page.goto(`${documentUrl}?view=write`);
  await expect(editor(page)).toContainText("2. Kept");
  await expect(saved(page)).toContainText("v3");
});

test("two who write at once both keep their words: one saves, the other makes one text of the two", async ({
  browser,
}) => {
  const { page } = first;
  const second = await secondBrowser(browser);
  await page.goto(`${documentUrl}?view=write`);
  await second.page.goto(`${documentUrl}?view=write`);
  await expect(editor(page)).toContainText("# Goal");
  await expect(editor(second.page)).toContainText("# Goal");

  // The second browser loses its connection before it types, so its words meet a newer version.
  await second.context.setOffline(true);
  await editor(second.page).press("ControlOrMeta+End");
  await editor(second.page).pressSequentially("2. Words of the second");
  await editor(page).press("ControlOrMeta+Home");
  await editor(page).pressSequentially("Words of the first. ");
  await expect(saved(page)).toContainText("v4");
  await second.context.setOffline(false);

  const conflict = second.page.getByRole("region", { name: "Two versions" });
  await expect(conflict.getByRole("alert")).toContainText("saved version 4 while you were writing");
  await expect(conflict.getByRole("textbox", { name: /^Theirs: version 4/ })).toContainText(
    "Words of the first",
  );
  await expect(conflict.getByRole("textbox", { name: /^Mine/ })).toContainText("Words of the second");
  await conflict.getByRole("button", { name: "Take this piece of theirs" }).first().click();
  await conflict.getByRole("button", { name: "Save the merged text" }).click();
  await expect(saved(second.page)).toContainText("v5");
  for (const words of ["Words of the first", "Words of the second"])
    await expect(editor(page)).toContainText(words);
  await second.context.close();
});

test("the history shows what changed word by word, and an old version comes back without losing the newer", async () => {
  const { page } = first;
  await page.goto(documentUrl);
  const history = page.getByRole("tabpanel", { name: "History" });
  await history.getByRole("button", { name: "5 saves" }).click();
  await history.getByRole("button", { name: /v4$/ }).click();
  const fourth = page.getByRole("dialog", { name: "Version 4 by Ada Lovelace" });
  await expect(fourth.getByRole("insertion")).toHaveText(/Words of the first/);
  await page.keyboard.press("Escape");

  await history.getByRole("button", { name: /v2$/ }).click();
  await page
    .getByRole("dialog", { name: "Version 2 by Ada Lovelace" })
    .getByRole("button", { name: "Restore this version" })
    .click();
  const text = page.getByRole("region", { name: "Read" });
  await expect(text).toContainText("Ship the quarterly kaleidoscope.");
  await expect(text).not.toContainText("Words of the first");
  await expect(saved(page)).toContainText("v6");
  await expect(history.getByRole("button", { name: /v5$/ })).toBeVisible();
});

test("a comment is written, a task is linked and leads back to the document", async () => {
  const { page } = first;
  await page.goto(`/${slug}/tasks?new=true`);
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill("Prepare the launch");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog).toBeHidden();

  await page.goto(documentUrl);
  await page.getByRole("tab", { name: "Comments" }).click();
  await page.getByRole("textbox", { name: "Write a comment" }).fill("The date is missing.");
  await page.getByRole("button", { name: "Comment", exact: true }).click();
  await expect(page.getByRole("list", { name: "Comments" })).toContainText("The date is missing.");

  await page.getByRole("tab", { name: "Tasks" }).click();
  await page.getByRole("button", { name: "Link a task" }).click();
  await page.getByPlaceholder(/^Find a task/).fill("prepare");
  await page.getByRole("option", { name: /Prepare the launch/ }).click();
  await page.getByRole("list", { name: "Linked tasks" }).getByRole("link", { name: /MC-1/ }).click();
  await page.getByRole("tab", { name: /^Documents/ }).click();
  await page.getByRole("button", { name: new RegExp(`^${title}`) }).click();
  await page.getByRole("dialog", { name: title }).getByRole("link", { name: "Open document" }).click();
  await expect(page).toHaveURL(documentUrl);
});

test("a thread speaks of a document: found by its words after #, or by a pasted address that shows its title", async () => {
  const { page } = first;
  await page.goto(`/${slug}/tasks/1`);
  const field = page.getByRole("textbox", { name: "Write a message" });
  await field.pressSequentially("All of it is in #launch");
  const found = page.getByRole("listbox", { name: "Completions" });
  await expect(found.getByRole("option", { name: /MC-1/ })).toBeVisible();
  await found.getByRole("option", { name: new RegExp(`${title}.*Document`) }).click();
  await expect(field).toHaveValue(`All of it is in [${title}](${new URL(documentUrl).pathname}) `);
  await field.press("ControlOrMeta+Enter");
  await field.fill(`Pasted: ${documentUrl} and nothing at ${documentUrl.slice(0, -3)}`);
  await field.press("ControlOrMeta+Enter");
  const links = page.getByRole("article").getByRole("link", { name: title, exact: true });
  await expect(links).toHaveCount(2);
  await expect(page.getByRole("link", { name: documentUrl.slice(0, -3), exact: true })).toBeVisible();
  await links.last().click();
  await expect(page).toHaveURL(documentUrl);
});

test("a word in the text finds the document: on the page, by an address, and in the palette with Enter", async () => {
  const { page } = first;
  await page.goto(`/${slug}/search`);
  await page.getByRole("searchbox", { name: "Search the account" }).fill("kaleid");
  const hits = page.getByRole("region", { name: "Documents" });
  await expect(hits.getByRole("link", { name: new RegExp(title) })).toBeVisible();
  await expect(hits.locator("mark").first()).toHaveText(/^kaleid$/i);
  await expect(page).toHaveURL(/q=kaleid/);
  await page.getByRole("button", { name: "Tasks", exact: true }).click();
  await expect(page.getByText("Nothing found")).toBeVisible();
  await page.goto(`/${slug}/search?q=kaleid&types=document`);
  await expect(hits.getByRole("link", { name: new RegExp(title) })).toBeVisible();

  await page.goto(`/${slug}`);
  await page.getByRole("button", { name: /^Search/ }).click();
  const palette = page.getByRole("dialog", { name: "Search and commands" });
  await palette.getByRole("combobox").fill("kaleid");
  await expect(palette.getByRole("option", { selected: true })).toContainText(title);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(documentUrl);
  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette.getByRole("option", { name: new RegExp(title) })).toBeVisible();
  await palette.getByRole("combobox").fill("new task");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "New task" })).toBeVisible();
});

test("a document in the trash is in no list and no search, and comes back as it was", async () => {
  const { page } = first;
  await page.goto(documentUrl);
  await page.getByRole("button", { name: "Document actions" }).click();
  await page.getByRole("menuitem", { name: "Move to trash" }).click();
  await expect(page.getByText("This document is in the trash.")).toBeVisible();
  await page.goto(`/${slug}/docs`);
  const list = page.getByRole("list", { name: "Documents" });
  await expect(list).toContainText("Plan template");
  await expect(list).not.toContainText(title);
  await page.goto(`/${slug}/search?q=kaleid`);
  await expect(page.getByText("Nothing found")).toBeVisible();

  await page.goto(`/${slug}/docs?folder=trash`);
  await page.getByRole("button", { name: `Restore ${title}` }).click();
  await expect(page.getByText("The trash is empty")).toBeVisible();
  await page.goto(documentUrl);
  await expect(page.getByRole("region", { name: "Read" })).toContainText("quarterly kaleidoscope");
});

test("nothing of all this was complained about, and no live query was stale", async () => {
  expect(first.complaints).toEqual([]);
  const health = (await (await fetch(`${stack.backendUrl}/healthz`)).json()) as { staleResults: number };
  expect(health.staleResults).toBe(0);
});
