// The real-gateway part of `npm run chaos`: kill -9 of host, runtime or gateway at random moments under load, against the real gateway. Prints what was lost
// (must be nothing), what was delivered twice (nothing) and the seed. `npm run chaos -- --kills 40 --seed 7`.
import { parseArgs } from "node:util";
import { type Crew, createCrew, type RunView, runtimeOnline } from "../packages/testkit/src/crew.ts";
import { type Stack, sleep, startStack } from "../packages/testkit/src/stack.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "20" }, seed: { type: "string" } },
});
const kills = Number(values.kills);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const targets = ["backend", "runtime", "gateway"] as const;
const settleMs = 900_000;
const terminal = new Set(["succeeded", "failed", "cancelled", "timed_out", "dead_letter"]);

type Ledger = { acknowledged: { taskId: string; number: number; title: string }[]; refused: number };

const random = mulberry32(seed);
const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
say(`seed ${seed}, ${kills} kills`);
const stack = await startStack({ MC_DEMO_WORD_MS: "20" });
try {
  const crew = await createCrew(stack);
  await runtimeOnline(crew, { timeoutMs: 600_000, say });
  const slug = await runtimeName(stack);
  const ledger: Ledger = { acknowledged: [], refused: 0 };
  const load = { isOn: true };
  const writer = writeLoad(crew, ledger, load);
  for (let i = 0; i < kills; i++) {
    await sleep(1_000 + random() * 7_000);
    const target = targets[Math.floor(random() * targets.length)] ?? "gateway";
    const pid = target === "gateway" ? stack.gatewayPid() : stack.pid(target === "runtime" ? slug : target);
    if (pid !== null) process.kill(pid, "SIGKILL");
    say(`kill ${i + 1}/${kills}: ${target} ${pid ?? "(not running just now)"}`);
  }
  load.isOn = false;
  await writer;
  say(
    `${ledger.acknowledged.length} hand-offs acknowledged, ${ledger.refused} refused while the backend was down; waiting for all to settle`,
  );
  const report = await settle(crew, ledger);
  console.log(JSON.stringify({ suite: "chaos", seed, kills, ...report }));
  process.exitCode =
    report.lostWrites + report.lostDeliveries + report.answeredTwice + report.notTerminal === 0 ? 0 : 1;
} finally {
  await stack.stop();
}

/** Creates assigned tasks at a steady pace; counts only what the backend acknowledged. */
async function writeLoad(crew: Crew, ledger: Ledger, load: { isOn: boolean }): Promise<void> {
  for (let i = 0; load.isOn; i++) {
    const agent = crew.agents[i % crew.agents.length];
    const title = `Chaos ${i}`;
    try {
      const made = await crew.mutate<{ taskId: string; number: number }>("tasks:create", {
        title,
        agentIds: agent === undefined ? [] : [agent.agentId],
      });
      ledger.acknowledged.push({ ...made, title });
    } catch {
      ledger.refused++; // no answer: it may or may not be there, and nobody was told that it is
    }
    await sleep(1_500);
  }
}

async function settle(crew: Crew, ledger: Ledger) {
  const counts = {
    acknowledged: ledger.acknowledged.length,
    lostWrites: 0,
    lostDeliveries: 0,
    answeredTwice: 0,
    notTerminal: 0,
    succeeded: 0,
    deadLetter: 0,
    retriedRuns: 0,
  };
  const until = performance.now() + settleMs;
  for (const { taskId, number, title } of ledger.acknowledged) {
    const task = await eventually(() => crew.query<{ title: string }>("tasks:get", { number }), null);
    if (task?.title !== title) counts.lostWrites++;
    let runs: RunView[] = [];
    do {
      runs = (await eventually(() => crew.query<RunView[]>("runs:listByTask", { taskId }), [])) ?? [];
      if (runs.length > 0 && runs.every((run) => terminal.has(run.status))) break;
      await sleep(500);
    } while (performance.now() < until);
    if (runs.length === 0) counts.lostDeliveries++;
    if (runs.some((run) => !terminal.has(run.status))) counts.notTerminal++;
    counts.succeeded += runs.filter((run) => run.status === "succeeded").length;
    counts.deadLetter += runs.filter((run) => run.status === "dead_letter").length;
    counts.retriedRuns += runs.filter((run) => run.attempt > 1).length;
    const { page } = await crew.query<{ page: { kind: string; runId: string | null }[] }>("messages:list", {
      taskId,
      paginationOpts: { numItems: 50, cursor: null },
    });
    const answers = page.filter((message) => message.kind === "answer");
    if (answers.length !== new Set(answers.map((message) => message.runId)).size || answers.length > 1)
      counts.answeredTwice++;
    if (answers.length === 0 && runs.some((run) => run.status === "succeeded")) counts.lostDeliveries++;
  }
  return counts;
}

async function eventually<T>(read: () => Promise<T>, otherwise: T | null): Promise<T | null> {
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      return await read();
    } catch {
      await sleep(500); // the backend is starting again
    }
  }
  return otherwise;
}

async function runtimeName(running: Stack): Promise<string> {
  const accounts = (await running.call("query", "localRuntimes:wanted", {})) as { slug: string }[];
  return `runtime-${accounts[0]?.slug ?? ""}`;
}

/** Small seeded generator (Tommy Ettinger's mulberry32), so that a run can be repeated. */
function mulberry32(state: number): () => number {
  let a = state >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
