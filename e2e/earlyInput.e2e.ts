// Hands that are quicker than the line: what is done on a page that is drawn but does not react yet is done once it does, and
// what is done before the backend has answered is neither lost nor done twice.
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { answersOf, boardHears, expect, invitationLink, leave, owner, test, visitor } from "./journey.ts";

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

test("files that are chosen before it is known how much room there is are uploaded, and one of no such kind stays out", async () => {
  const { page, slug } = ada;
  await page.unrouteAll({ behavior: "wait" });
  const answers = await answersOf(page);
  answers.hold();
  await page.goto(`/${slug}/docs`);
  await page.getByRole("button", { name: "Upload files" }).click();
  const dialog = page.getByRole("dialog", { name: "Upload files" });
  await dialog.locator("input[type=file]").setInputFiles([
    { name: "notes.md", mimeType: "text/markdown", buffer: Buffer.from("# Notes\n") },
    { name: "notes.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ\u0000\u0001") },
  ]);
  await expect(dialog.getByRole("list", { name: "Files" })).toContainText("notes.md");
  answers.letGo();
  await expect(dialog).toContainText("Uploaded");
  await expect(dialog).toContainText("Not uploaded.");
});

test("what agents may do is not offered before it is known what is set: a change is sent with the rest of it", async () => {
  const { page, slug } = ada;
  const answers = await answersOf(page);
  answers.hold();
  await page.goto(`/${slug}/settings/agents`);
  for (const [part, control] of [
    ["Behaviour", "combobox"],
    ["Asks first", "checkbox"],
  ] as const) {
    const section = page.getByRole("region", { name: part });
    await expect(section).toBeVisible();
    await expect(section.getByRole(control)).toHaveCount(0);
  }
  answers.letGo();
  await expect(page.getByLabel("Write a document", { exact: true })).toBeEnabled();
});

test("a task whose form is sent twice before the answer comes is made once", async () => {
  const { page, slug } = ada;
  const answers = await answersOf(page);
  await page.goto(`/${slug}/tasks`);
  await boardHears(page);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  await create(page).getByLabel("Title").fill("Third thing");
  answers.hold();
  for (let times = 0; times < 2; times += 1) await page.keyboard.press("ControlOrMeta+Enter");
  answers.letGo();
  await expect(create(page)).toBeHidden();
  await createTask(page, slug, { title: "Fourth thing" });
  await expect(page.getByRole("listitem").filter({ hasText: "Fourth thing" })).toContainText("MC-4");
});

test("a name that is written before it is known whom an invitation is for stays written", async ({
  browser,
  stack,
}) => {
  const ben = await visitor(browser, stack, { who: "Ben", where: "Early" });
  const { page, person } = ben;
  const link = await invitationLink(ada.page, ada.slug, { email: person.email });
  const answers = await answersOf(page);
  answers.hold();
  await page.goto(`/sign-up?invite=${new URL(link).pathname.split("/").at(-1)}`);
  await page.getByLabel("Your name").fill(person.name);
  answers.letGo();
  await expect(page.getByLabel("E-mail")).toHaveValue(person.email);
  await expect(page.getByLabel("Your name")).toHaveValue(person.name);
  await leave(ben);
});
