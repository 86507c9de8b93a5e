// What an hour of live updates leaves behind in a page that stays open: one a second, sent as fast as they are taken.
import type { CDPSession } from "@playwright/test";
import { atMost, type Figure, plain } from "../figure.ts";
import type { Board, Stage } from "./stage.ts";
import type { PageBench } from "./watch.ts";

/** First so many: until then the engine still compiles and keeps what runs often, which looks like a leak and ends. */
const BEFORE = 4_000;
const UPDATES = 3_600;
const AT_ONCE = 4;
/** Of each card that changes, none of which leaves the board. */
const PRIORITIES = [1, 2, 3, 4] as const;

type Size = { readonly heapBytes: number; readonly nodes: number };

declare const bench: PageBench;

export async function measureMemory(
  stage: Stage,
  say: (line: string) => void,
): Promise<Record<string, Figure>> {
  const context = await stage.profile();
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await page.goto(`/${stage.slug}/tasks`);
  await page.locator("[data-card-link]").first().waitFor();
  await page.waitForLoadState("networkidle");
  const { columns } = await stage.query<Board>("tasks:board");
  const cards = columns.flatMap((column) => column.cards.slice(0, 8));
  let sent = 0;
  const update = async (until: number): Promise<void> => {
    const one = async (): Promise<void> => {
      while (sent < until) {
        const at = sent++;
        const card = cards[at % cards.length];
        const priority = PRIORITIES[Math.floor(at / cards.length) % PRIORITIES.length];
        await stage.mutate("tasks:update", { taskId: card?.taskId, priority, title: `Update ${at}` });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    await page
      .getByText(`Update ${until - 1}`, { exact: true })
      .first()
      .waitFor({ state: "attached" });
  };
  await update(BEFORE);
  const before = await sizeOf(session);
  await update(BEFORE + UPDATES);
  const after = await sizeOf(session);
  say(`memory: ${JSON.stringify([before, after])}`);
  const { shifts } = await page.evaluate(() => bench.seen);
  await context.close();
  const how = `${UPDATES} changes of cards on an open board, after ${BEFORE} that do not count; garbage collected before each measurement`;
  return {
    heap_growth: atMost((((after.heapBytes - before.heapBytes) / UPDATES) * 1_000) / 1_000, 50, {
      unit: "kB per 1,000 updates",
      how,
    }),
    heap_after: plain(after.heapBytes / 1_000_000, { unit: "MB", how: "live JavaScript heap after that" }),
    node_growth: atMost(after.nodes - before.nodes, 50, { unit: "nodes", how }),
    nodes_after: plain(after.nodes, { unit: "nodes", how: "live DOM nodes after that" }),
    update_shifts: plain(shifts.length, { unit: "shifts", how: "layout shifts while cards changed" }),
  };
}

async function sizeOf(session: CDPSession): Promise<Size> {
  await session.send("HeapProfiler.enable");
  // what one collection frees may free more for the next
  for (let round = 0; round < 3; round += 1) await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const { nodes } = await session.send("Memory.getDOMCounters");
  return { heapBytes: usedSize, nodes };
}
