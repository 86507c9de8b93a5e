// The design system by its own page: every component of components/ui in light and dark, comfortable and compact. Checked by what
// the browser computed (type scale, sizes of targets, focus ring, contrast by axe) and not by stored pictures: those differ with
// every Chromium and font build and would say "something moved", while these say which rule a component breaks.
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { DESK, fitsTheScreen, PHONE } from "./fakeTeam.ts";
import { openBrowser } from "./people.ts";

test.describe.configure({ mode: "serial" });

const componentsDir = resolve(import.meta.dirname, "../apps/web/src/components/ui");
/** Pixels at the browser's usual letter size; 9 to 11 are the letters inside of avatars. */
const SCALE = [9, 10, 11, 12, 13, 14, 16, 20, 28];
const MIN_TARGET = 24;
const LOOKS = [
  { theme: "light", density: "comfortable" },
  { theme: "light", density: "compact" },
  { theme: "dark", density: "comfortable" },
  { theme: "dark", density: "compact" },
] as const;

let stack: Stack;
let visitor: Awaited<ReturnType<typeof openBrowser>>;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(240_000);
  stack = await startStack({ MC_GALLERY: "1" });
  visitor = await openBrowser(browser, stack.url);
  await visitor.page.emulateMedia({ reducedMotion: "reduce" });
});

test.afterAll(async () => {
  await visitor.context.close();
  await stack.stop();
});

async function openGallery(page: Page, { theme, density }: (typeof LOOKS)[number]): Promise<void> {
  await page.goto("/gallery");
  await page.evaluate(
    (look) => {
      localStorage.setItem("mc-theme", look.theme);
      localStorage.setItem("mc-density", look.density);
    },
    { theme, density },
  );
  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Gallery" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
}

test("every component has its place", async () => {
  const { page } = visitor;
  await page.goto("/gallery");
  await expect(page.getByRole("heading", { level: 1, name: "Gallery" })).toBeVisible();
  const shown = await page
    .locator("[data-specimen]")
    .evaluateAll((all) => all.map((each) => each.getAttribute("data-specimen")));
  const components = readdirSync(componentsDir)
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => file.slice(0, -".tsx".length));
  expect(shown).toEqual(expect.arrayContaining(components));
});

for (const look of LOOKS) {
  test(`holds the rules in ${look.theme}, ${look.density}`, async () => {
    const { page } = visitor;
    await openGallery(page, look);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
    expect(await oddSizes(page)).toEqual([]);
    expect(await smallTargets(page)).toEqual([]);
    for (const viewport of [DESK, PHONE]) {
      await page.setViewportSize(viewport);
      await fitsTheScreen(page);
    }
    await page.setViewportSize(DESK);
  });

  test(`shows where the focus is in ${look.theme}, ${look.density}`, async () => {
    const { page } = visitor;
    await openGallery(page, look);
    expect(await withoutRing(page)).toEqual([]);
  });
}

for (const [button, role] of [
  ["Open a dialog", "dialog"],
  ["Ask before removing", "dialog"],
  ["Open a sheet", "dialog"],
  ["Open a popover", "dialog"],
  ["Open a menu", "menu"],
] as const) {
  test(`what "${button}" opens is accessible, and Escape gives the focus back`, async () => {
    const { page } = visitor;
    for (const look of [LOOKS[0], LOOKS[3]]) {
      await openGallery(page, look);
      const opener = page.getByRole("button", { name: button });
      await opener.focus();
      await page.keyboard.press("Enter");
      await expect(page.getByRole(role)).toBeVisible();
      const { violations } = await new AxeBuilder({ page }).include(`[role="${role}"]`).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`)).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole(role)).toBeHidden();
      await expect(opener).toBeFocused();
    }
  });
}

test("a menu that fades away is opened anew by its button", async () => {
  const { page } = visitor;
  await openGallery(page, LOOKS[0]);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  const menu = page.getByRole("menu");
  // the pointer stays on the button: it is pressed as soon as the menu lets it through, long before that is gone
  await page.getByRole("button", { name: "Open a menu" }).click();
  await expect(menu).toBeVisible();
  await page.evaluate(async () => {
    document.querySelector<HTMLElement>('[role="menuitem"]')?.click();
    await new Promise(requestAnimationFrame);
  });
  await page.mouse.down();
  await page.mouse.up();
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
  await expect(menu).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test("the console stayed silent", () => {
  expect(visitor.complaints).toEqual([]);
});

test("without the setting there is no such page", async ({ browser }) => {
  test.setTimeout(240_000);
  const plain = await startStack();
  try {
    const { context, page } = await openBrowser(browser, plain.url);
    const answer = await page.goto("/gallery");
    expect(answer?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "There is no page here" })).toBeVisible();
    await context.close();
  } finally {
    await plain.stop();
  }
});

/** Texts whose letters are in none of the scale's sizes. */
async function oddSizes(page: Page): Promise<string[]> {
  return await page.evaluate((scale) => {
    const texts = document.createTreeWalker(
      document.querySelector("main") ?? document.body,
      NodeFilter.SHOW_TEXT,
    );
    const odd: string[] = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const holder = node.parentElement;
      if (!holder || node.textContent?.trim() === "" || holder.closest(".sr-only")) continue;
      const size = Number.parseFloat(getComputedStyle(holder).fontSize);
      if (!scale.includes(size)) odd.push(`${size}: ${node.textContent}`);
    }
    return odd;
  }, SCALE);
}

/** Controls that are too small to hit, unless they have so much room around them that nothing else is hit (WCAG 2.5.8). */
async function smallTargets(page: Page): Promise<string[]> {
  return await page.evaluate((least) => {
    const targets = [
      ...document.querySelectorAll<HTMLElement>("main button, main input, main textarea, main [role=option]"),
    ];
    const boxes = targets.map((each) => each.getBoundingClientRect());
    const isAlone = (at: number): boolean => {
      const box = boxes[at];
      if (!box) return true;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      return boxes.every((other, nth) => {
        if (nth === at) return true;
        const dx = Math.max(other.left - x, 0, x - other.right);
        const dy = Math.max(other.top - y, 0, y - other.bottom);
        return Math.hypot(dx, dy) >= least / 2;
      });
    };
    return targets.flatMap((each, at) => {
      const box = boxes[at];
      if (!box || (box.width >= least && box.height >= least) || box.width * box.height === 0 || isAlone(at))
        return [];
      return [`${Math.round(box.width)} × ${Math.round(box.height)}: ${each.outerHTML.slice(0, 120)}`];
    });
  }, MIN_TARGET);
}

/** Goes through the page with Tab; whatever has the focus must be ringed, or change the look of what it stands in. */
async function withoutRing(page: Page): Promise<string[]> {
  const bare: string[] = [];
  await page.locator("body").focus();
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!(focused instanceof HTMLElement) || focused === document.body) return null;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      // a list's own field shows where it is by its caret and its marked row
      const isRinged =
        (outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2) || focused.matches("[cmdk-input]");
      return { isRinged, html: focused.outerHTML.slice(0, 120) };
    });
    if (found === null) break;
    if (!found.isRinged) bare.push(found.html);
  }
  return bare;
}
