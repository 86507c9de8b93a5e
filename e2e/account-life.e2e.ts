// The end of an account: passed on, taken away as a file, switched by operators, deleted. No agent, so no gateway boots.
import { readFileSync } from "node:fs";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { SIZES } from "./journey.ts";
import { ada, openBrowser, type Person, signUp } from "./people.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 120_000 });

    type Window = { context: BrowserContext; page: Page; complaints: string[] };
    const ben: Person = { name: "Ben Turing", email: "ben@example.test", password: "a first long password" };

    let stack: Stack;
    let owner: Window;
    let guest: Window;
    let slug: string;

    test.beforeAll(async ({ browser }: { browser: Browser }) => {
      test.setTimeout(240_000);
      stack = await startStack({});
      owner = await openBrowser(browser, stack.url, on);
      guest = await openBrowser(browser, stack.url, on);
    });

    test.afterAll(async () => {
      await owner.context.close();
      await guest.context.close();
      await stack.stop();
    });

    async function inviteBen(): Promise<void> {
      await owner.page.goto(`/${slug}/settings/members`);
      await owner.page.getByRole("button", { name: "Create link" }).click();
      const link = await owner.page.getByLabel("Invitation link").inputValue();
      await guest.page.goto(link);
      await guest.page.getByRole("link", { name: "Create an account" }).click();
      await guest.page.getByLabel("Your name").fill(ben.name);
      await guest.page.getByLabel("E-mail").fill(ben.email);
      await guest.page.getByLabel("Password").fill(ben.password);
      await guest.page.getByRole("button", { name: "Create account" }).click();
      await expect(guest.page).toHaveURL(new RegExp(`/${slug}(/|$)`));
    }

    test("the owner alone finds the ways to pass the account on and to end it", async () => {
      slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: false });
      await inviteBen();
      await guest.page.goto(`/${slug}/settings`);
      await expect(guest.page.getByRole("button", { name: "Transfer" })).toBeDisabled();
      await expect(guest.page.getByRole("button", { name: "Delete" })).toBeDisabled();
      await expect(guest.page.getByRole("link", { name: "Installation" })).toHaveCount(0);
      await owner.page.goto(`/${slug}/settings`);
      await expect(owner.page.getByRole("button", { name: "Leave" })).toBeDisabled();
    });

    test("an operator switches billing on, and its tab is there for everybody", async () => {
      await expect(guest.page.getByRole("link", { name: "Billing" })).toHaveCount(0);
      await owner.page.getByRole("link", { name: "Installation" }).click();
      await owner.page.getByRole("checkbox", { name: /^Billing/ }).click();
      await expect(owner.page.getByText("turned billing on")).toBeVisible();
      await owner.page.getByRole("combobox", { name: "Add a member of Acme" }).click();
      await owner.page.getByRole("option", { name: /Ben Turing/ }).click();
      await owner.page.getByRole("button", { name: "Remove Ben Turing from the operators" }).click();
      await expect(owner.page.getByRole("button", { name: /Ben Turing from the operators/ })).toHaveCount(0);
      await guest.page.getByRole("link", { name: "Billing" }).click();
      await expect(guest.page.getByRole("cell", { name: "Together" })).toBeVisible();
    });

    test("a copy of the account is one JSON file with its rows, and the audit log says who took it", async () => {
      await owner.page.goto(`/${slug}/settings/data`);
      const downloading = owner.page.waitForEvent("download");
      await owner.page.getByRole("button", { name: "Export as JSON" }).click();
      const file = readFileSync(await (await downloading).path(), "utf8");
      const copy = JSON.parse(file) as { format: string; slug: string; tables: Record<string, unknown[]> };
      expect(copy).toMatchObject({ format: "mission-control-account", slug });
      expect(copy.tables["memberships"]).toHaveLength(2);
      expect(file).not.toMatch(/tokenHash|storageId/);
      await owner.page.goto(`/${slug}/admin/audit`);
      await expect(owner.page.getByText(/took a copy of the data/)).toBeVisible();
    });

    test("the ownership goes to another member, and the old owner may leave", async () => {
      await owner.page.goto(`/${slug}/settings`);
      await owner.page.getByRole("button", { name: "Transfer" }).click();
      const dialog = owner.page.getByRole("dialog");
      await dialog.getByRole("combobox", { name: "New owner" }).click();
      await owner.page.getByRole("option", { name: /Ben Turing/ }).click();
      await dialog.getByRole("button", { name: "Transfer ownership" }).click();
      await expect(owner.page.getByRole("button", { name: "Leave" })).toBeEnabled();
      await guest.page.goto(`/${slug}/settings`);
      await expect(guest.page.getByRole("button", { name: "Delete" })).toBeEnabled();
    });

    test("typing its name deletes the account: everybody is out at once, and the progress is shown", async () => {
      await owner.page.goto(`/${slug}/tasks`);
      await guest.page.getByRole("button", { name: "Delete" }).click();
      const dialog = guest.page.getByRole("dialog");
      const confirm = dialog.getByRole("button", { name: "Delete account" });
      await dialog.getByLabel("Type Acme to confirm").fill("acme");
      await expect(confirm).toBeDisabled();
      await dialog.getByLabel("Type Acme to confirm").fill("Acme");
      await confirm.click();
      await expect(guest.page).toHaveURL(/\/deletions$/);
      await expect(guest.page.getByText(/^Erased: /)).toBeVisible();
      await expect(owner.page.getByText(/no such account|cannot open|not a member/i).first()).toBeVisible();
      await owner.page.goto("/");
      await expect(owner.page).toHaveURL(/\/new-account$/);
    });

    test("no page complained", () => {
      const unexpected = [...owner.complaints, ...guest.complaints];
      expect(unexpected).toEqual([]);
    });
  });
}
