// Every page of the product and everything that floats over one, by axe and by the console: light and dark, at a desk, on a phone,
// and at 200 % zoom. The pages are those of `scripts/pictures`, which are made from the app folder: a route or a dialog that is
// not visited here fails the first test. They show the demo account, with every kind of thing that an account can have.
import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContext, expect, type Page, test } from "@playwright/test";
import type { Stack } from "../packages/testkit/src/stack.ts";
import { type Staged, stageAccounts } from "../scripts/pictures/accounts.ts";
import {
  feelTouch,
  overflows,
  SCREENS,
  type Screen,
  settle,
  standStill,
} from "../scripts/pictures/camera.ts";
import { DURING_A_ROLLOUT, OF_A_VIEWER, OVERLAYS } from "../scripts/pictures/overlays.ts";
import { checkRoutes, floatingComponents } from "../scripts/pictures/routes.ts";
import { VIEWS, type View } from "../scripts/pictures/views.ts";
import { startFakeStack } from "./fakeTeam.ts";
import { signUpInvited, visitor } from "./journey.ts";

// the owner's pages take seven minutes on two quiet cores
test.describe.configure({ timeout: 2_700_000 });
// a trace takes a picture of the page with every question that axe asks: many times what the rest takes
test.use({ trace: "off" });

/** What depends on colours; everything else that axe looks at is the same in dark as in light. */
const OF_COLOURS = ["color-contrast", "link-in-text-block"];
/** What depends on where things lie, and not on what they are. */
const OF_PLACES = ["color-contrast", "scrollable-region-focusable", "target-size"];
/** What lies over a page is looked at alone: the page below has a visit of its own. */
const FLOATING = '[role="dialog"], [role="menu"], [role="listbox"]';
/** What cannot be opened is one complaint among others and must not take the whole test's time. */
const PATIENCE_MS = 15_000;
/** A browser that zooms a laptop's 1440 × 900 to 200 % lays out this. */
const ZOOMED = { width: 720, height: 450 };

let stack: Stack;
let owner: Staged;
let visitors: Record<"owner" | "stranger" | "viewer", Record<Screen, BrowserContext>>;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(240_000);
  stack = await startFakeStack({ MC_GALLERY: "1" });
  const [staged] = await stageAccounts({ browser, stack }, { sizes: ["normal"], say: () => undefined });
  if (!staged) throw new Error("The demo account is missing.");
  owner = staged;
  const { token } = await owner.door.mutate<{ token: string }>("invitations:create", { role: "viewer" });
  const viewer = await visitor(browser, stack, { who: "Vera", where: "Spare room" });
  await signUpInvited(viewer, `/invite/${token}`);
  await viewer.page.close();
  const twice = async (context: BrowserContext): Promise<Record<Screen, BrowserContext>> => ({
    desktop: context,
    phone: await browser.newContext({ baseURL: stack.url, storageState: await context.storageState() }),
  });
  visitors = {
    owner: await twice(owner.context),
    viewer: await twice(viewer.context),
    stranger: await twice(await browser.newContext({ baseURL: stack.url })),
  };
});

test.afterAll(async () => {
  for (const { desktop, phone } of Object.values(visitors)) {
    await desktop.close();
    await phone.close();
  }
  await stack.stop();
});

test("every route and everything that floats is visited", () => {
  checkRoutes(VIEWS);
  const all = [...VIEWS, ...OVERLAYS, ...DURING_A_ROLLOUT, ...OF_A_VIEWER];
  const visited = new Set(all.flatMap(({ of }) => of ?? []));
  expect.soft(floatingComponents().filter((component) => !visited.has(component))).toEqual([]);
});

const PAGES = VIEWS.filter(({ isPublic }) => !isPublic);

test("no page of the owner and nothing over one has a violation or complains", async () => {
  expect(await visitAll("owner", [...PAGES, ...OVERLAYS])).toEqual([]);
});

test("nor while the fleet is upgraded", async () => {
  await owner.door.mutate("fleet:start", {
    accountId: undefined, // it concerns all of them
    version: "2026.9.9",
    strategy: { kind: "immediate", maxFailurePercent: 20 },
    ...{ runtimeIds: null, canaryIds: [], excludedIds: [], startAt: Date.now() + 86_400_000, window: null },
  });
  expect(await visitAll("owner", DURING_A_ROLLOUT)).toEqual([]);
});

test("nor what somebody sees who may only read", async () => {
  const names = [
    "overview",
    "tasks",
    "task-thread",
    "agents",
    "agent-config",
    "docs",
    "document-read",
    "approvals",
    "settings",
    "settings-agents",
    "settings-members",
    "settings-webhooks",
    "admin-openclaw",
    "admin-fleet",
    "admin-skills",
  ];
  const pages = PAGES.filter(({ name }) => names.includes(name));
  expect(pages.map(({ name }) => name).sort()).toEqual(names.toSorted());
  expect(await visitAll("viewer", [...pages, ...OF_A_VIEWER])).toEqual([]);
});

