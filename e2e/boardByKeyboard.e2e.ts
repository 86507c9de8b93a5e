// The whole life of a task by keyboard alone: create → assign → comment → move → review → done. The pointer only holds a notice.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { boardHears } from "./journey.ts";
import { ada, openBrowser, signUp } from "./people.ts";

test.describe.configure({ mode: "serial", timeout: 180_000 });

let stack: Stack;
let owner: Awaited<ReturnType<typeof openBrowser>>;
let slug: string;

test.beforeAll(async ({ browser }: { browser: Browser }) => {
  test.setTimeout(240_000);
  stack = await startStack();
  owner = await openBrowser(browser, stack.url);
  slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: false });
  await owner.page.goto(`/${slug}/tasks`);
});

test.afterAll(async () => {
  await owner.context.close();
  await stack.stop();
});

/**
 * Tab until the wanted control has the focus; a person does the same. Whoever comes back to one place again and again goes
 * round in a circle and would never get there.
 */
async function tabTo(
  page: Page,
  name: string | RegExp,
  role: "button" | "link" | "textbox" = "button",
): Promise<void> {
  const wanted = page.getByRole(role, { name }).first();
  await expect(wanted).toBeVisible();
  const path = await page.evaluateHandle((): (Element | null)[] => []);
  for (;;) {
    const at = await wanted.evaluate((element, passed) => {
      const here = document.activeElement;
      if (element === here) return "there";
      // a date has several places to write in
      if (here !== passed.at(-1)) passed.push(here);
      const times = passed.filter((each) => each === here).length;
      return times > 2 ? `again at ${here?.outerHTML.slice(0, 200)}` : "on the way";
    }, path);
    if (at === "there") return;
    if (at !== "on the way") throw new Error(`${String(name)} is not reached by Tab: ${at}`);
    await page.keyboard.press("Tab");
  }
}

const column = (name: string) => owner.page.getByRole("region", { name: new RegExp(`^${name}, `) });
const card = () => owner.page.getByRole("link", { name: "Prepare the launch" });

test("create and assign", async () => {
  const { page } = owner;
  await expect(page.getByText("No tasks yet")).toBeVisible();
  await tabTo(page, "New task");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "New task" })).toBeVisible();
  await page.keyboard.type("Prepare the launch");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(column("Inbox").getByRole("link", { name: "Prepare the launch" })).toBeVisible();
  // What was told in passing can be acted on, and lies in nobody's way. It stays while the pointer is on it.
  await page.getByText("MC-1 created").hover();
  await tabTo(page, /^Open$/);
  await page.keyboard.press("Tab");
  await tabTo(page, "Prepare the launch", "link");
  await page.mouse.move(0, 0);
  await page.keyboard.press("a");
  const dialog = page.getByRole("dialog", { name: "Assign MC-1" });
  await expect(dialog).toBeVisible();
  await page.keyboard.type("ada");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("assigned")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(column("Assigned").getByRole("link", { name: "Prepare the launch" })).toBeVisible();
});

