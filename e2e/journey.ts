// Journeys through the dashboard share one stack per worker: real host, dashboard, runtimes and plugin, with gateways that boot at
// once (fakeTeam.ts). Each file has an account and people of its own, so that none sees another's.
import { type Browser, test as base, expect, type Page } from "@playwright/test";
import type { Stack } from "../packages/testkit/src/stack.ts";
import { PHONE_BELOW } from "./acts.ts";
import { DESK, fitsTheScreen, PHONE, startFakeStack } from "./fakeTeam.ts";
import { openBrowser, type Person, type Size, signUp } from "./people.ts";

export { expect } from "@playwright/test";
export type { Stack } from "../packages/testkit/src/stack.ts";

/** A journey whose steps are the same in both runs once for each. */
export const SIZES: readonly Size[] = ["desk", "phone"];

export const test = base.extend<object, { stack: Stack }>({
  stack: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from its pattern
    async ({}, use) => {
      // webhooks of these journeys end in this process
      const stack = await startFakeStack({ MC_WEBHOOK_TARGETS: "loopback" });
      await use(stack);
      await stack.stop();
    },
    { scope: "worker", timeout: 240_000 },
  ],
});

export type Visitor = Awaited<ReturnType<typeof openBrowser>> & { readonly person: Person };

/** Nobody else in the installation is called so: `who` is "Ada" or "Ben", `where` the account. */
function personOf(who: string, where: string): Person {
  const at = where.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  return {
    name: `${who} ${where}`,
    email: `${who.toLowerCase()}@${at}.test`,
    password: "correct horse battery",
  };
}

/** Somebody with a browser of their own and nothing else. */
export async function visitor(
  browser: Browser,
  stack: Stack,
  { who, where, on = "desk" }: { who: string; where: string; on?: Size },
): Promise<Visitor> {
  return { ...(await openBrowser(browser, stack.url, on)), person: personOf(who, where) };
}

/** The owner of a new account, on its first page. */
export async function owner(
  browser: Browser,
  stack: Stack,
  { account, withDemoTeam = false, on = "desk" }: { account: string; withDemoTeam?: boolean; on?: Size },
): Promise<Visitor & { readonly slug: string }> {
  const ada = await visitor(browser, stack, { who: "Ada", where: account, on });
  const slug = await signUp(ada.page, { person: ada.person, account, withDemoTeam });
  return { ...ada, slug };
}

/** The link that an owner or admin makes on the members' page. */
export async function invitationLink(
  page: Page,
  slug: string,
  { role, email }: { role?: RegExp; email?: string } = {},
): Promise<string> {
  await page.goto(`/${slug}/settings/members`);
  if (role !== undefined) await choose(page, "Role of the invited person", role);
  if (email !== undefined) await page.getByLabel("E-mail (optional)").fill(email);
  await page.getByRole("button", { name: "Create link" }).click();
  return await page.getByLabel("Invitation link").inputValue();
}

/** Goes through an invitation as somebody who has no account yet. */
export async function signUpInvited({ page, person }: Visitor, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("link", { name: "Create an account" }).click();
  // from here on it is known whether the invitation is for one address
  await expect(page.getByText(/^You are invited to join /)).toBeVisible();
  await page.getByLabel("Your name").fill(person.name);
  const email = page.getByLabel("E-mail");
  if (await email.isEditable()) await email.fill(person.email);
  await page.getByLabel("Password").fill(person.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await expect(page).not.toHaveURL(/sign-up|invite/);
}

const isOnPhone = (page: Page): boolean => (page.viewportSize()?.width ?? 0) < PHONE_BELOW;

/** Goes to a page as a person does: by the bar at the side, or on a phone by the drawer under the thumb. */
export async function walk(page: Page, to: string): Promise<void> {
  if (isOnPhone(page)) await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("navigation", { name: "Account" }).getByRole("link", { name: to }).click();
}

/** On a phone the properties of a task are folded. */
export async function unfoldProperties(page: Page): Promise<void> {
  if (isOnPhone(page)) await page.getByRole("button", { name: /^Properties:/ }).click();
}

export async function pick(page: Page, button: string | RegExp, choice: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: button }).click();
  await page.getByRole("menuitemradio", { name: choice }).click();
}

export async function choose(page: Page, label: string, option: RegExp): Promise<void> {
  await page.getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option }).click();
}

/** The board is seen as the server drew it before it hears keys and pointers; from here on it does. */
export async function boardHears(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("[data-card-link]") ?? {}).some((key) =>
      key.startsWith("__reactProps"),
    ),
  );
}

/** Until the account's agents can take work up; a runtime that starts takes its time on a busy machine. */
export async function teamIsThere(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /^Runtime: online/ })).toBeVisible({ timeout: 60_000 });
}

/**
 * From `hold` to `letGo` the page hears nothing of the backend. What it shows at once says nothing of what has arrived there:
 * before the page is left, `answered` waits for that.
 */
export async function answersOf(page: Page) {
  let isHeld = false;
  const held: (() => void)[] = [];
  const unanswered = new Set<number>();
  await page.routeWebSocket(/\/sync$/, (socket) => {
    const backend = socket.connectToServer();
    // a page that is connected anew sends again what was not answered
    unanswered.clear();
    socket.onMessage((sent) => {
      const { type, requestId } = JSON.parse(String(sent)) as { type: string; requestId: number };
      if (type === "Mutation") unanswered.add(requestId);
      backend.send(sent);
    });
    backend.onMessage((answer) => {
      const { type, requestId } = JSON.parse(String(answer)) as { type: string; requestId: number };
      if (type === "MutationResponse") unanswered.delete(requestId);
      if (isHeld) held.push(() => socket.send(answer));
      else socket.send(answer);
    });
  });
  return {
    hold: (): void => {
      isHeld = true;
    },
    letGo: (): void => {
      isHeld = false;
      for (const send of held.splice(0)) send();
    },
    answered: async (): Promise<void> => {
      await expect.poll(() => unanswered.size).toBe(0);
    },
  };
}

/** Looks at the page as it is on a phone, then goes back to the desk. */
export async function onPhone(page: Page, look: () => Promise<void> = async () => undefined): Promise<void> {
  await page.setViewportSize(PHONE);
  await look();
  await fitsTheScreen(page);
  await page.setViewportSize(DESK);
}

/** At the end of a journey: the console was silent, and no request failed. */
export async function leave(...visitors: readonly Visitor[]): Promise<void> {
  const complaints = visitors.flatMap((each) => each.complaints);
  for (const { context } of visitors) await context.close();
  expect(complaints).toEqual([]);
}