test("nor what somebody sees who is not signed in", async () => {
  const views = VIEWS.filter(({ isPublic }) => isPublic);
  expect(await visitAll("stranger", views)).toEqual([]);
});

async function visitAll(who: keyof typeof visitors, views: readonly View[]): Promise<string[]> {
  const both = (["desktop", "phone"] as const).map((screen) => visitOn(screen, visitors[who][screen], views));
  return (await Promise.all(both)).flat();
}

async function visitOn(screen: Screen, context: BrowserContext, views: readonly View[]): Promise<string[]> {
  const found: string[] = [];
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  if (screen === "phone") await feelTouch(context, page);
  let complaints: string[] = [];
  let isPlain = false;
  listen(page, (complaint) => complaints.push(complaint));
  for (const view of views) {
    const path = view.path(owner.places);
    if (view.screens?.includes(screen) === false) continue;
    if (path === null) throw new Error(`The demo account has nothing for ${view.name}.`);
    complaints = [];
    const wrong = await visit(page, { view, path, screen, isPlain }).catch((error: unknown) => [
      String(error).slice(0, 400),
    ]);
    const heard = complaints.filter((each) => !(view.isOffline || (view.isMissing && each.includes("404"))));
    found.push(...[...wrong, ...heard].map((each) => `${screen} ${view.name}: ${each}`));
    isPlain = view.prepare === undefined;
    await context.setOffline(false);
    await page.mouse.up();
    // what a page remembers (an open chat, a draft) must not lie over the next one
    await page.evaluate(() => localStorage.clear());
  }
  await page.close();
  return found;
}

/** Opens a view and says what is wrong with it. */
async function visit(
  page: Page,
  { view, path, screen, isPlain }: { view: View; path: string; screen: Screen; isPlain: boolean },
): Promise<string[]> {
  await page.setViewportSize(SCREENS[screen]);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await go(page, { path, isPlain });
  await settle(page);
  if (view.prepare) await view.prepare(page, owner.places);
  if (view.shows) {
    const [role, name] = view.shows;
    await page.getByRole(role, { name }).first().waitFor();
  }
  await standStill(page);
  const found = (await violations(page, view)).map((each) => `light ${each}`);
  found.push(...(await overflows(page)));
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await standStill(page);
  found.push(...(await violations(page, view, OF_COLOURS)).map((each) => `dark ${each}`));
  if (view.prepare || screen !== "desktop") return found;
  await page.evaluate(() => document.documentElement.setAttribute("data-density", "compact"));
  await page.setViewportSize(ZOOMED);
  await standStill(page);
  return [
    ...found,
    ...(await overflows(page)),
    ...(await violations(page, view, OF_PLACES)).map((each) => `zoomed ${each}`),
  ];
}

/** From a page with nothing open to another one of the account as a link leads there, which loads neither product nor axe anew. */
async function go(page: Page, { path, isPlain }: { path: string; isPlain: boolean }): Promise<void> {
  const { pathname } = new URL(path, stack.url);
  const isElsewhere = pathname !== new URL(page.url(), stack.url).pathname;
  if (!isPlain || !isElsewhere || !path.startsWith(`/${owner.places.slug}`)) {
    await page.goto(path);
    return;
  }
  await page.evaluate((to) => {
    document.documentElement.setAttribute("data-density", "comfortable");
    (window as unknown as { next: { router: { push(href: string): void } } }).next.router.push(to);
  }, path);
  await page.waitForURL((url) => url.pathname === pathname);
}

async function violations(page: Page, { shows, isFaint }: View, rules?: string[]): Promise<string[]> {
  // `void 0` where the page has axe already: half a megabyte less to read
  const hasAxe = await page.evaluate(() => "axe" in window);
  const builder = new AxeBuilder(hasAxe ? { page, axeSource: "void 0" } : { page }).setLegacyMode();
  const contrast = { enabled: isFaint !== true };
  builder.options({
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true }, "color-contrast": contrast },
  });
  if (rules) builder.withRules(rules.filter((rule) => !isFaint || rule !== "color-contrast"));
  if (shows) builder.include(FLOATING);
  const result = await builder.analyze();
  return result.violations.map(
    ({ id, nodes }) => `${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 300) ?? ""}`,
  );
}

function listen(page: Page, say: (complaint: string) => void): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") say(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => say(`error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() >= 400) say(`${response.status()} ${new URL(response.url()).pathname}`);
  });
}
