/** What was taken away and brought in again, row by row and field by field: whatever differs is named here, with the reason. */
import { IMPORT_STEPS } from "@mc/shared/account/exportFile";
import { type KeptMetrics, keptOf } from "@mc/shared/analytics/metrics";
import { describe, expect, test } from "vitest";
import type { Id, TableNames } from "../convex/_generated/dataModel";
import { BACKENDS, settleThere, type TestBackend, travel } from "./backends";
import { begin, bytesOf, exportText, sendAll } from "./exportedFile";
import { furnish } from "./furnishedOffice";
import { api, complete, createWorld, identityOf, internal, leaseFirst, type World } from "./world";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

/** Tables that follow from the imported ones and must come out alike. */
const DERIVED = ["skillTexts", "assignments", "taskLabels", "labels", "dueDates", "documentTexts"] as const;
const COMPARED = [...IMPORT_STEPS, ...DERIVED] as const satisfies readonly TableNames[];
type Compared = (typeof COMPARED)[number];
type Row = Record<string, unknown> & { _id: string; _creationTime: number };

/** Fields that cannot be the same, and why. */
const DIFFERS: Partial<Record<Compared, Record<string, string>>> = {
  memberships: { userId: "whoever comes back brings their own sign-in", reach: "their devices are theirs" },
  agents: { isPaused: "no agent works before a person says so" },
  skills: { updatedAt: "when it was written here" },
  files: { storageId: "the bytes lie in a storage of their own" },
  tasks: { generation: "the agents' sessions begin anew", running: "turns stay in the file" },
  messages: { clientKey: "of the sender's browser", runId: "turns stay in the file: they prove what was" },
  documentVersions: { runId: "turns stay in the file" },
  recurrences: { isPaused: "nothing comes back by itself before somebody looked", nextAt: "it is paused" },
  dueDates: { remindAt: "it is too late for a reminder" },
  usageTotals: { subjectKey: "an id of the account" },
  dailyMetrics: { subjectKey: "an id of the account" },
};

async function rowsOf(t: TestBackend, table: Compared, accountId: Id<"accounts">): Promise<Row[]> {
  const rows = await t.run(async (ctx) => await ctx.db.query(table).take(2_000));
  return rows.filter((row) => row.accountId === accountId) as unknown as Row[];
}

/** Every row as text, with names in place of ids and one time of its making. */
async function portrait(t: TestBackend, accountId: Id<"accounts">) {
  const tables = new Map<Compared, Row[]>();
  for (const table of COMPARED) tables.set(table, await rowsOf(t, table, accountId));
  const names = new Map<string, string>();
  for (const [table, rows] of tables) {
    for (const row of rows) {
      const name = row["number"] ?? row["slug"] ?? row["title"] ?? row["body"] ?? row["name"];
      if (name !== undefined) names.set(row._id, `${table} ${JSON.stringify(name)}`);
    }
  }
  const named = (value: unknown) => (typeof value === "string" ? (names.get(value) ?? value) : value);
  return Object.fromEntries(
    [...tables].map(([table, rows]) => [table, rows.map((row) => told(table, row, named)).toSorted()]),
  );
}

function told(table: Compared, row: Row, named: (value: unknown) => unknown): string {
  const { _id, _creationTime, accountId: _accountId, originalAt, ...fields } = row;
  const madeAt = ["tasks", "messages", "documents", "documentVersions", "documentComments"].includes(table)
    ? { madeAt: originalAt ?? _creationTime }
    : {};
  // Activities stay in the file: they prove what was. A line of a stand-up then leads nowhere, and says the same.
  if (table === "standups")
    fields["sections"] = JSON.parse(JSON.stringify(fields["sections"], withoutActivity));
  const kept = Object.entries({ ...fields, ...madeAt }).filter(
    ([field]) => !(field in (DIFFERS[table] ?? {})),
  );
  const sorted = Object.fromEntries(kept.toSorted(([one], [other]) => (one < other ? -1 : 1)));
  return JSON.stringify(sorted, (_, value: unknown) => named(value));
}

function withoutActivity(key: string, value: unknown): unknown {
  return key === "activityId" ? null : value;
}

/** The office, and what only some accounts have: a lead and a talk with it, a picture, an archive, a stand-up, a turn. */
async function furnishWholly(world: World) {
  const { t, accountId, owner } = world;
  const furnished = await furnish(world, settleThere);
  const { ben, done, plan } = furnished;
  const picture = await t.action(async (ctx) => await ctx.storage.store(new Blob([PNG])));
  await owner.as.mutation(api.memberships.setPicture, { accountId, storageId: picture });
  const [theo] = await owner.as.query(api.agents.list, { accountId });
  if (!theo) throw new TypeError("no agent is here");
  await owner.as.mutation(api.agents.setLead, { accountId, agentId: theo.agentId });
  await owner.as.mutation(api.leadChat.ask, { accountId, body: "What is stuck?", clientKey: "lead" });
  await complete(world, await leaseFirst(world), "Nothing is.");
  await owner.as.mutation(api.tasks.archive, { accountId, taskId: done.taskId });
  await owner.as.mutation(api.tasks.update, {
    accountId,
    taskId: plan.taskId,
    prUrl: "https://github.com/acme/site/pull/7",
  });
  const { messageId } = await owner.as.mutation(api.messages.create, {
    accountId,
    taskId: plan.taskId,
    body: "First words",
    clientKey: "edited",
  });
  await owner.as.mutation(api.messages.update, { accountId, messageId, body: "Better words" });
  await owner.as.mutation(api.standups.runNow, { accountId });
  await settleThere(t);
  return { ...furnished, ben };
}

