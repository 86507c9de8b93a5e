// How quickly a hand is followed on the board: a card moved, a task opened, a search answered; and whether every task can be reached.
import type { JSHandle, Page } from "@playwright/test";
import { atMost, exactly, type Figure, plain, quantile } from "../figure.ts";
import { type Board, type Stage, TASKS, THREAD_MESSAGES } from "./stage.ts";
import { cumulativeShift, type PageBench } from "./watch.ts";

const MOVES = 12;
const OPENS = 12;
const SEARCHES = [
  "engine",
  "zeppelin",
  "repair",
  "part 97",
  "colleague",
  "template",
  "improve",
  "nothing of the kind",
];
/** A pause between letters, as of somebody who types fast. */
const KEY_MS = 70;

declare const bench: PageBench;

export async function measureActs(
  stage: Stage,
  say: (line: string) => void,
): Promise<Record<string, Figure>> {
  const context = await stage.profile();
  const page = await context.newPage();
  await page.goto(`/${stage.slug}/tasks`);
  await page.locator("[data-card-link]").first().waitFor();
  await page.waitForLoadState("networkidle");
  const moves = await moveCards(page);
  say(`moves: ${moves.map(Math.round).join(" ")}`);
  const opens = await openTasks(page, stage);
  say(`opens: ${opens.map(Math.round).join(" ")}`);
  const long = await openTask(page, stage.thread.number);
  const answers = await search(page);
  say(`searches: ${answers.map(Math.round).join(" ")}`);
  const { shifts } = await page.evaluate(() => bench.seen);
  const reached = await reachAll(page, stage);
  await context.close();
  const [firstOpen = Number.NaN] = opens;
  return {
    move_to_paint: atMost(quantile(moves, 0.5), 50, {
      unit: "ms",
      how: `median of ${MOVES} cards carried to the next column by keyboard; from the key that drops it to the end of the first frame with the card there`,
    }),
    move_to_paint_p95: plain(quantile(moves, 0.95), { unit: "ms", how: "its p95" }),
    open_task: atMost(quantile(opens, 0.5), 150, {
      unit: "ms",
      how: `median of ${OPENS} tasks opened one after the other; from the press to the end of the first frame with the title and a message`,
    }),
    open_task_p95: plain(quantile(opens, 0.95), { unit: "ms", how: "its p95" }),
    open_task_first: plain(firstOpen, { unit: "ms", how: "the first of them, whose code was fetched ahead" }),
    open_long_thread: plain(long, {
      unit: "ms",
      how: `the same for the task with ${THREAD_MESSAGES} messages, once`,
    }),
    palette_result: atMost(quantile(answers, 0.5), 100, {
      unit: "ms",
      how: `median of ${SEARCHES.length} searches typed letter by letter; from the last key to the end of the first frame with its answer`,
    }),
    palette_result_p95: plain(quantile(answers, 0.95), { unit: "ms", how: "its p95" }),
    act_shift: atMost(cumulativeShift(shifts), 0.02, { unit: "CLS", how: "over all of these acts" }),
    ...reached,
  };
}

/** Picks the first card of the inbox up, carries it one column on and drops it. */
async function moveCards(page: Page): Promise<number[]> {
  const measured: number[] = [];
  for (let nth = 0; nth < MOVES; nth += 1) {
    const card = page.locator('section[aria-label^="Inbox"] [data-card-link]').first();
    const number = Number(
      await page.locator('section[aria-label^="Inbox"] li[data-task]').first().getAttribute("data-task"),
    );
    await card.focus();
    await page.keyboard.press("Space");
    await page.getByText(`MC-${number} is over Inbox`).waitFor({ state: "attached" });
    // dnd-kit hears arrows once it has measured the columns, which nothing tells
    const elsewhere = page.getByText(new RegExp(`MC-${number} is over (?!Inbox)`));
    while ((await elsewhere.count()) === 0) {
      await page.keyboard.press("ArrowRight");
      await elsewhere.waitFor({ state: "attached", timeout: 500 }).catch(() => {});
    }
    const moved = await page.evaluateHandle(
      (task) => ({
        ms: bench.fromInput(
          () => document.querySelector(`section:not([aria-label^="Inbox"]) li[data-task="${task}"]`) !== null,
        ),
      }),
      number,
    );
    await page.keyboard.press("Space");
    measured.push(await answerOf(moved));
    await page.getByText(new RegExp(`MC-${number} was dropped`)).waitFor({ state: "attached" });
  }
  return measured;
}

