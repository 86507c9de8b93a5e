// The three accounts of the pictures: one that was just created, the demo, and one that is full. Each with its owner's browser.
import type { Browser, BrowserContext } from "@playwright/test";
import { openBrowser, signUp } from "../../e2e/people.ts";
import { type Identity, type Stack, sleep } from "../../packages/testkit/src/stack.ts";
import { type Door, openDoor } from "./door.ts";
import { furnish } from "./furnish.ts";
import { fillHeavy } from "./heavy.ts";
import type { Places } from "./views.ts";

export const SIZES = ["empty", "normal", "heavy"] as const;
export type Size = (typeof SIZES)[number];
export type Staged = {
  readonly size: Size;
  /** The owner's browser. */
  readonly context: BrowserContext;
  readonly door: Door;
  readonly places: Places;
};

const OWNERS = {
  empty: { name: "Eve Fresh", email: "eve@example.test", account: "Fresh start" },
  normal: { name: "Nora Quinn", email: "nora@example.test", account: "Spare room" },
  heavy: { name: "Ada Lovelace", email: "ada@example.test", account: "Lovelace and Daughters Analytical" },
} as const;

/** The one that is founded first is the installation's operator. */
export async function stageAccounts(
  { browser, stack }: { browser: Browser; stack: Stack },
  { sizes, say }: { sizes: readonly Size[]; say: (line: string) => void },
): Promise<Staged[]> {
  const staged: Staged[] = [];
  for (const size of ["normal", "heavy", "empty"] as const) {
    if (!sizes.includes(size)) continue;
    const { name, email, account } = OWNERS[size];
    const { context, page } = await openBrowser(browser, stack.url);
    const person = { name, email, password: "correct horse battery" };
    let slug = await signUp(page, { person, account, withDemoTeam: size === "heavy" });
    const identity = await identityOf(context);
    if (size === "normal") slug = await playDemo(stack, identity);
    const { accountId, memberId } = (await stack.call("query", "accounts:bySlug", { slug }, identity)) as {
      accountId: string;
      memberId: string;
    };
    const door = openDoor(stack, { accountId, slug }, identity);
    const startedAt = performance.now();
    if (staged.length === 0)
      await door.mutate("systemConfig:setFlag", { flag: "billing", isOn: true, accountId: undefined });
    if (size === "heavy") await fillHeavy(stack, door);
    if (size === "normal") await furnish(door);
    say(`${size}: filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
    staged.push({ size, context, door, places: { memberId, ...(await placesOf(door)) } });
    await page.close();
  }
  return staged.sort((a, b) => SIZES.indexOf(a.size) - SIZES.indexOf(b.size));
}

async function identityOf(context: BrowserContext): Promise<Identity> {
  const response = await context.request.get("/api/auth/token");
  const { token } = (await response.json()) as { token: string };
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
    iss: string;
    sub: string;
    name: string;
    email: string;
  };
  return { issuer: claims.iss, subject: claims.sub, name: claims.name, email: claims.email };
}

async function playDemo(stack: Stack, identity: Identity): Promise<string> {
  const userId = `${identity.issuer}|${identity.subject}`;
  const owner = { userId, name: identity.name, email: identity.email };
  const { slug } = (await stack.call("mutation", "seed:run", { owner })) as { slug: string };
  const { accountId } = (await stack.call("query", "accounts:bySlug", { slug }, identity)) as {
    accountId: string;
  };
  // the last batch writes the stand-up
  const first = { accountId, paginationOpts: { numItems: 1, cursor: null } };
  for (let tries = 0; tries < 300; tries += 1) {
    const { page } = (await stack.call("query", "standups:list", first, identity)) as { page: unknown[] };
    if (page.length > 0) return slug;
    await sleep(200);
  }
  throw new Error("The demo was not played to its end within a minute.");
}

/** What the addresses of an account's own things are. */
async function placesOf(door: Door): Promise<Omit<Places, "memberId">> {
  const agents = await door.query<{ slug: string }[]>("agents:list");
  const documents = await door.query<{ page: { documentId: string; title: string }[] }>("documents:list", {
    paginationOpts: { numItems: 100, cursor: null },
  });
  const tasks = await door.query<{ page: { number: number; status: string; running: unknown[] }[] }>(
    "tasks:list",
    { paginationOpts: { numItems: 50, cursor: null } },
  );
  const { token } = await door.mutate<{ token: string }>("invitations:create", { role: "member" });
  const document =
    documents.page.find(({ title }) => /^(Launch plan|Reconcile)/.test(title)) ?? documents.page[0];
  return {
    slug: door.slug,
    agent: agents[0]?.slug ?? null,
    documentId: document?.documentId ?? null,
    invitation: token,
    task: tasks.page.length > 0 ? 1 : null,
    running: tasks.page.find(({ running }) => running.length > 0)?.number ?? null,
    started: tasks.page.find(({ status }) => status === "in_progress")?.number ?? null,
  };
}