/** A file from the days when figures that are nought were left out of it. */
function withoutNoughts(text: string): string {
  const file = JSON.parse(text) as { tables: { dailyMetrics: { metrics: KeptMetrics }[] } };
  for (const row of file.tables.dailyMetrics) row.metrics = keptOf(row.metrics);
  return JSON.stringify(file);
}

async function bringIn(world: World, { made = (text: string) => text } = {}) {
  const { t, owner } = world;
  const text = made(await exportText(world));
  const started = await begin(owner.as, text);
  await sendAll({ as: owner.as, t }, started, { text, bytesOf: await bytesOf(t) });
  const { accountId, importId } = started;
  await owner.as.mutation(api.imports.finish, { accountId, importId });
  await settleThere(t);
  return started;
}

describe.each(BACKENDS)("an account that was taken away and brought in on $name", ({ start }) => {
  test("has every row of the other one with every field, but for those that are named with their reason", async () => {
    const t = start();
    // At noon, so that days are the same in the zones of both.
    travel(12 * HOUR - (Date.now() % DAY));
    const world = await createWorld(t, "Ada");
    const { ben } = await furnishWholly(world);
    // Who is not here is on nothing; told apart in the test of the import.
    await world.owner.as.mutation(api.memberships.remove, {
      accountId: world.accountId,
      memberId: ben.memberId,
    });
    await settleThere(t);
    // Days and months that are not over are counted where one is.
    travel(40 * DAY);
    const before = await portrait(t, world.accountId);
    for (const table of COMPARED) expect([table, before[table]?.length]).not.toEqual([table, 0]);
    const started = await bringIn(world);
    expect(await portrait(t, started.accountId)).toEqual(before);
    expect(await world.owner.as.query(api.imports.status, { accountId: started.accountId })).toMatchObject({
      isRunning: false,
      skipped: 0,
      filesMissing: 0,
      countedHere: 0,
    });
    await t.mutation(internal.maintenance.recount, { accountId: started.accountId, isFull: true });
    await settleThere(t);
    const log = await t.run(async (ctx) => await ctx.db.query("operatorLog").take(100));
    expect(log.filter(({ operation }) => operation.type === "counters_corrected")).toEqual([]);
    // And once more: what was imported is exported like everything else, and older files hold the same.
    const imported = { ...world, accountId: started.accountId, slug: started.slug };
    const again = await bringIn(imported, { made: withoutNoughts });
    expect(await portrait(t, again.accountId)).toEqual(before);
  });

  test("a person's picture waits for them, and the talk with the lead goes on", async () => {
    const t = start();
    travel(12 * HOUR - (Date.now() % DAY));
    const world = await createWorld(t, "Ada");
    const { ben } = await furnishWholly(world);
    const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob([PNG])));
    await ben.as.mutation(api.memberships.setPicture, { accountId: world.accountId, storageId });
    await settleThere(t);
    const { accountId, slug } = await bringIn(world);
    const shown = async () =>
      (await world.owner.as.query(api.memberships.faces, { accountId })).map(({ name }) => name).toSorted();
    const waiting = (await rowsOf(t, "memberships", accountId)).find(({ name }) => name === "Ben");
    expect(waiting).toMatchObject({ status: "removed", pictureId: expect.any(String) });
    expect(await shown()).toEqual(["Ada"]);
    const { token } = await world.owner.as.mutation(api.invitations.create, {
      accountId,
      role: "member",
      email: ben.email,
    });
    await t.withIdentity(identityOf("Ben")).mutation(api.invitations.accept, { token });
    expect(await shown()).toEqual(["Ada", "Ben"]);
    const chat = await world.owner.as.query(api.leadChat.get, { accountId });
    expect(chat).toMatchObject({ lead: { name: "Theo", isPaused: true }, taskId: expect.any(String) });
    await world.owner.as.mutation(api.leadChat.ask, { accountId, body: "And now?", clientKey: `${slug} 1` });
    const thread = await world.owner.as.query(api.messages.list, {
      accountId,
      taskId: chat.taskId as Id<"tasks">,
      paginationOpts: { numItems: 10, cursor: null },
    });
    expect(thread.page.map(({ body }) => body)).toEqual(["And now?", "What is stuck?"]);
  });
});
