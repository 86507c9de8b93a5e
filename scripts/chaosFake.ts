// `npm run chaos -- --fake`: hundreds of faults over hundreds of hand-offs in minutes. Host and runtimes are the real processes; only
// OpenClaw is a stand-in that follows its protocol and loads the real plugin (packages/testkit/src/fake-openclaw.ts). Faults: kill -9 of
// host, runtime or gateway; connections to the gateway or the backend cut; providers that fail, refuse the key or hang; a full disk under
// the agents' workspaces while their texts change (a small file system of its own; needs root on Linux, and says so where it is left out).
// Ends with one line of JSON: what was lost, answered twice, stuck without a reason, repeated or not terminal must be 0. `--faults 200 --handoffs 500 --seed 7`.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { OPENCLAW_VERSION } from "../apps/runtime/src/openclaw/version.ts";
import { type Crew, createCrew } from "../packages/testkit/src/crew.ts";
import { writeFakeInstallation } from "../packages/testkit/src/fake-openclaw.ts";
import { keepRunning, type Respawning } from "../packages/testkit/src/respawning.ts";
import { type SeverablePath, severablePath } from "../packages/testkit/src/severable.ts";
import { callBackend, freePort, type Stack, sleep } from "../packages/testkit/src/stack.ts";

const { values } = parseArgs({
  options: {
    fake: { type: "boolean" },
    faults: { type: "string", default: "200" },
    handoffs: { type: "string", default: "500" },
    accounts: { type: "string", default: "2" },
    seed: { type: "string" },
  },
});
const [faults, handoffs, accounts] = [
  Number(values.faults),
  Number(values.handoffs),
  Number(values.accounts),
];
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const root = resolve(import.meta.dirname, "..");
const settleMs = 240_000;
/** A queued or running hand-off that shows nothing for so long owes people a sentence. */
const owesReasonMs = 65_000;
const adminKey = "chaos-admin-key|0123456789abcdef0123456789abcdef";
const terminal = new Set(["succeeded", "failed", "cancelled", "timed_out", "dead_letter"]);
/** One in so many hand-offs meets a provider that misbehaves; the share makes up a third of the faults. */
const providerFaults = [
  "[[fake 500 1]]",
  "[[fake 500 2]]",
  "[[fake 401]]",
  "[[fake hang]]",
  "[[fake 500 1]]",
];

type Run = {
  runId: string;
  status: string;
  attempt: number;
  availableAt: number;
  phaseSince: number;
  error: { code: string; message: string } | null;
  why: { sentence: string } | null;
};
type Given = { taskId: string; number: number; title: string };
type Place = {
  crew: Crew;
  path: SeverablePath;
  runtime: Respawning;
  dir: string;
  given: Given[];
  hasSmallDisk: boolean;
};

const random = mulberry32(seed);
const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
const startedAt = performance.now();
const dir = mkdtempSync(join(tmpdir(), "mc-chaos-"));
const ended = new Map<string, number>();
const count = (name: string) => ended.set(name, (ended.get(name) ?? 0) + 1);
let refused = 0;

say(`seed ${seed}, ${faults} faults over ${handoffs} hand-offs, ${accounts} accounts`);
const backendPort = await freePort();
const backendUrl = `http://127.0.0.1:${backendPort}`;
mkdirSync(join(dir, "logs"));
writeFakeInstallation(join(dir, "openclaw"), OPENCLAW_VERSION);
const host = keepRunning({
  args: [join(root, "apps/cli/src/host.ts")],
  cwd: root,
  logFile: join(dir, "logs/host.log"),
  env: {
    PATH: process.env["PATH"] ?? "",
    MC_BACKEND_PORT: String(backendPort),
    MC_DATA_DIR: dir,
    MC_ADMIN_KEY: adminKey,
    MC_PUBLIC_ORIGIN: "http://127.0.0.1:1",
    AUTH_ISSUER: "https://local.mission-control",
    AUTH_JWKS_URL: "http://127.0.0.1:1/jwks",
  },
});
const stack: Pick<Stack, "call"> = {
  call: (...[kind, path, args, identity]) =>
    callBackend({ backendUrl, adminKey, kind, path, args, identity }),
};
const places: Place[] = [];
try {
  for (let index = 0; index < accounts; index++) places.push(await open(index));
  say("every account has its runtime");
  const load = giveWork();
  const harm = doHarm();
  await Promise.all([load, harm]);
  say(
    `${places.flatMap((place) => place.given).length} hand-offs acknowledged, ${refused} refused; waiting for the rest to end`,
  );
  const report = await settle();
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  const ends = Object.fromEntries([...ended].toSorted());
  console.log(JSON.stringify({ suite: "chaos-fake", seed, seconds, ...report, ends }));
  const { lost, answeredTwice, effectsRepeated, stuckWithoutReason, notTerminal } = report;
  process.exitCode =
    lost + answeredTwice + effectsRepeated + stuckWithoutReason + notTerminal === 0 &&
    report.faults >= faults &&
    report.acknowledged >= handoffs
      ? 0
      : 1;
} finally {
  await Promise.all(places.map((place) => place.runtime.stop()));
  await Promise.all(places.map((place) => place.path.close()));
  for (const place of places) if (place.hasSmallDisk) spawnSync("umount", [join(place.dir, "workspaces")]);
  await host.stop();
  if (process.exitCode === 0) rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  else say(`logs are kept in ${dir}`);
}

