// Every page of an account, by axe and by the console: light and dark, desktop and phone, comfortable and compact, and at 200 %
// zoom (a browser that zooms a laptop's 1440 × 900 to 200 % lays out 720 × 450). No gateway is needed for it.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { DESK, PHONE } from "./fakeTeam.ts";
import { ada, openBrowser, signUp } from "./people.ts";

test.describe.configure({ mode: "serial" });

const paths = [
  "",
  "/tasks",
  "/tasks/1",
  "/tasks/recurring",
  "/approvals",
  "/agents",
  "/docs",
  "/feed",
  "/notifications",
  "/search?q=launch",
  "/standup",
  "/analytics",
  "/profile",
  "/settings",
  "/settings/notifications",
  "/settings/webhooks",
  "/admin/openclaw",
  "/admin/skills",
  "/admin/runtimes",
  "/admin/fleet",
  "/admin/audit",
];
const looks = [
  { name: "desktop, light", viewport: DESK, colorScheme: "light", density: "comfortable" },
  { name: "phone, dark", viewport: PHONE, colorScheme: "dark", density: "comfortable" },
  {
    name: "200 % zoom, compact",
    viewport: { width: 720, height: 450 },
    colorScheme: "light",
    density: "compact",
  },
] as const;

let stack: Stack;
let owner: Awaited<ReturnType<typeof openBrowser>>;
let slug: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(240_000);
  stack = await startStack();
  owner = await openBrowser(browser, stack.url);
  slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: false });
  const { page } = owner;
  await page.goto(`/${slug}/tasks`);
  await page.getByRole("button", { name: "New task", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill("Prepare the launch");
  await dialog.getByLabel("Description").fill("A **plan** with\n\n- [ ] a list\n- [x] of points");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog).toBeHidden();
});

test.afterAll(async () => {
  await owner.context.close();
  await stack.stop();
});

for (const look of looks) {
  test(`no page has an accessibility violation or a complaint in the console (${look.name})`, async () => {
    const { page, complaints } = owner;
    await page.setViewportSize(look.viewport);
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await page.evaluate((density) => localStorage.setItem("mc-density", density), look.density);
    for (const path of paths) {
      await page.goto(`/${slug}${path}`);
      await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
      await expect(page.locator('[role="status"][aria-label]')).toHaveCount(0); // what loads has loaded
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      const sideways = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(sideways, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
    }
    expect(complaints).toEqual([]);
  });
}
