// An account is taken away as a file and brought in again as a new one: the same tasks, threads, documents and files, and nobody is told.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { createTask } from "./fakeTeam.ts";
import { expect, onPhone, owner, test } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 180_000 });

type Row = Record<string, unknown>;
type Copy = { format: string; version: number; tables: Record<string, Row[]> };

let ada: Awaited<ReturnType<typeof owner>>;
let taken: string;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Old Works" });
});
test.afterAll(async () => ada.context.close());

async function takeAway(slug: string): Promise<string> {
  const { page } = ada;
  await page.goto(`/${slug}/settings/data`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as JSON" }).click();
  return await (await downloading).path();
}

const read = (path: string): Copy => JSON.parse(readFileSync(path, "utf8")) as Copy;

/** What is said, without ids and without when this installation wrote it. */
function said({ tables }: Copy): Record<string, string[]> {
  const of = (table: string, fields: readonly string[]): string[] =>
    (tables[table] ?? []).map((row) => JSON.stringify(fields.map((field) => row[field] ?? null))).toSorted();
  return {
    tasks: of("tasks", ["number", "title", "state", "priority", "labels", "messageCount", "documentCount"]),
    messages: of("messages", ["body", "authorName", "kind"]),
    documents: of("documents", ["title", "version", "kind"]),
    versions: of("documentVersions", ["content", "version", "title"]),
    files: of("files", ["name", "size", "contentType", "data"]),
  };
}

async function attach(page: Page, file: { name: string; mimeType: string; content: string }): Promise<void> {
  const { content, ...named } = file;
  await page.getByLabel("Files", { exact: true }).setInputFiles({ ...named, buffer: Buffer.from(content) });
  await expect(page.getByRole("list", { name: "Files of this message" })).not.toContainText("sending");
}

test("a file carries tasks, threads, documents and the bytes of attachments", async () => {
  const { page, slug } = ada;
  await createTask(page, slug, { title: "Move house" });
  await page.goto(`/${slug}/tasks/1`);
  await attach(page, { name: "boxes.csv", mimeType: "text/csv", content: "box,room\n1,kitchen\n" });
  const field = page.getByRole("textbox", { name: "Write a message" });
  await field.fill("All boxes are listed.");
  await field.press("ControlOrMeta+Enter");
  // named so once it has arrived; until then it is being sent
  await expect(page.getByRole("article", { name: `${ada.person.name}, message` })).toContainText(
    "All boxes are listed.",
  );
  await page.goto(`/${slug}/docs`);
  await page.getByRole("button", { name: "New document", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New document" });
  await dialog.getByLabel("Title").fill("Floor plan");
  await dialog.getByRole("button", { name: "Create document" }).click();
  await page.getByRole("textbox", { name: /^Text of / }).fill("The piano goes first.");
  await expect(page.getByRole("status").filter({ hasText: /^Saved/ })).toBeVisible();
  taken = await takeAway(slug);
  const copy = read(taken);
  expect(copy.tables["files"]).toMatchObject([
    { name: "boxes.csv", data: Buffer.from("box,room\n1,kitchen\n").toString("base64") },
  ]);
});

test("what is no export, or of another version, is refused with what to do", async () => {
  const { page } = ada;
  await page.goto("/new-account");
  await page.getByRole("link", { name: "Import an exported account" }).click();
  const field = page.getByLabel("Exported file");
  await field.setInputFiles({ name: "a.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await expect(page.getByRole("main").getByRole("alert")).toContainText("no export of Mission Control");
  const later = JSON.stringify({ ...read(taken), version: 2 });
  await field.setInputFiles({ name: "b.json", mimeType: "application/json", buffer: Buffer.from(later) });
  await expect(page.getByRole("main").getByRole("alert")).toContainText("Update the installation");
  await expect(page.getByRole("button", { name: "Import" })).toHaveCount(0);
});

test("the file becomes a new account that says the same", async () => {
  const { page, slug } = ada;
  const field = page.getByLabel("Exported file");
  await field.setInputFiles(taken);
  await expect(page.getByText(/It holds 1 person, 1 task, 1 message, 1 document, 1 file/)).toBeVisible();
  await expect(page.getByText(/Stays in the file.*activities/)).toBeVisible();
  await page.getByLabel("Account name").fill("New Works");
  await onPhone(page);
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByText(/rows came over/)).toBeVisible();
  await page.getByRole("link", { name: "Open the account" }).click();
  await expect(page).toHaveURL(/\/new-works$/);
  await page.goto("/new-works/tasks/1");
  await expect(page.getByText("All boxes are listed.")).toBeVisible();
  await expect(page.getByText("boxes.csv").first()).toBeVisible();
  await page.goto("/new-works/notifications");
  await expect(page.getByText("boxes")).toHaveCount(0);
  const copy = await takeAway("new-works");
  expect(said(read(copy))).toEqual(said(read(taken)));
  expect(said(read(await takeAway(slug)))).toEqual(said(read(taken)));
  await page.goto("/new-works/feed");
  await expect(page.getByText(/brought over Old Works/)).toBeVisible();
});

test("the same file again is refused and names the account that it became", async () => {
  const { page, complaints } = ada;
  await page.goto("/new-account/import");
  await page.getByLabel("Exported file").setInputFiles(taken);
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText("became the account New Works");
  expect(complaints).toEqual([]);
});

test("an import that was cut off goes on with the same file", async () => {
  const { page } = ada;
  const many = read(taken);
  const [task] = many.tables["tasks"] ?? [];
  many.tables["tasks"] = Array.from({ length: 400 }, (_, nth) => ({
    ...task,
    _id: `t${nth}`,
    number: nth + 1,
  }));
  const path = test.info().outputPath("many.json");
  writeFileSync(path, JSON.stringify(many));
  await page.goto("/new-account/import");
  await page.getByLabel("Exported file").setInputFiles(path);
  await page.getByLabel("Account name").fill("Cut Works");
  await page.getByRole("button", { name: "Import" }).click();
  await expect(page.getByRole("progressbar")).toBeVisible();
  await page.goto("about:blank");
  await page.goto("/new-account/import");
  await page.getByLabel("Exported file").setInputFiles(path);
  await page.getByRole("button", { name: "Import" }).click();
  const end = page.getByText(/rows came over/).or(page.getByRole("main").getByRole("alert"));
  await expect(end).toBeVisible();
  await page.goto("/cut-works/settings/data");
  await expect(page.getByText("This account was imported from Old Works")).toBeVisible();
  await page.goto("/cut-works/tasks?view=list");
  await expect(page.getByText("400").first()).toBeVisible();
});

test("what an export has by name alone is said under the button, and stays until the next one", async ({
  stack,
}) => {
  const { page, complaints, slug } = ada;
  const storage = join(stack.dataDir, "backend/storage");
  const before = new Set(readdirSync(storage));
  await page.goto(`/${slug}/tasks/1`);
  await attach(page, { name: "keys.csv", mimeType: "text/csv", content: "door\nfront\n" });
  const field = page.getByRole("textbox", { name: "Write a message" });
  await field.fill("These are lost.");
  await field.press("ControlOrMeta+Enter");
  // an address to fetch it by means that it was checked, which needs the bytes
  await expect(page.getByRole("link", { name: /keys\.csv/ })).toBeVisible();
  const lost = readdirSync(storage).filter((key) => !before.has(key));
  for (const key of lost) rmSync(join(storage, key));
  complaints.length = 0;
  const note = page.getByRole("main").getByText(/by name alone/);
  const exported = async (): Promise<void> => {
    const copy = read(await takeAway(slug));
    const files = (copy.tables["files"] ?? []).map(({ name, data }) => [name, typeof data]);
    expect(files.toSorted()).toEqual([
      ["boxes.csv", "string"],
      ["keys.csv", "undefined"],
    ]);
    await expect(note).toHaveText("1 file is in the export by name alone: it could not be read just now.");
  };
  await exported();
  await onPhone(page, exported);
  // the browser says itself, too, that there is nothing at the address; nothing else went wrong
  expect(complaints.filter((each) => !each.includes("404"))).toEqual([]);
  expect(complaints.filter((each) => each.startsWith("404 "))).toEqual(
    [...lost, ...lost].map((key) => `404 /convex/api/storage/${key}`),
  );
});