async function open(index: number): Promise<Place> {
  const identity = {
    issuer: "https://local.mission-control",
    subject: `owner${index}`,
    name: `Owner ${index}`,
    email: `owner${index}@example.test`,
  };
  const crew = await eventually(() => createCrew(stack, identity));
  const { token } = await crew.mutate<{ token: string }>("serviceTokens:create", { name: "chaos" });
  const path = await severablePath(backendPort);
  const runtimeDir = join(dir, `runtime${index}`);
  const hasSmallDisk = mountSmallDisk(join(runtimeDir, "workspaces"));
  if (!hasSmallDisk) say("no file system can be mounted here: the full disk is left out");
  const runtime = keepRunning({
    args: [join(root, "apps/runtime/src/main.ts")],
    cwd: root,
    logFile: join(dir, `logs/runtime${index}.log`),
    env: {
      PATH: process.env["PATH"] ?? "",
      MC_BACKEND_URL: `http://127.0.0.1:${path.port}`,
      MC_SERVICE_TOKEN: token,
      MC_RUNTIME_DIR: runtimeDir,
      MC_OPENCLAW_DIR: join(dir, "openclaw"),
      MC_TURN_TIMEOUT_MS: "10000",
      MC_LEASE_MS: "6000",
      MC_PARALLEL_TURNS: "6",
    },
  });
  return { crew, path, runtime, dir: runtimeDir, given: [], hasSmallDisk };
}

/** A steady stream over the whole time of the faults; counts what the backend acknowledged, and what a misbehaving provider was given. */
async function giveWork(): Promise<void> {
  const everyProviderFault = Math.max(1, Math.floor(handoffs / (faults / 3)));
  for (let index = 0; places.flatMap((place) => place.given).length < handoffs; index++) {
    const place = places[index % places.length];
    if (place === undefined) return;
    const agent = place.crew.agents[Math.floor(random() * place.crew.agents.length)];
    const fault = index % everyProviderFault === 0 ? (pick(providerFaults) ?? "") : "";
    const title = `Hand-off ${index}`;
    try {
      const made = await place.crew.mutate<{ taskId: string; number: number }>("tasks:create", {
        title,
        description: fault || `[[fake slow ${Math.floor(random() * 900)}]]`,
        agentIds: agent === undefined ? [] : [agent.agentId],
      });
      place.given.push({ ...made, title });
      if (fault !== "") count(`fault: provider ${fault.slice(7, 10)}`);
    } catch {
      refused++; // no answer: it may or may not be there, and nobody was told that it is
      await sleep(300);
    }
    await sleep(250 + random() * 250);
  }
}

async function doHarm(): Promise<void> {
  const wanted = Math.ceil((faults * 2) / 3);
  for (let index = 0; index < wanted; ) {
    await sleep(600 + random() * 1_200);
    const place = pick(places);
    const kind = pick([
      "host",
      "runtime",
      "runtime",
      "gateway",
      "gateway",
      "gateway socket",
      "backend socket",
      "disk full",
    ]);
    if (place !== undefined && kind !== undefined && (await harm(kind, place))) {
      count(`fault: ${kind}`);
      index++;
      if (index % 20 === 0) say(`${index}/${wanted} faults to processes and connections`);
    }
  }
}

/** False when there was nothing to harm just now. */
async function harm(kind: string, place: Place): Promise<boolean> {
  switch (kind) {
    case "disk full":
      return place.hasSmallDisk && (await fillDisk(place));
    case "host":
      return signal(host.pid(), "SIGKILL");
    case "runtime":
      return signal(place.runtime.pid(), "SIGKILL");
    case "gateway":
      return signal(gatewayPid(place), "SIGKILL");
    case "gateway socket":
      return signal(gatewayPid(place), "SIGUSR2");
    default:
      return place.path.cut() > 0;
  }
}

