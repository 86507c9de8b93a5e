// One picture of one view, once it stands still; and what the page complained of meanwhile.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContext, Page } from "@playwright/test";
import type { Places, View } from "./views.ts";

export const SCREENS = {
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
} as const;
export type Screen = keyof typeof SCREENS;
const THEMES = ["light", "dark"] as const;
/** Pages longer than the screen are photographed whole, too, up to here. */
const TALLEST = 3_000;
/** Answers of the backend come one upon the other; when none has drawn anything for so long, all are here. */
const STILL_MS = 150;
/** A page of thousands of rows takes a moment to put on its other colours. */
const REPAINT_MS = 200;

export type Shot = { readonly out: string; readonly size: string; readonly screen: Screen };

/** Takes `view` in light and in dark. Returns what was wrong with it, in words. */
export async function photograph(
  context: BrowserContext,
  { view, places, shot }: { view: View; places: Places; shot: Shot },
): Promise<string[]> {
  const path = view.path(places);
  if (path === null || view.screens?.includes(shot.screen) === false) return [];
  const page = await context.newPage();
  const complaints: string[] = [];
  if (!view.isOffline) listen(page, { complaints, isMissing: view.isMissing === true });
  const folder = join(shot.out, shot.size, shot.screen);
  mkdirSync(folder, { recursive: true });
  try {
    await page.setViewportSize(SCREENS[shot.screen]);
    if (shot.screen === "phone") await feelTouch(context, page);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(path);
    await settle(page);
    if (view.prepare) {
      await view.prepare(page, places);
      if (!view.isOffline) await settle(page);
    }
    for (const colorScheme of THEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.waitForTimeout(REPAINT_MS);
      await standStill(page);
      await page.screenshot({ path: join(folder, `${view.name}.${colorScheme}.png`) });
    }
    complaints.push(...(await overflows(page)));
    await photographWhole(page, { file: join(folder, `${view.name}.whole.png`), shot });
  } catch (error) {
    const [reason = "no reason"] = String(error).split("\n");
    complaints.push(`could not be taken: ${reason}`);
    await page.screenshot({ path: join(folder, `${view.name}.failed.png`) }).catch(() => undefined);
  } finally {
    await context.setOffline(false);
    // what a page remembers (an open chat, a draft) must not lie over the next picture
    await page.evaluate(() => localStorage.clear()).catch(() => undefined);
    await page.close();
  }
  return complaints.map((complaint) => `${shot.size} ${shot.screen} ${view.name}: ${complaint}`);
}

/** A phone has fingers: what the layout keeps for `pointer: coarse` shows. */
export async function feelTouch(context: BrowserContext, page: Page): Promise<void> {
  const devtools = await context.newCDPSession(page);
  await devtools.send("Emulation.setTouchEmulationEnabled", { enabled: true });
}

function listen(page: Page, { complaints, isMissing }: { complaints: string[]; isMissing: boolean }): void {
  page.on("console", (message) => {
    // the browser repeats an answer of 404 in its console
    if (isMissing && message.text().includes("404")) return;
    if (message.type() === "error" || message.type() === "warning")
      complaints.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => complaints.push(`error: ${error.message}`));
  page.on("response", (response) => {
    if (response.status() < 400 || (isMissing && response.status() === 404)) return;
    complaints.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
}

/** Fetched, drawn, named, nothing announced as on its way, and nothing put in, taken out or changed for a moment. */
export async function settle(page: Page): Promise<void> {
  // by name and not by role: under an open menu the page is hidden from whoever asks for roles
  await page.locator("h1, h2").first().waitFor({ state: "attached" });
  await page.evaluate(
    async ({ stillMs, patienceMs, loading }) => {
      await document.fonts.ready;
      const startedAt = performance.now();
      await new Promise<void>((resolve, reject) => {
        // what changes all the time is never still; it is looked at as it is
        const isOver = (): boolean => performance.now() - startedAt > patienceMs;
        const look = (): void => {
          // a page that one goes to by a link has its title a moment after its content
          const isLoading = document.title === "" || document.querySelector(loading) !== null;
          if (isLoading && !isOver()) {
            wait();
            return;
          }
          observer.disconnect();
          if (isLoading) reject(new Error("The page did not stop loading."));
          else resolve();
        };
        let timer = 0;
        const wait = (): void => {
          clearTimeout(timer);
          timer = window.setTimeout(look, isOver() ? 0 : stillMs);
        };
        const observer = new MutationObserver(wait);
        observer.observe(document, {
          childList: true,
          subtree: true,
          attributes: true,
          characterData: true,
        });
        wait();
      });
    },
    {
      stillMs: STILL_MS,
      patienceMs: 15_000,
      loading: '[role="status"][aria-label^="Loading"], [role="status"][aria-label^="Opening"]',
    },
  );
}

/** Until every colour and place is what it is to be. */
export async function standStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => !(each instanceof CSSTransition) || each.playState === "finished"),
  );
}

/** The page may not scroll sideways, and no text may be pushed out of a box that hides it without a sign. */
export async function overflows(page: Page): Promise<string[]> {
  const sideways = await page.evaluate(() => {
    const root = document.documentElement;
    const main = document.querySelector("main");
    return Math.max(root.scrollWidth - root.clientWidth, main ? main.scrollWidth - main.clientWidth : 0);
  });
  return sideways > 0 ? [`scrolls sideways by ${sideways} px`] : [];
}

async function photographWhole(page: Page, { file, shot }: { file: string; shot: Shot }): Promise<void> {
  const { width, height } = SCREENS[shot.screen];
  const hidden = await page.evaluate(() => {
    const main = document.querySelector("main") ?? document.documentElement;
    return main.scrollHeight - main.clientHeight;
  });
  if (hidden < 40) return;
  await page.setViewportSize({ width, height: Math.min(TALLEST, height + hidden) });
  await page.waitForTimeout(150);
  await page.screenshot({ path: file });
}