test("comment, with a command in the thread", async () => {
  const { page } = owner;
  await tabTo(page, "Prepare the launch", "link");
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: /^MC-1/ });
  await expect(sheet).toBeVisible();
  const field = sheet.getByRole("textbox", { name: "Write a message" });
  await tabTo(page, "Write a message", "textbox");
  await page.keyboard.type("The room is booked.");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(sheet.getByRole("log")).toContainText("The room is booked.");
  await page.keyboard.type("/pri");
  await expect(sheet.getByRole("listbox", { name: "Completions" })).toContainText("/priority high");
  await page.keyboard.press("Tab");
  await page.keyboard.type("cr");
  await page.keyboard.press("Tab");
  await expect(field).toHaveValue("/priority critical");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(field).toHaveValue("");
  await expect(sheet.getByRole("button", { name: "Critical" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("move by picking up, announced; then review and done from the card's menu", async () => {
  const { page } = owner;
  await tabTo(page, "Prepare the launch", "link");
  await page.keyboard.press("Space");
  const said = (text: string) => page.getByRole("status").filter({ hasText: text });
  await expect(said("MC-1 is over Assigned")).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(said("MC-1 is over In progress")).toBeAttached();
  await page.keyboard.press("Space");
  await expect(column("In progress").getByRole("link", { name: "Prepare the launch" })).toBeVisible();
  for (const status of ["Review", "Done"]) {
    await card().focus();
    await page.keyboard.press("s");
    await expect(page.getByRole("menuitem", { name: new RegExp(`^${status}`) })).toBeVisible();
    await page.keyboard.type(status.slice(0, 3));
    await page.keyboard.press("Enter");
    await expect(column(status).getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  }
});

test("keys that follow a pick-up at once put the card back, or carry it", async () => {
  const { page } = owner;
  const said = (text: string) => page.getByRole("status").filter({ hasText: text });
  await card().focus();
  for (const [key, words] of [
    ["Escape", "was put back"],
    ["ArrowLeft", "is over Review"],
  ] as const) {
    // the page is busy with the pick-up when the next key comes, and hears it before its timers go off
    await page.evaluate(() => {
      const beBusy = (event: KeyboardEvent) => {
        if (event.code !== "Space") return;
        removeEventListener("keydown", beBusy);
        for (const end = performance.now() + 400; performance.now() < end; );
      };
      addEventListener("keydown", beBusy);
    });
    await Promise.all([page.keyboard.press("Space"), page.keyboard.press(key)]);
    await expect(said(words)).toBeAttached();
  }
  await page.keyboard.press("Escape");
  await expect(said("was put back")).toBeAttached();
  await expect(column("Done").getByRole("link", { name: "Prepare the launch" })).toBeVisible();
});

test("Enter means what the letters spell, although what the first of them meant has the focus just then", async () => {
  const { page } = owner;
  await card().focus();
  await page.keyboard.press("s");
  await page.getByRole("menuitem", { name: /^Review/ }).press("Enter");
  await expect(column("Review").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  await page.keyboard.press("s");
  await expect(page.getByRole("menuitem", { name: /^Done/ })).toBeEnabled();
  // "D" alone is the due date, and the menu gives the focus a moment after each letter: hands may be quicker than that.
  await page.evaluate(async () => {
    const press = (key: string) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }),
      );
    const isPressed = new Promise<void>((done) => {
      const onFocus = () => {
        press("Enter");
        done();
      };
      document.querySelector('[role="menu"]')?.addEventListener("focusin", onFocus, { once: true });
    });
    for (const letter of "Don") press(letter);
    await isPressed;
  });
  await expect(column("Done").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
});

test("a task whose move is still on its way is moved on from where it is shown, on the board and in its sheet", async () => {
  const { page, complaints } = owner;
  const line = { isHeld: false, held: [] as (() => void)[] };
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const backend = socket.connectToServer();
    backend.onMessage((answer) => {
      const pass = () => socket.send(answer);
      if (line.isHeld) line.held.push(pass);
      else pass();
    });
  });
  const letThrough = (): void => {
    line.isHeld = false;
    for (const pass of line.held.splice(0)) pass();
  };
  await page.reload();
  await expect(page.getByRole("link", { name: "Prepare the launch" })).toBeVisible();
  await boardHears(page);
  await card().focus();
  await page.keyboard.press("s");
  await expect(page.getByRole("menuitem", { name: /^Review/ })).toBeEnabled();
  line.isHeld = true;
  await page.keyboard.type("Rev");
  await page.keyboard.press("Enter");
  await expect(column("Review").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  await page.keyboard.press("s");
  await expect(page.getByRole("menuitem", { name: /^Done/ })).toBeEnabled();
  await page.keyboard.type("Don");
  await page.keyboard.press("Enter");
  await expect(column("Done").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  letThrough();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: /^MC-1/ });
  await sheet.getByRole("button", { name: "Status: Done" }).click();
  line.isHeld = true;
  await page.getByRole("menuitemradio", { name: /^Review/ }).click();
  await sheet.getByRole("button", { name: "Status: Review" }).click();
  await page.getByRole("menuitemradio", { name: /^Done/ }).click();
  await expect(sheet.getByRole("button", { name: "Status: Done" })).toBeVisible();
  letThrough();
  await page.keyboard.press("Escape");
  await page.reload();
  await expect(column("Done").getByRole("link", { name: "Prepare the launch" })).toBeVisible();
  expect(complaints).toEqual([]);
});

test("what is typed before a menu or a dialog is there is kept for it, however slow the line", async () => {
  const { page, complaints } = owner;
  await page.route("**/_next/static/chunks/**", async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  await page.reload();
  await boardHears(page);
  // what sends a form comes after what was typed into it
  await page.getByRole("button", { name: "New task", exact: true }).press("Enter");
  await page.keyboard.type("Book the room");
  await page.keyboard.press("ControlOrMeta+Enter");
  await expect(column("Inbox").getByRole("link", { name: "Book the room" })).toBeVisible();
  await card().focus();
  for (const key of ["s", "R", "e", "v", "Enter"]) await page.keyboard.press(key);
  await expect(column("Review").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  for (const key of ["p", "l", "o", "w", "e", "Enter"]) await page.keyboard.press(key);
  await expect(column("Review").getByRole("img", { name: "Priority lowest" })).toBeVisible();
  await expect(card()).toBeFocused();
  for (const key of ["ControlOrMeta+k", "l", "a", "u", "n"]) await page.keyboard.press(key);
  await expect(page.getByPlaceholder("Search, or type what to do")).toHaveValue("laun");
  await page.keyboard.press("Escape");
  // nor is a letter lost in a sheet whose parts come one after the other
  await page.reload();
  await boardHears(page);
  await card().focus();
  await page.keyboard.press("Enter");
  const field = page.getByRole("dialog", { name: /^MC-1/ }).getByRole("textbox", { name: "Write a message" });
  await field.focus();
  await page.keyboard.type("Written while it was still coming.", { delay: 60 });
  await expect(field).toHaveValue("Written while it was still coming.");
  await expect(field).toBeFocused();
  await field.fill("");
  await page.keyboard.press("Escape");
  await page.unrouteAll({ behavior: "wait" });
  // a second time, and by the pointer's other button: the menu is there already and opens all the same
  await card().focus();
  for (const way of ["s", "s", "context menu"]) {
    await (way === "s" ? page.keyboard.press("s") : card().click({ button: "right" }));
    await expect(page.getByRole("menu")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("menu")).toHaveCount(0);
    await expect(card()).toBeFocused();
  }
  expect(complaints).toEqual([]);
});

test("a card is picked up, carried and dropped before the code for it has come, and after it was thought better of", async () => {
  const { page, complaints } = owner;
  await page.route("**/_next/static/chunks/**", async (route) => {
    await new Promise((done) => setTimeout(done, 700));
    await route.continue();
  });
  await page.reload();
  await boardHears(page);
  await card().focus();
  for (const key of ["Space", "ArrowLeft", "Space"]) await page.keyboard.press(key);
  await expect(column("In progress").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  await page.unrouteAll({ behavior: "wait" });
  const said = (text: string) => page.getByRole("status").filter({ hasText: text });
  await page.keyboard.press("Space");
  await expect(said("Picked up: MC-1 is over In progress.")).toBeAttached();
  await page.keyboard.press("ArrowRight");
  await expect(said("MC-1 is over Review.")).toBeAttached();
  await page.keyboard.press("Escape");
  await expect(said("MC-1 was put back.")).toBeAttached();
  await expect(column("In progress").getByRole("link", { name: "Prepare the launch" })).toBeFocused();
  expect(complaints).toEqual([]);
});

test("with the mouse a card goes where it is let go, and a click still opens it", async () => {
  const { page } = owner;
  const place = async (of: ReturnType<typeof column>) => {
    const box = await of.boundingBox();
    if (!box) throw new Error("the column is on the screen");
    return { x: box.x + box.width / 2, y: box.y + 120 };
  };
  const box = await card().boundingBox();
  if (!box) throw new Error("the card is on the screen");
  await page.mouse.move(box.x + 10, box.y + 5);
  await page.mouse.down();
  const to = await place(column("Review"));
  await page.mouse.move(to.x, to.y, { steps: 8 });
  await page.mouse.up();
  await expect(column("Review").getByRole("link", { name: "Prepare the launch" })).toBeVisible();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await card().click();
  await expect(page.getByRole("dialog", { name: /^MC-1/ })).toBeVisible();
});