/** The page looks out before the hand moves: whoever looks only when all is drawn waits for a frame more. */
async function answerOf(armed: JSHandle<{ ms: Promise<number> }>): Promise<number> {
  return await armed.evaluate(({ ms }) => ms);
}

async function openTasks(page: Page, stage: Stage): Promise<number[]> {
  const { columns } = await stage.query<Board>("tasks:board");
  const cards = columns.find(({ status }) => status === "review")?.cards ?? [];
  const measured: number[] = [];
  for (const { number } of cards.slice(0, OPENS)) measured.push(await openTask(page, number));
  return measured;
}

async function openTask(page: Page, number: number): Promise<number> {
  const opened = await page.evaluateHandle(
    (key) => ({
      ms: bench.fromInput(() => {
        const sheet = document.querySelector('[role="dialog"]');
        const isThis = sheet?.textContent?.includes(`${key}`) === true;
        return (
          isThis && sheet.querySelector("h1") !== null && sheet.querySelector('[id^="message-"]') !== null
        );
      }),
    }),
    `MC-${number}`,
  );
  await page.locator(`li[data-task="${number}"] [data-card-link]`).click();
  const measured = await answerOf(opened);
  await page.getByRole("button", { name: "Close task" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  return measured;
}

async function search(page: Page): Promise<number[]> {
  const measured: number[] = [];
  for (const text of SEARCHES) {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog", { name: "Search and commands" }).waitFor();
    await page.keyboard.type(text.slice(0, -1), { delay: KEY_MS });
    const answered = await page.evaluateHandle(
      (wanted) => ({
        ms: bench.fromInput(() => {
          const dialog = document.querySelector('[role="dialog"]');
          // how many were found is told once the answer to exactly this text is shown
          const isTold = dialog?.querySelector('[role="status"]')?.textContent !== "";
          return dialog?.querySelector("input")?.value === wanted && isTold;
        }),
      }),
      text,
    );
    await page.keyboard.press(text.slice(-1));
    measured.push(await answerOf(answered));
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  }
  return measured;
}

/** Adds the columns' counts up, and scrolls a column to its end. */
async function reachAll(page: Page, stage: Stage): Promise<Record<string, Figure>> {
  const counts = await page
    .locator("section[aria-label] > header .figures")
    .evaluateAll((figures) => figures.map((figure) => Number(figure.textContent)));
  const { columns } = await stage.query<Board>("tasks:board");
  const inColumn = columns.find(({ status }) => status === "done")?.count ?? 0;
  const cards = page.locator('section[aria-label^="Done"] li[data-task]');
  const startedAt = performance.now();
  await page.waitForFunction(
    (all) => {
      const items = document.querySelectorAll('section[aria-label^="Done"] li[data-task]');
      items[items.length - 1]?.scrollIntoView({ block: "end" });
      return items.length >= all;
    },
    inColumn,
    { timeout: 240_000, polling: "raf" },
  );
  const numbers = await cards.evaluateAll((items) => items.map((item) => item.getAttribute("data-task")));
  return {
    tasks_counted: exactly(
      counts.reduce((sum, count) => sum + count, 0),
      TASKS,
      { unit: "tasks", how: "the counts of the columns together" },
    ),
    tasks_reached: exactly(new Set(numbers).size, inColumn, {
      unit: "tasks",
      how: "different cards in one column that was scrolled to its end, which is the column's count",
    }),
    tasks_reached_seconds: plain((performance.now() - startedAt) / 1_000, {
      unit: "s",
      how: "for all of that scrolling",
    }),
  };
}
