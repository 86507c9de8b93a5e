// From the commit of an answer to its words on the screen of a person who looks at the thread in a browser of her own.
import { chromium, type Page } from "@playwright/test";
import { mallory as colleague } from "../../e2e/people.ts";
import type { Crew } from "../../packages/testkit/src/crew.ts";
import type { Stack } from "../../packages/testkit/src/stack.ts";
import { sleep } from "../../packages/testkit/src/stack.ts";
import { ensureBrowser } from "../../scripts/ensureBrowser.ts";
import { atMost, type Figure, plain, quantile } from "../figure.ts";

const ANSWERS = 30;
const TURN_MS = 120_000;

type Answer = { messageId: string; kind: string; createdAt: number };

/** A browser in which an invited colleague has signed up and sees the account. */
export async function openWitness(stack: Stack, crew: Crew): Promise<{ page: Page; close(): Promise<void> }> {
  const browser = await chromium.launch({ executablePath: await ensureBrowser() });
  const page = await browser.newPage({ baseURL: stack.url });
  const { token } = await crew.mutate<{ token: string }>("invitations:create", { role: "member" });
  await page.goto(`/invite/${token}`);
  await page.getByRole("link", { name: "Create an account" }).click();
  await page.getByLabel("Your name").fill(colleague.name);
  await page.getByLabel("E-mail").fill(colleague.email);
  await page.getByLabel("Password").fill(colleague.password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("link", { name: "Agents" }).first().waitFor();
  return { page, close: () => browser.close() };
}

export async function measureVisible(crew: Crew, page: Page): Promise<Record<string, Figure>> {
  const agent = crew.agents[0];
  if (agent === undefined) throw new Error("the demo team has no agents");
  const { taskId, number } = await crew.mutate<{ taskId: string; number: number }>("tasks:create", {
    title: "Watched thread",
    agentIds: [agent.agentId],
  });
  await answerAfter(crew, { taskId, count: 0 });
  await page.goto(`${new URL(page.url()).pathname.split("/").slice(0, 2).join("/")}/tasks/${number}`);
  await page.locator('[id^="message-"]').first().waitFor();
  await page.evaluate(watch);
  const shownMs: number[] = [];
  for (let index = 0; index < ANSWERS; index += 1) {
    await crew.mutate("messages:create", {
      taskId,
      body: `@${agent.slug} how far is it? (${index})`,
      clientKey: `bench-${index}`,
    });
    const answer = await answerAfter(crew, { taskId, count: index + 1 });
    shownMs.push((await seenAt(page, answer.messageId)) - answer.createdAt);
  }
  const how = `${ANSWERS} answers of the demo model in one thread; from the committing mutation's clock to the first frame after the message stood in a second browser's page (Chromium, same machine, same clock)`;
  return {
    visible_p50: atMost(quantile(shownMs, 0.5), 50, { unit: "ms", how }),
    visible_p95: plain(quantile(shownMs, 0.95), { unit: "ms", how }),
  };
}

/** Runs in the page: notes when each message was first drawn. */
function watch(): void {
  const seen: Record<string, number> = {};
  Object.assign(globalThis, { seen });
  const note = () => {
    for (const { id } of document.querySelectorAll('[id^="message-"]')) {
      if (id in seen) continue;
      seen[id] = 0;
      requestAnimationFrame(() => {
        seen[id] = Date.now();
      });
    }
  };
  new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
  note();
}

async function seenAt(page: Page, messageId: string): Promise<number> {
  const handle = await page.waitForFunction(
    (id) => (globalThis as unknown as { seen: Record<string, number> }).seen[id],
    `message-${messageId}`,
    { timeout: TURN_MS },
  );
  return Number(await handle.jsonValue());
}

async function answerAfter(
  crew: Crew,
  { taskId, count }: { taskId: string; count: number },
): Promise<Answer> {
  const until = performance.now() + TURN_MS;
  while (performance.now() < until) {
    const { page } = await crew.query<{ page: Answer[] }>("messages:list", {
      taskId,
      paginationOpts: { numItems: 100, cursor: null },
    });
    const answers = page.filter(({ kind }) => kind === "answer");
    const [newest] = answers;
    if (newest !== undefined && answers.length > count) return newest;
    await sleep(50);
  }
  throw new Error(`answer ${count + 1} did not come within ${TURN_MS} ms`);
}
