// `npm run seed`: the demo account through the functions of the product, timed, and played a second time to see that nothing is added.
//   npm run seed -- --scale 10000                             into a folder that is thrown away, for measuring
//   npm run seed -- --data ./data --email ada@example.org     into the installation that runs on that folder, for that person
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { parseArgs } from "node:util";
import { findPerson, localIssuer } from "../apps/cli/src/people.ts";
import { loadSecrets } from "../apps/cli/src/secrets.ts";
import { startEmbeddedBackend } from "../packages/convex-embedded/src/index.ts";
import { callBackend, sleep } from "../packages/testkit/src/stack.ts";

const { values } = parseArgs({
  options: {
    scale: { type: "string", default: "40" },
    data: { type: "string" },
    email: { type: "string" },
    port: { type: "string", default: "3210" },
  },
});
const scale = Number(values.scale);
const STANDS_STILL_MS = 2_000;

type Place = {
  readonly call: (path: string, args: Record<string, unknown>) => Promise<unknown>;
  readonly database: string;
  readonly owner: { userId: string; name: string; email: string };
  readonly close: () => Promise<void>;
};

async function emptyPlace(): Promise<Place> {
  const dataDir = mkdtempSync(join(tmpdir(), "mc-seed-"));
  const backend = await startEmbeddedBackend({ functionsDir: "packages/backend/convex", dataDir, port: 0 });
  return {
    call: (path, args) =>
      callBackend({ backendUrl: backend.url, adminKey: backend.adminKey, kind: "mutation", path, args }),
    database: join(dataDir, "data.sqlite"),
    owner: { userId: `${localIssuer}|seed`, name: "Ada Lovelace", email: "ada@example.org" },
    close: async () => {
      await backend.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function runningPlace(folder: string, email: string): Place {
  const dataDir = resolve(folder);
  const person = findPerson({ dataDir, clerk: null }, { email });
  const { adminKey } = loadSecrets(dataDir);
  const backendUrl = `http://127.0.0.1:${values.port}`;
  return {
    call: (path, args) => callBackend({ backendUrl, adminKey, kind: "mutation", path, args }),
    database: join(dataDir, "backend/data.sqlite"),
    owner: { userId: `${person.issuer}|${person.subject}`, name: person.name, email: person.email },
    close: async () => undefined,
  };
}

/** Every stored row of all accounts; the platform's own, of what was scheduled, are not ours. */
function rowsIn(database: string): number {
  const db = new DatabaseSync(database, { readOnly: true });
  const row = db.prepare("select count(*) as n from docs where body not like '%\"scheduledTime\"%'").get();
  db.close();
  return Number(row?.["n"] ?? 0);
}

/** Plays the story and waits until its scheduled batches are through; the wait itself is not counted. */
async function play({ call, database, owner }: Place) {
  const before = rowsIn(database);
  const startedAt = performance.now();
  const { accountId, slug } = (await call("seed:run", { owner, scale })) as {
    accountId: string;
    slug: string;
  };
  let countedInMs = 0;
  let [rows, changedAt, said] = [rowsIn(database), performance.now(), startedAt];
  for (let tasks = 0; performance.now() - changedAt < STANDS_STILL_MS || tasks < scale; ) {
    // Counting reads every row in the process that writes them: of a large account it is done less often.
    await sleep(Math.max(250, 20 * countedInMs));
    ({ tasks } = (await call("seed:batch", { accountId, target: 0 })) as { tasks: number });
    const countedFrom = performance.now();
    const now = rowsIn(database);
    countedInMs = performance.now() - countedFrom;
    if (now !== rows) [rows, changedAt] = [now, performance.now()];
    if (performance.now() - said > 5_000) {
      said = performance.now();
      console.log(`${tasks} of ${scale} tasks, ${rows} rows`);
    }
  }
  return { slug, added: rows - before, seconds: (changedAt - startedAt) / 1_000 };
}

if (values.data !== undefined && values.email === undefined) {
  console.log("For whom? npm run seed -- --data DIR --email ADDRESS");
  process.exit(2);
}
const place = values.data === undefined ? await emptyPlace() : runningPlace(values.data, values.email ?? "");
try {
  const first = await play(place);
  const again = await play(place);
  const rowsPerSecond = Math.round(first.added / first.seconds);
  console.log(
    `${scale} tasks in /${first.slug}: ${first.added} rows in ${first.seconds.toFixed(1)} s, ${rowsPerSecond} rows/s, ${Math.round(scale / first.seconds)} tasks/s; played again: ${again.added} rows added`,
  );
  console.log(JSON.stringify({ suite: "seed", scale, ...first, rowsPerSecond, addedAgain: again.added }));
} finally {
  await place.close();
}
process.exit(0);
