// Reads of the same account at two sizes, taken in turn on two hosts so that the box's load meets both alike.
import type { BenchHost, Door } from "../../packages/convex-embedded/bench/host.ts";
import { atMost, type Figure, plain, quantile } from "../figure.ts";
import type { Corpus } from "./corpus.ts";

export type Place = { readonly host: BenchHost; readonly corpus: Corpus; readonly tasks: number };
type Read = {
  readonly name: string;
  readonly path: string;
  args(corpus: Corpus): Record<string, string | object>;
};

const page = { paginationOpts: { numItems: 50, cursor: null } };
/** `board` is all six columns with their first 20 cards each; `column` is one page of 50 cards. */
export const READS: readonly Read[] = [
  { name: "board", path: "tasks:board", args: () => ({}) },
  { name: "column", path: "tasks:column", args: () => ({ status: "inbox", ...page }) },
  {
    name: "thread",
    path: "messages:list",
    args: ({ threadTaskId }) => ({ taskId: threadTaskId, ...page }),
  },
  { name: "unread", path: "notifications:unreadCount", args: () => ({}) },
  { name: "feed", path: "activities:list", args: () => page },
  { name: "roster", path: "agents:list", args: () => ({}) },
  { name: "analytics", path: "analytics:overview", args: () => ({ range: "week" }) },
];
const SEARCHES = { rare: "zeppelin", common: "engine", none: "quetzalcoatl" };
/** A host that just started compiles what it runs: its first calls have a figure of their own. */
const FIRST = 40;
const WARM_UP = 200;
const ROUNDS = 250;
const SEARCH_ROUNDS = 120;

export async function measureReads(small: Place, large: Place): Promise<Record<string, Figure>> {
  const figures: Record<string, Figure> = {};
  for (const read of READS) Object.assign(figures, await measureRead(read, { small, large }));
  for (const [name, text] of Object.entries(SEARCHES)) {
    Object.assign(figures, await measureSearch({ name, text }, large));
  }
  return figures;
}

async function measureRead(
  read: Read,
  { small, large }: { small: Place; large: Place },
): Promise<Record<string, Figure>> {
  const at = await doorTo(small, read);
  const far = await doorTo(large, read);
  const firstMs: number[] = [];
  for (let i = 0; i < WARM_UP; i += 1) {
    await at.once();
    firstMs.push(await far.once());
  }
  const cpuBefore = await large.host.cpuMs();
  const [smallMs, largeMs]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i += 1) {
    smallMs.push(await at.once());
    largeMs.push(await far.once());
  }
  const cpu = (await large.host.cpuMs()) - cpuBefore;
  const [p50, smallP50] = [quantile(largeMs, 0.5), quantile(smallMs, 0.5)];
  const how = `official HTTP client, one call at a time, ${ROUNDS} calls on each of two hosts in turn after ${WARM_UP} to warm up, ${small.tasks} and ${large.tasks} tasks`;
  const cost = await large.host.cost(read.path);
  return {
    [`${read.name}_p50`]: atMost(p50, 3, { unit: "ms", how }),
    [`${read.name}_p95`]: plain(quantile(largeMs, 0.95), { unit: "ms", how }),
    [`${read.name}_first_p50`]: plain(quantile(firstMs.slice(0, FIRST), 0.5), {
      unit: "ms",
      how: `the first ${FIRST} calls of this kind`,
    }),
    [`${read.name}_growth`]: atMost(p50 / smallP50, 1.3, { unit: "x", how: "p50 large / p50 small" }),
    [`${read.name}_cpu`]: plain(cpu / ROUNDS, { unit: "ms", how: "processor time of the host per call" }),
    [`${read.name}_documents`]: plain(cost.read, { unit: "documents", how: "read by the call" }),
  };
}

async function measureSearch(
  { name, text }: { name: string; text: string },
  { host, corpus }: Place,
): Promise<Record<string, Figure>> {
  const door = await host.as("owner");
  const ms: number[] = [];
  const once = () => timed(() => door.query("search:query", { accountId: corpus.accountId, text }));
  for (let i = 0; i < FIRST; i += 1) await once();
  for (let i = 0; i < SEARCH_ROUNDS; i += 1) ms.push(await once());
  const how = `official HTTP client, one search at a time, ${SEARCH_ROUNDS} searches over the large account after ${FIRST} to warm up`;
  const cost = await host.cost("search:query");
  return {
    [`search_${name}_p95`]: atMost(quantile(ms, 0.95), 10, { unit: "ms", how }),
    [`search_${name}_p50`]: plain(quantile(ms, 0.5), { unit: "ms", how }),
    [`search_${name}_documents`]: plain(cost.read, { unit: "documents", how: "read by the call" }),
  };
}

async function doorTo({ host, corpus }: Place, read: Read): Promise<{ once(): Promise<number> }> {
  const door: Door = await host.as("owner");
  const args = { accountId: corpus.accountId, ...read.args(corpus) };
  return { once: () => timed(() => door.query(read.path, args as never)) };
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
