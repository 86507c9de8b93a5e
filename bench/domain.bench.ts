// The domain's functions on the embedded host: the same account small and large, writes of 32 clients, and races as
// counts. BENCH_TASKS and BENCH_ACTIVITIES choose the large size (100000 and 1000000).
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { startBenchHost } from "../packages/convex-embedded/bench/host.ts";
import { fillFolder } from "./domain/corpus.ts";
import { countRaces } from "./domain/races.ts";
import { measureReads, type Place } from "./domain/reads.ts";
import { measureWrites } from "./domain/writes.ts";
import { type Figure, plain } from "./figure.ts";

const SMALL_TASKS = 1_000;
const ACTIVITIES_PER_TASK = 10;
const large = {
  tasks: Number(process.env["BENCH_TASKS"] ?? 100_000),
  activities: Number(process.env["BENCH_ACTIVITIES"] ?? 1_000_000),
};
const functionsDir = resolve(process.env["BENCH_FUNCTIONS"] ?? "packages/backend/convex");

export async function run(say: (line: string) => void): Promise<Record<string, Figure>> {
  const root = mkdtempSync(join(tmpdir(), "mc-bench-domain-"));
  const places: Place[] = [];
  const open = async (name: string, size: { tasks: number; activities: number }): Promise<Place> => {
    const folder = { functionsDir, dataDir: join(root, name) };
    const startedAt = performance.now();
    const corpus = await fillFolder(folder, { ...size, say });
    const filledAt = performance.now();
    const place = { host: await startBenchHost(folder), corpus, tasks: size.tasks };
    places.push(place);
    const [fillS, checkS] = [filledAt - startedAt, performance.now() - filledAt].map((ms) => ms / 1000);
    say(`${name}: ${size.tasks} tasks written in ${fillS?.toFixed(0)} s, checked in ${checkS?.toFixed(0)} s`);
    return place;
  };
  try {
    const small = await open("small", {
      tasks: SMALL_TASKS,
      activities: SMALL_TASKS * ACTIVITIES_PER_TASK,
    });
    const far = await open("large", large);
    const how = "one-minute load average of the box; figures of time and rate suffer from it";
    return {
      load_before: plain(loadavg()[0] ?? 0, { unit: "processes", how }),
      ...(await countRaces(small)),
      ...(await measureReads(small, far)),
      ...(await measureWrites(far)),
      load_after: plain(loadavg()[0] ?? 0, { unit: "processes", how }),
    };
  } finally {
    for (const { host } of places) await host.stop();
    rmSync(root, { recursive: true, force: true });
  }
}