/** A file system of 256 kB at `folder`; false where none can be mounted. */
function mountSmallDisk(folder: string): boolean {
  mkdirSync(folder, { recursive: true });
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  return spawnSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder]).status === 0;
}

/** No byte is left while an agent's texts change, which the runtime must write; a moment later there is room again. */
async function fillDisk(place: Place): Promise<boolean> {
  const folder = join(place.dir, "workspaces");
  const ballast = join(folder, "ballast");
  const agent = pick(place.crew.agents);
  if (agent === undefined) return false;
  try {
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(ballast, Buffer.alloc(bavail * bsize));
    const identity = `Seed ${seed}, ${performance.now()}: ${"a longer identity. ".repeat(200)}`;
    await eventually(() => place.crew.mutate("agents:update", { agentId: agent.agentId, identity }));
    if (random() < 0.5) signal(gatewayPid(place), "SIGKILL");
    await sleep(1_000 + random() * 4_000);
    return true;
  } finally {
    rmSync(ballast, { force: true });
  }
}

function gatewayPid(place: Place): number | null {
  try {
    return Number(readFileSync(join(place.dir, "gateway.pid"), "utf8")) || null;
  } catch {
    return null;
  }
}

function signal(pid: number | null, name: NodeJS.Signals): boolean {
  if (pid === null) return false;
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}

async function settle() {
  const counts = {
    acknowledged: 0,
    faults: [...ended].reduce((sum, [name, times]) => sum + (name.startsWith("fault: ") ? times : 0), 0),
    lost: 0,
    answeredTwice: 0,
    effectsRepeated: 0,
    stuckWithoutReason: 0,
    notTerminal: 0,
    retried: 0,
  };
  const until = performance.now() + settleMs;
  for (const { crew, given } of places) {
    for (const task of given) {
      counts.acknowledged++;
      const found = await eventually(() =>
        crew.query<{ title: string } | null>("tasks:get", { number: task.number }),
      );
      let runs: Run[] = [];
      let isStuck = false;
      for (;;) {
        runs = await eventually(() => crew.query<Run[]>("runs:listByTask", { taskId: task.taskId }));
        isStuck ||= runs.some(owesReason);
        if (runs.length > 0 && runs.every((run) => terminal.has(run.status))) break;
        if (performance.now() > until) break;
        await sleep(500);
      }
      const [answers, messages] = await written(crew, task);
      const documents = await eventually(() =>
        crew.query<{ version: number }[]>("documents:listByTask", { taskId: task.taskId }),
      );
      const isAnswered = answers.length > 0;
      if (found?.title !== task.title || runs.length === 0) counts.lost++;
      else if (!isAnswered && runs.some((run) => run.status === "succeeded")) counts.lost++;
      if (answers.length > runs.length || new Set(answers).size !== answers.length) counts.answeredTwice++;
      if (messages > 1 || documents.length > 1 || documents.some(({ version }) => version > 1))
        counts.effectsRepeated++;
      if (isStuck) counts.stuckWithoutReason++;
      if (runs.some((run) => !terminal.has(run.status))) counts.notTerminal++;
      if (runs.some((run) => run.attempt > 1)) counts.retried++;
      for (const run of runs)
        count(
          run.error === null || run.status === "succeeded" ? run.status : `${run.status}: ${run.error.code}`,
        );
    }
  }
  return counts;
}

/** Waiting or running without a sign, or over without success, and no sentence that says why. */
function owesReason(run: Run): boolean {
  if (run.status === "succeeded" || run.why !== null) return false;
  if (terminal.has(run.status)) return true;
  return Date.now() - Math.max(run.phaseSince, run.availableAt) > owesReasonMs;
}

/** The runs of the answers in the thread, and how many other messages the agent posted. */
async function written(crew: Crew, task: Given): Promise<[(string | null)[], number]> {
  const { page } = await eventually(() =>
    crew.query<{ page: { kind: string; runId: string | null; author: { kind: string } }[] }>(
      "messages:list",
      {
        taskId: task.taskId,
        paginationOpts: { numItems: 50, cursor: null },
      },
    ),
  );
  return [
    page.flatMap((message) => (message.kind === "answer" ? [message.runId] : [])),
    page.filter((message) => message.kind === "message" && message.author.kind === "agent").length,
  ];
}

async function eventually<T>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await read();
    } catch (cause) {
      if (attempt >= 120) throw cause;
      await sleep(500); // the backend is starting again
    }
  }
}

function pick<T>(from: readonly T[]): T | undefined {
  return from[Math.floor(random() * from.length)];
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
