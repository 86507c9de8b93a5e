// Opening the board: with an empty profile, and again in the same one.
import type { BrowserContext, Page } from "@playwright/test";
import { atMost, type Figure, plain, quantile } from "../figure.ts";
import type { Stage } from "./stage.ts";
import { cumulativeShift, type PageBench, type Seen } from "./watch.ts";

const RUNS = 9;
/** After the first card the page is watched this long for work that would hold up a hand. */
const SETTLE_MS = 1_000;

type Load = {
  readonly firstCardMs: number;
  readonly interactiveMs: number;
  readonly blockingMs: number;
  readonly shift: number;
  /** Bytes on the wire of the scripts that were asked for before the page was interactive, and of all in the end. */
  readonly scriptBytes: number;
  readonly allScriptBytes: number;
};

export async function measureLoads(
  stage: Stage,
  say: (line: string) => void,
): Promise<Record<string, Figure>> {
  const cold: Load[] = [];
  const warm: Load[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const context = await stage.profile();
    cold.push(await openBoard(context, stage.slug));
    warm.push(await openBoard(context, stage.slug));
    await context.close();
    say(`load ${run + 1} of ${RUNS}: ${JSON.stringify([cold.at(-1), warm.at(-1)])}`);
  }
  const of = (loads: readonly Load[], read: (load: Load) => number) => (p: number) =>
    quantile(loads.map(read), p);
  const first = of(cold, (load) => load.firstCardMs);
  const again = of(warm, (load) => load.firstCardMs);
  const blocking = of(cold, (load) => load.blockingMs);
  const how = `${RUNS} loads of the board with 10,000 tasks, a new browser profile each; from the navigation to the end of the first frame with a card`;
  const blocks = `sum over long tasks of what exceeds 50 ms, until ${SETTLE_MS} ms after the first card`;
  const warmHow = `${RUNS} second loads, one in each of the profiles`;
  return {
    cold_first_card: atMost(first(0.5), 1_100, { unit: "ms", how: `median of ${how}` }),
    cold_first_card_p95: plain(first(0.95), { unit: "ms", how: "its p95" }),
    cold_interactive: plain(of(cold, (load) => load.interactiveMs)(0.5), {
      unit: "ms",
      how: "median until React has taken over the first card",
    }),
    cold_blocking: atMost(blocking(0.5), 150, { unit: "ms", how: `median of the same loads; ${blocks}` }),
    cold_blocking_p95: plain(blocking(0.95), { unit: "ms", how: "its p95" }),
    javascript: atMost(of(cold, (load) => load.scriptBytes)(0.5) / 1_000, 235, {
      unit: "kB",
      how: "bytes on the wire, headers too, of every script asked for before the first card reacted",
    }),
    javascript_after: plain(of(cold, (load) => load.allScriptBytes)(0.5) / 1_000, {
      unit: "kB",
      how: `the same until ${SETTLE_MS} ms after the first card: with what is fetched ahead while nothing else is to be done`,
    }),
    warm_first_card: atMost(again(0.5), 400, { unit: "ms", how: `median of ${warmHow}` }),
    warm_first_card_p95: plain(again(0.95), { unit: "ms", how: "its p95" }),
    warm_blocking: plain(of(warm, (load) => load.blockingMs)(0.5), { unit: "ms", how: `median; ${blocks}` }),
    load_shift: atMost(Math.max(...[...cold, ...warm].map((load) => load.shift)), 0.02, {
      unit: "CLS",
      how: "the worst of all these loads",
    }),
  };
}

async function openBoard(context: BrowserContext, slug: string): Promise<Load> {
  const page = await context.newPage();
  const scripts = await countScripts(page);
  await page.goto(`/${slug}/tasks`, { waitUntil: "commit" });
  const seen = await settled(page);
  const { firstCard = Number.NaN, interactive = Number.NaN } = seen;
  const until = firstCard + SETTLE_MS;
  const blocking = seen.longTasks
    .filter(({ start }) => start < until)
    .reduce((sum, { duration }) => sum + Math.max(0, duration - 50), 0);
  const began = await page.evaluate(() => performance.timeOrigin);
  const load = {
    firstCardMs: firstCard,
    interactiveMs: interactive,
    blockingMs: blocking,
    shift: cumulativeShift(seen.shifts),
    scriptBytes: scripts.bytesUntil((began + interactive) / 1_000),
    allScriptBytes: scripts.bytesUntil(Number.POSITIVE_INFINITY),
  };
  await page.close();
  return load;
}

/** What the page has seen once the settling time is over. */
async function settled(page: Page): Promise<Seen> {
  const handle = await page.waitForFunction((settleMs) => {
    const { seen } = (globalThis as unknown as { bench: PageBench }).bench;
    const isOver = seen.firstCard !== undefined && performance.now() > seen.firstCard + settleMs;
    return isOver && seen.interactive !== undefined ? seen : null;
  }, SETTLE_MS);
  return (await handle.jsonValue()) as Seen;
}

/** Counts what scripts cost on the wire, by the time (in seconds) at which they were asked for. */
async function countScripts(page: Page): Promise<{ bytesUntil(second: number): number }> {
  const session = await page.context().newCDPSession(page);
  const asked = new Map<string, number>();
  const bytes = new Map<string, number>();
  session.on("Network.requestWillBeSent", ({ requestId, type, wallTime }) => {
    if (type === "Script") asked.set(requestId, wallTime);
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (asked.has(requestId)) bytes.set(requestId, encodedDataLength);
  });
  await session.send("Network.enable");
  return {
    bytesUntil: (second) =>
      [...bytes].reduce((sum, [id, size]) => sum + ((asked.get(id) ?? 0) <= second ? size : 0), 0),
  };
}
