// The product as `npm start` runs it, over an account that was filled before, and browsers in which its admin is signed in.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, type BrowserContext, chromium } from "@playwright/test";
import { OPENCLAW_VERSION } from "../../apps/runtime/src/openclaw/version.ts";
import { mallory as admin } from "../../e2e/people.ts";
import { writeFakeInstallation } from "../../packages/testkit/src/fake-openclaw.ts";
import { type Identity, startStack } from "../../packages/testkit/src/stack.ts";
import { ensureBrowser } from "../../scripts/ensureBrowser.ts";
import { fillFolder } from "../domain/corpus.ts";
import { watchPage } from "./watch.ts";

export const TASKS = 10_000;
export const THREAD_MESSAGES = 500;
const ACTIVITIES_PER_TASK = 10;

/** Who founded the account while it was filled; acts as the admin's colleague. */
const founder: Identity = {
  issuer: "https://bench.local",
  subject: "owner",
  name: "owner",
  email: "owner@example.test",
};

type Call = <T>(path: string, args?: Record<string, unknown>) => Promise<T>;
export type Board = {
  columns: { status: string; count: number; cards: { taskId: string; number: number; title: string }[] }[];
};
export type Stage = {
  readonly slug: string;
  /** The task with the long thread: the first card of its column. */
  readonly thread: { readonly taskId: string; readonly number: number };
  /** A colleague's door to the same functions. */
  readonly query: Call;
  readonly mutate: Call;
  /** A browser profile in which the admin is signed in and nothing is cached. */
  profile(): Promise<BrowserContext>;
  close(): Promise<void>;
};

export async function openStage(say: (line: string) => void): Promise<Stage> {
  const root = mkdtempSync(join(tmpdir(), "mc-bench-web-"));
  const dataDir = join(root, "data");
  const openclaw = join(root, "openclaw");
  // No turn is asked for here: a real gateway would only take the processor from what is measured.
  writeFakeInstallation(openclaw, OPENCLAW_VERSION);
  const corpus = await fillFolder(
    { functionsDir: resolve("packages/backend/convex"), dataDir: join(dataDir, "backend") },
    // the account's first task is the template of the others
    { tasks: TASKS - 1, activities: TASKS * ACTIVITIES_PER_TASK, threadMessages: THREAD_MESSAGES, say },
  );
  const { accountId } = corpus;
  say(`${TASKS} tasks written`);
  const stack = await startStack({ MC_OPENCLAW_DIR: openclaw, MC_DATA_DIR: dataDir });
  const call =
    (kind: "query" | "mutation"): Call =>
    async <T>(path: string, args: Record<string, unknown> = {}) =>
      (await stack.call(kind, path, { accountId, ...args }, founder)) as T;
  const [query, mutate] = [call("query"), call("mutation")];
  const browser = await chromium.launch({ executablePath: await ensureBrowser() });
  const { token } = await mutate<{ token: string }>("invitations:create", { role: "admin" });
  const { slug, storageState } = await joinAccount(browser, { url: stack.url, token });
  const thread = { taskId: corpus.threadTaskId, number: corpus.threadNumber };
  await bringToTop({ query, mutate }, thread.taskId);
  return {
    slug,
    thread,
    query,
    mutate,
    profile: async () => {
      const context = await browser.newContext({
        baseURL: stack.url,
        viewport: { width: 1440, height: 900 },
        storageState,
      });
      await context.addInitScript(watchPage);
      return context;
    },
    close: async () => {
      await browser.close();
      await stack.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Signs an invited person up; what their browser then knows goes into every later profile. */
async function joinAccount(browser: Browser, { url, token }: { url: string; token: string }) {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto(`/invite/${token}`);
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Your name").fill(admin.name);
  await page.getByLabel("E-mail").fill(admin.email);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("link", { name: "Agents" }).first().waitFor();
  const slug = new URL(page.url()).pathname.split("/")[1] ?? "";
  const storageState = await context.storageState();
  await context.close();
  return { slug, storageState };
}

async function bringToTop({ query, mutate }: Pick<Stage, "query" | "mutate">, taskId: string): Promise<void> {
  const { columns } = await query<Board>("tasks:board");
  const column = columns.find(({ status }) => status === "assigned");
  await mutate("tasks:move", {
    taskId,
    to: "assigned",
    from: "assigned",
    afterTaskId: null,
    beforeTaskId: column?.cards[0]?.taskId ?? null,
  });
}
