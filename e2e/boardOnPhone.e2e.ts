// The board under a thumb: a card is picked up by resting on it, carried past the edge of the screen and let go in another column.
import { type CDPSession, devices, type Page } from "@playwright/test";
import { createTask, PHONE } from "./fakeTeam.ts";
import { expect, leave, owner, test, type Visitor } from "./journey.ts";

test.describe.configure({ mode: "serial", timeout: 60_000 });

let ada: Awaited<ReturnType<typeof owner>>;
let thumb: Visitor["page"];
let hand: CDPSession;

test.beforeAll(async ({ browser, stack }) => {
  test.setTimeout(240_000);
  ada = await owner(browser, stack, { account: "Thumb" });
  await createTask(ada.page, ada.slug, { title: "Carry me", assignee: /Ada/ });
  for (let nth = 1; nth <= 14; nth += 1) await createTask(ada.page, ada.slug, { title: `Stays ${nth}` });
  const { userAgent } = devices["Pixel 7"] ?? {};
  const context = await browser.newContext({
    baseURL: stack.url,
    storageState: await ada.context.storageState(),
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
    ...(userAgent ? { userAgent } : {}),
  });
  thumb = await context.newPage();
  hand = await context.newCDPSession(thumb);
  await thumb.goto(`/${ada.slug}/tasks`);
  await thumb.waitForLoadState("networkidle");
});
test.afterAll(async () => {
  await thumb.context().close();
  await leave(ada);
});

type Point = { x: number; y: number };
const touch = async (type: "touchStart" | "touchMove" | "touchEnd", at?: Point): Promise<void> => {
  await hand.send("Input.dispatchTouchEvent", { type, touchPoints: at ? [at] : [] });
};
const middleOf = async (page: Page, title: string): Promise<Point> => {
  const box = await page.getByRole("link", { name: title, exact: true }).boundingBox();
  if (!box) throw new Error(`${title} is on the screen`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
const column = (page: Page, name: string) => page.getByRole("region", { name: new RegExp(`^${name}, `) });
const said = (page: Page, text: RegExp) => page.getByRole("status").filter({ hasText: text });

test("a thumb that moves at once scrolls, and carries nothing", async () => {
  const from = await middleOf(thumb, "Stays 8");
  const up = (by: number): Point => ({ x: from.x, y: from.y - by });
  // the first two in one breath: a busy machine between them would be a thumb that rests
  await Promise.all([touch("touchStart", from), touch("touchMove", up(20))]);
  for (let step = 2; step <= 10; step += 1) await touch("touchMove", up(step * 20));
  await touch("touchEnd");
  const scroller = column(thumb, "Inbox").locator("[data-scroller]");
  await expect.poll(() => scroller.evaluate((element) => element.scrollTop)).toBeGreaterThan(50);
  await expect(said(thumb, /Picked up/)).toHaveCount(0);
});

test("a card that a thumb rests on is picked up, opens no menu, and goes to a column beyond the edge", async () => {
  const board = column(thumb, "Assigned").locator("..");
  await column(thumb, "Assigned").evaluate((element) => element.scrollIntoView({ inline: "start" }));
  const from = await middleOf(thumb, "Carry me");
  await touch("touchStart", from);
  await expect(said(thumb, /Picked up: MC-1 is over Assigned/)).toBeAttached();
  // long enough for what browsers do when a finger rests
  await thumb.waitForTimeout(800);
  await expect(thumb.getByRole("menu")).toHaveCount(0);
  const at = (x: number): Point => ({ x, y: from.y });
  const middle = PHONE.width / 2;
  const scrolled = (): Promise<number> => board.evaluate((element) => element.scrollLeft);
  // resting at an edge, the board comes along, as fast as the machine is; in the middle it stands, and one sees where one is
  await expect
    .poll(
      async () => {
        const box = await column(thumb, "In progress").boundingBox();
        if (!box) throw new Error("the column is on the board");
        const off = box.x + box.width / 2 - middle;
        if (Math.abs(off) < box.width / 3) return "there";
        const before = await scrolled();
        await touch("touchMove", at(off > 0 ? PHONE.width - 8 : 8));
        await expect.poll(scrolled, { intervals: [20] }).not.toBe(before);
        await touch("touchMove", at(middle));
        return "on the way";
      },
      { intervals: [0] },
    )
    .toBe("there");
  await expect(said(thumb, /MC-1 is over In progress/)).toBeAttached();
  await touch("touchEnd");
  await expect(column(thumb, "In progress").getByRole("link", { name: "Carry me" })).toBeVisible();
  await expect(thumb.getByRole("dialog")).toHaveCount(0);
});

test("carried to the end of its column, the column comes along", async () => {
  const inbox = column(thumb, "Inbox");
  await inbox.evaluate((element) => element.scrollIntoView({ inline: "start" }));
  const scroller = inbox.locator("[data-scroller]");
  await scroller.evaluate((element) => element.scrollTo(0, 0));
  const cards = inbox.locator("li[data-task]");
  await expect(cards).toHaveCount(14);
  const [, second] = await inbox.getByRole("link").allTextContents();
  const last = await cards.last().getAttribute("data-task");
  const from = await middleOf(thumb, second ?? "");
  await touch("touchStart", from);
  await expect(said(thumb, /Picked up/)).toBeAttached();
  const box = await scroller.boundingBox();
  if (!box) throw new Error("the column is on the screen");
  for (let step = 1; step <= 10; step += 1)
    await touch("touchMove", { x: from.x, y: from.y + ((box.y + box.height - 6 - from.y) * step) / 10 });
  await expect
    .poll(() => scroller.evaluate((e) => e.scrollHeight - e.clientHeight - e.scrollTop), { timeout: 20_000 })
    .toBeLessThan(2);
  // where it is let go counts what was said last
  await expect(said(thumb, new RegExp(`is over Inbox, at MC-${last}\\.`))).toBeAttached();
  await touch("touchEnd");
  await expect(inbox.getByRole("link").last()).toHaveText(second ?? "");
});
