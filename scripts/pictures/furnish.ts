// What the demo does not have and a page shows: added to its account through the functions that people use.
import { sleep } from "../../packages/testkit/src/stack.ts";
import type { Door } from "./door.ts";

export async function furnish(door: Door): Promise<void> {
  await door.mutate("recurrences:create", {
    title: "Read last night's logs",
    cron: "0 7 * * 1-5",
    timeZone: "Europe/Berlin",
    description: "What failed, what was slow, what to do about it.",
    labels: ["operations"],
  });
  await door.mutate("savedViews:create", { name: "Waiting for review", query: "text=review" });
  await door.mutate("webhooks:create", {
    name: "Release room",
    url: "https://hooks.example.test/mission-control",
    events: null,
  });
  await door.mutate("webhooks:createIncoming", { name: "Error tracker" });
  const { documentId } = await door.mutate<{ documentId: string }>("documents:create", {
    title: "Notes that nobody needs any more",
    content: "Replaced by the launch plan.",
  });
  await door.mutate("documents:trash", { documentId });
  await setToWork(door);
}

/** An agent that is at work for as long as anybody looks. */
async function setToWork(door: Door): Promise<void> {
  const [agent] = await door.query<{ agentId: string }[]>("agents:list");
  await door.mutate("tasks:create", {
    title: "Read the whole archive and say what is in it",
    description: "[[fake slow 3000000]]",
    agentIds: [agent?.agentId],
  });
  const newest = { paginationOpts: { numItems: 1, cursor: null } };
  for (let tries = 0; tries < 300; tries += 1) {
    const { page } = await door.query<{ page: { running: unknown[] }[] }>("tasks:list", newest);
    if ((page[0]?.running.length ?? 0) > 0) return;
    await sleep(200);
  }
  throw new Error("No agent began to work within a minute.");
}
