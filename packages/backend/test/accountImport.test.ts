import { rowsOfStep } from "@mc/shared/account/exportFile";
import { describe, expect, test } from "vitest";
import type { Doc, Id, TableNames } from "../convex/_generated/dataModel";
import { BACKENDS, settle, type TestBackend, travel } from "./backends";
import { begin, bytesOf, exportText, fileOf, sendAll } from "./exportedFile";
import { furnish } from "./furnishedOffice";
import { TENANT_TABLES } from "./samples";
import { activityTypes, api, createWorld, identityOf, inbox, internal, join, refusal } from "./world";

async function all<T extends TableNames>(t: TestBackend, table: T): Promise<Doc<T>[]> {
  return await t.run(async (ctx) => await ctx.db.query(table).take(2_000));
}

async function of<T extends TableNames>(
  t: TestBackend,
  table: T,
  accountId: Id<"accounts">,
): Promise<Doc<T>[]> {
  return (await all(t, table)).filter((row) => (row as unknown as Doc<"tasks">).accountId === accountId);
}

/** What people see of an account, without ids: this is what both sides must agree on. */
async function portrait(t: TestBackend, accountId: Id<"accounts">) {
  const [tasks, messages, documents, versions, members, agents, files, folders] = [
    await of(t, "tasks", accountId),
    await of(t, "messages", accountId),
    await of(t, "documents", accountId),
    await of(t, "documentVersions", accountId),
    await of(t, "memberships", accountId),
    await of(t, "agents", accountId),
    await of(t, "files", accountId),
    await of(t, "documentFolders", accountId),
  ];
  const name = new Map<string, string>([
    ...[...members, ...agents, ...files, ...folders].map(({ _id, name: called }): [string, string] => [
      _id,
      called,
    ]),
    ...tasks.map(({ _id, number }): [string, string] => [_id, `MC-${number}`]),
    ...documents.map(({ _id, title }): [string, string] => [_id, title]),
    ...messages.map(({ _id, body }): [string, string] => [_id, body]),
  ]);
  const called = (id: string | null | undefined) => (id ? (name.get(id) ?? "lost") : null);
  const actor = (ref: Doc<"messages">["author"]) =>
    ref.kind === "system" ? "system" : called(ref.kind === "member" ? ref.memberId : ref.agentId);
  const at = (row: { _creationTime: number; originalAt?: number }) => row.originalAt ?? row._creationTime;
  const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).toSorted();
  const texts = await of(t, "taskDescriptions", accountId);
  return {
    tasks: sorted(
      tasks.map((row) => [
        row.number,
        row.title,
        row.priority,
        row.labels,
        row.dueAt,
        called(row.parentId),
        row.subtasks,
        row.openBlockerCount ?? 0,
        actor(row.creator),
        row.messageCount,
        row.documentCount,
        at(row),
        texts.find(({ taskId }) => taskId === row._id)?.text,
      ]),
    ),
    messages: sorted(
      messages.map((row) => [
        called(row.taskId),
        actor(row.author),
        row.authorName,
        row.kind,
        row.body,
        row.mentions.map((one) => ("id" in one ? called(one.id) : one.kind)),
        called(row.replyToId),
        row.reactions?.map(({ emoji, memberIds }) => [emoji, memberIds.map(called)]),
        row.fileIds?.map(called),
        at(row),
      ]),
    ),
    documents: sorted(
      documents.map((row) => [
        row.title,
        row.kind,
        row.state.status,
        row.version,
        called(row.taskId),
        called(row.folderId),
        actor(row.author),
        called(row.file?.fileId),
        at(row),
      ]),
    ),
    versions: sorted(
      versions.map((row) => [called(row.documentId), row.version, row.content, actor(row.author), at(row)]),
    ),
    links: sorted(
      (await of(t, "documentLinks", accountId)).map((row) => [called(row.documentId), called(row.taskId)]),
    ),
    comments: sorted(
      (await of(t, "documentComments", accountId)).map((row) => [
        called(row.documentId),
        actor(row.author),
        row.body,
        at(row),
      ]),
    ),
    blockers: sorted(
      (await of(t, "taskBlockers", accountId)).map((row) => [called(row.taskId), called(row.blockerId)]),
    ),
    folders: sorted(folders.map((row) => [row.name, called(row.parentId)])),
    agents: sorted(
      agents.map((row) => [
        row.name,
        row.slug,
        row.role,
        row.soul,
        row.capabilities,
        row.settings,
        row.skillIds?.length,
      ]),
    ),
    skills: sorted(
      (await of(t, "skills", accountId)).map((row) => [row.slug, row.description, row.fileHash]),
    ),
    labels: sorted((await of(t, "labels", accountId)).map((row) => [row.name, row.taskCount])),
    people: members.map(({ name: who }) => who).toSorted(),
    files: sorted(files.map((row) => [row.name, row.size, row.contentType, row.state.status])),
    budgets: sorted((await of(t, "budgets", accountId)).map((row) => [row.period, row.limitUsd])),
  };
}

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

/** The file that it became. */
async function setPicture(t: TestBackend, as: TestBackend, accountId: Id<"accounts">) {
  const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob([PNG])));
  await as.mutation(api.memberships.setPicture, { accountId, storageId });
  await settle(t);
  return (await of(t, "files", accountId)).find((file) => file.storageId === storageId)?._id;
}

async function storedCount(t: TestBackend): Promise<number> {
  return await t.run(async (ctx) => (await ctx.db.system.query("_storage").take(500)).length);
}

/** Whatever the nightly count would correct. */
async function corrections(t: TestBackend): Promise<unknown[]> {
  await t.mutation(internal.maintenance.checkFigures, {});
  await settle(t);
  return (await all(t, "operatorLog")).filter(({ operation }) => operation.type === "counters_corrected");
}

describe.each(BACKENDS)("the import of an account on $name", ({ start }) => {
  test("founds an account that says the same as the one that was taken away", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    await furnish(world);
    const before = await portrait(t, world.accountId);
    const text = await exportText(world);
    const started = await begin(world.owner.as, text);
    expect(started).toMatchObject({ isResumed: false });
    expect(started.slug).not.toBe(world.slug);
    const person = { as: world.owner.as, t };
    await sendAll(person, started, { text, bytesOf: await bytesOf(t) });
    const place = { accountId: started.accountId, importId: started.importId };
    await world.owner.as.mutation(api.imports.finish, place);
    await settle(t);
    expect(await portrait(t, started.accountId)).toEqual(before);
    expect(await portrait(t, world.accountId)).toEqual(before);
    expect(await world.owner.as.query(api.imports.status, { accountId: started.accountId })).toMatchObject({
      isRunning: false,
      step: null,
      skipped: 0,
      filesMissing: 0,
      source: { slug: world.slug },
    });
    expect(await of(t, "importedIds", started.accountId)).toEqual([]);
    expect(await corrections(t)).toEqual([]);
    const found = await world.owner.as.query(api.search.query, {
      accountId: started.accountId,
      text: "zebras",
    });
    expect(JSON.stringify(found)).toContain("Outline");
    const settings = await world.owner.as.query(api.accounts.settings, { accountId: started.accountId });
    expect(settings).toMatchObject({ timeZone: "Europe/Berlin", standupTime: null });
  });

  test("notifies, wakes and mails nobody, and no agent starts by itself", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    await furnish(world);
    const text = await exportText(world);
    const [notices, outbox, runs] = [
      await all(t, "notifications"),
      await all(t, "outbox"),
      await all(t, "runs"),
    ];
    const { accountId, importId } = await begin(world.owner.as, text);
    await sendAll({ as: world.owner.as, t }, { accountId, importId }, { text });
    await world.owner.as.mutation(api.imports.finish, { accountId, importId });
    await settle(t);
    expect(await all(t, "notifications")).toHaveLength(notices.length);
    expect(await all(t, "outbox")).toHaveLength(outbox.length);
    expect(await all(t, "runs")).toHaveLength(runs.length);
    const [theo] = await of(t, "agents", accountId);
    expect(theo).toMatchObject({ isPaused: true, status: "active" });
    expect(await of(t, "recurrences", accountId)).toMatchObject([{ isPaused: true, nextAt: null }]);
    // resumed, it still finds no news in what came with the file
    if (!theo) throw new TypeError("no agent came over");
    await world.owner.as.mutation(api.agents.setPaused, { accountId, agentId: theo._id, isPaused: false });
    const { token } = await world.owner.as.mutation(api.serviceTokens.create, { accountId, name: "runtime" });
    const beat = { serviceToken: token, agentSlug: "theo" };
    expect(await t.mutation(api.service.heartbeats.decide, { ...beat, beat: 1 })).toMatchObject({
      kind: "quiet",
    });
    const tasks = await of(t, "tasks", accountId);
    const part = tasks.find(({ title }) => title === "A part");
    if (!part) throw new TypeError("the part is missing");
    for (const { _id } of await of(t, "taskBlockers", accountId)) {
      await t.run(async (ctx) => await ctx.db.delete("taskBlockers", _id));
    }
    travel(1_000);
    await world.owner.as.mutation(api.messages.create, {
      accountId,
      taskId: part._id,
      body: "now, @theo",
      clientKey: "9",
    });
    expect((await of(t, "runs", accountId)).length).toBe(1);
  });

  test("people who are not here stand as names that left; by an invitation to their address they take up what was theirs", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    const { bens } = await furnish(world);
    const text = await exportText(world);
    const { accountId, importId, slug } = await begin(world.owner.as, text);
    await sendAll({ as: world.owner.as, t }, { accountId, importId }, { text });
    await world.owner.as.mutation(api.imports.finish, { accountId, importId });
    const people = await world.owner.as.query(api.memberships.list, { accountId });
    expect(people.map(({ name }) => name)).toEqual(["Ada"]);
    // what only Ben had waits for somebody else
    const tasks = await of(t, "tasks", accountId);
    expect(tasks.find(({ number }) => number === bens.number)).toMatchObject({
      state: { status: "inbox" },
      memberIds: [],
    });
    expect(await world.owner.as.query(api.imports.status, { accountId })).toMatchObject({ unassigned: 2 });
    // an open link proves no address
    const open = await world.owner.as.mutation(api.invitations.create, { accountId, role: "member" });
    const stranger = t.withIdentity({ ...identityOf("Zed"), email: "ben@example.org" });
    await stranger.mutation(api.invitations.accept, { token: open.token });
    const bound = await world.owner.as.mutation(api.invitations.create, {
      accountId,
      role: "viewer",
      email: "ben@example.org",
    });
    const ben = t.withIdentity(identityOf("Ben"));
    await ben.mutation(api.invitations.accept, { token: bound.token });
    const me = await ben.query(api.accounts.bySlug, { slug });
    expect(me).toMatchObject({ role: "viewer" });
    const authors = (await of(t, "messages", accountId)).map(({ author }) => author);
    expect(authors).toContainEqual({ kind: "member", memberId: me.memberId });
  });

  test("goes on where it stopped, and a batch that is sent twice has no second effect", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    await furnish(world);
    const before = await portrait(t, world.accountId);
    const text = await exportText(world);
    const as = world.owner.as;
    const first = await begin(as, text);
    await sendAll({ as, t }, first, { text, maxRows: 2, stopAfter: 6, bytesOf: await bytesOf(t) });
    const halfway = await as.query(api.imports.status, { accountId: first.accountId });
    expect(halfway).toMatchObject({ isRunning: true });
    expect(halfway?.rowsDone).toBeGreaterThan(0);
    const again = await begin(as, text);
    expect(again).toEqual({ ...first, isResumed: true });
    // the first batch once more: nothing is written, and the answer says where to go on
    const step = "memberships" as const;
    const rows = JSON.stringify(fileOf(text).tables[step]?.slice(0, 2));
    const place = { accountId: first.accountId, importId: first.importId };
    const people = (await of(t, "memberships", first.accountId)).length;
    expect(await as.mutation(api.imports.add, { ...place, step, from: 0, rows })).toEqual({
      step: halfway?.step,
      from: halfway?.from,
    });
    expect(await of(t, "memberships", first.accountId)).toHaveLength(people);
    expect(await refusal(as.mutation(api.imports.finish, place))).toMatchObject({ code: "conflict" });
    await sendAll({ as, t }, first, { text, bytesOf: await bytesOf(t) });
    await as.mutation(api.imports.finish, place);
    await as.mutation(api.imports.finish, place);
    await settle(t);
    expect(await portrait(t, first.accountId)).toEqual(before);
    const types = await activityTypes({ ...world, accountId: first.accountId });
    expect(types.filter((type) => type === "account_imported")).toHaveLength(1);
    expect(await refusal(begin(as, text))).toMatchObject({ code: "conflict", current: first.slug });
    // another person may have the same file
    const ben = t.withIdentity(identityOf("Ben"));
    expect((await begin(ben, text)).accountId).not.toBe(first.accountId);
  });

  test("one that was begun when pictures stayed behind takes every other file once, and no picture", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    // older than every other file
    await setPicture(t, world.owner.as, world.accountId);
    await furnish(world);
    const text = await exportText(world);
    const as = world.owner.as;
    const first = await begin(as, text);
    const { accountId, importId } = first;
    const others = rowsOfStep(fileOf(text), "files").filter((row) => row["pictureOf"] === undefined);
    expect(others).toHaveLength(2);
    await t.run(async (ctx) => {
      const job = await ctx.db.get("accountImports", importId);
      const steps = job?.steps.map((one) => (one.step === "files" ? { ...one, rows: others.length } : one));
      await ctx.db.patch("accountImports", importId, { steps: steps ?? [] });
    });
    const whole = { text, maxRows: 2, bytesOf: await bytesOf(t) };
    while ((await of(t, "files", accountId)).length === 0)
      await sendAll({ as, t }, first, { ...whole, stopAfter: 1 });
    expect(await begin(as, text)).toEqual({ ...first, isResumed: true });
    await sendAll({ as, t }, first, whole);
    await as.mutation(api.imports.finish, { accountId, importId });
    await settle(t);
    const names = (await of(t, "files", accountId)).map(({ name }) => name);
    expect(names).toEqual(others.map((row) => row["name"]));
    expect(await as.query(api.memberships.faces, { accountId })).toEqual([]);
    expect(await as.query(api.imports.status, { accountId })).toMatchObject({ skipped: 0, filesMissing: 0 });
  });

  test("a picture that is too big, is none, is nobody's or would replace one stays out with its bytes, and is counted", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    const people = [world.owner];
    for (const name of ["Ben", "Cleo", "Dora", "Emil"]) people.push(await join(world, name));
    for (const { as } of people) await setPicture(t, as, world.accountId);
    const parsed = JSON.parse(await exportText(world)) as {
      tables: Record<string, Record<string, unknown>[]>;
    };
    const { memberships = [], files = [] } = parsed.tables;
    const pictureOf = (name: string) => memberships.find((row) => row["name"] === name)?.["pictureId"];
    const big = pictureOf("Ben");
    for (const row of files) {
      if (row["_id"] === pictureOf("Cleo")) row["contentType"] = "application/pdf";
    }
    files.push({ ...files[0], _id: "stray", pictureOf: "nobody" });
    for (const row of memberships) {
      // the import takes them for the owner, who has one already
      if (row["name"] === "Dora") row["email"] = world.owner.email;
    }
    const text = JSON.stringify(parsed);
    const as = world.owner.as;
    const { accountId, importId } = await begin(as, text);
    const own = await setPicture(t, as, accountId);
    const before = await storedCount(t);
    const source = await bytesOf(t);
    const tooBig = new Blob([PNG, new Uint8Array(2 * 1024 * 1024)]);
    const bytes = (fileId: string) =>
      fileId === "stray" ? new Blob([PNG]) : fileId === big ? tooBig : source(fileId);
    await sendAll({ as, t }, { accountId, importId }, { text, bytesOf: bytes });
    await as.mutation(api.imports.finish, { accountId, importId });
    await settle(t);
    expect(await as.query(api.imports.status, { accountId })).toMatchObject({ skipped: 0, filesMissing: 5 });
    expect(await storedCount(t)).toBe(before + 1);
    const members = await of(t, "memberships", accountId);
    const pictures = members.map(({ name, pictureId }) => [name, pictureId ?? null]).toSorted();
    const emils = members.find(({ name }) => name === "Emil")?.pictureId;
    expect(pictures).toEqual([
      ["Ada", own],
      ["Ben", null],
      ["Cleo", null],
      ["Emil", emils],
    ]);
    expect(emils).toEqual(expect.any(String));
    expect((await of(t, "files", accountId)).map(({ _id }) => _id).toSorted()).toEqual(
      [own, emils].toSorted(),
    );
    const { usedBytes } = await as.query(api.documents.storage, { accountId });
    expect(usedBytes).toBe(2 * PNG.length);
  });

  test("a process that ended before the ids were let go is tidied up after", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    await furnish(world);
    const text = await exportText(world);
    const as = world.owner.as;
    const { accountId, importId } = await begin(as, text);
    await sendAll({ as, t }, { accountId, importId }, { text });
    await t.run(async (ctx) => {
      await ctx.db.patch("accountImports", importId, { state: { status: "tidying", at: Date.now() } });
    });
    expect(await of(t, "importedIds", accountId)).not.toEqual([]);
    await t.mutation(internal.imports.sweep, {});
    await settle(t);
    expect(await of(t, "importedIds", accountId)).toEqual([]);
    expect(await t.run(async (ctx) => await ctx.db.get("accountImports", importId))).toMatchObject({
      state: { status: "done" },
    });
  });

  test("is refused for damaged rows with the place that is wrong, and the batch leaves nothing behind", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    await furnish(world);
    const text = await exportText(world);
    const wrong = (change: (row: Record<string, unknown>) => void, table: string) => {
      const parsed = JSON.parse(text) as { tables: Record<string, Record<string, unknown>[]> };
      for (const row of parsed.tables[table] ?? []) change(row);
      return JSON.stringify(parsed);
    };
    const cases: [string, string, RegExp][] = [
      [
        wrong((row) => Object.assign(row, { title: "x".repeat(501) }), "tasks"),
        "tasks",
        /title of the row \w+ of tasks/,
      ],
      [wrong((row) => Object.assign(row, { priority: 9 }), "tasks"), "tasks", /priority of the row/],
      [wrong((row) => Object.assign(row, { number: 1 }), "tasks"), "tasks", /two tasks with the number 1/],
      [
        wrong((row) => Object.assign(row, { state: { status: "flying" } }), "tasks"),
        "tasks",
        /status of the row/,
      ],
      [wrong((row) => Object.assign(row, { name: "a\nb" }), "agents"), "agents", /one line/],
      [wrong((row) => Object.assign(row, { body: 7 }), "messages"), "messages", /body of the row/],
      [
        wrong((row) => Object.assign(row, { text: "key sk-ant-0123456789abcdef0123" }), "skillTexts"),
        "skills",
        /secret/,
      ],
    ];
    const owners = ["Cleo", "Dora", "Emil", "Finn", "Gina", "Hugo", "Ida"];
    for (const [nth, [damaged, table, sentence]] of cases.entries()) {
      const person = t.withIdentity(identityOf(owners[nth] ?? ""));
      const started = await begin(person, damaged);
      expect(await refusal(sendAll({ as: person, t }, started, { text: damaged }))).toMatchObject({
        code: "invalid",
        message: expect.stringMatching(sentence),
      });
      expect([table, await of(t, table as "tasks", started.accountId)]).toEqual([table, []]);
    }
  }, 60_000);

  test("what a row names and the file does not hold is left out and counted", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    await furnish(world);
    const parsed = JSON.parse(await exportText(world)) as {
      tables: Record<string, Record<string, unknown>[]>;
    };
    const lost = parsed.tables["tasks"]?.find(({ title }) => title === "Plan")?.["_id"];
    parsed.tables["tasks"] = (parsed.tables["tasks"] ?? []).filter(({ _id }) => _id !== lost);
    const text = JSON.stringify(parsed);
    const as = world.owner.as;
    const { accountId, importId } = await begin(as, text);
    await sendAll({ as, t }, { accountId, importId }, { text });
    await as.mutation(api.imports.finish, { accountId, importId });
    // its description, two messages and a blocker; its document stands alone
    expect(await as.query(api.imports.status, { accountId })).toMatchObject({ skipped: 4, filesMissing: 2 });
    expect(await of(t, "messages", accountId)).toEqual([]);
    const outline = (await of(t, "documents", accountId)).find(({ title }) => title === "Outline");
    expect(outline).toMatchObject({ taskId: null });
    expect(await corrections(t)).toEqual([]);
  });

  test("touches nothing of another account, whatever ids the file names", async () => {
    const t = start();
    const world = await createWorld(t, "Ada");
    const other = await createWorld(t, "Mallory");
    await furnish(world);
    const text = await exportText(world);
    const snapshot = async () =>
      JSON.stringify(await Promise.all(TENANT_TABLES.map((table) => of(t, table, world.accountId))));
    const before = await snapshot();
    const started = await begin(other.owner.as, text);
    await sendAll({ as: other.owner.as, t }, started, { text });
    await other.owner.as.mutation(api.imports.finish, {
      accountId: started.accountId,
      importId: started.importId,
    });
    expect(await snapshot()).toBe(before);
    expect(await inbox(world, world.owner)).toBeDefined();
    const foreign = await t.run(async (ctx) => (await ctx.db.query("files").take(1))[0]?.storageId ?? null);
    const place = { accountId: started.accountId, importId: started.importId };
    expect(
      await refusal(
        other.owner.as.mutation(api.imports.addFile, { ...place, from: 0, row: "{}", storageId: foreign }),
      ),
    ).toMatchObject({ code: "not_found" });
    const admin = await join({ ...other, accountId: started.accountId, slug: started.slug }, "Nora", "admin");
    expect(
      await refusal(admin.as.mutation(api.imports.add, { ...place, step: "tasks", from: 0, rows: "[]" })),
    ).toMatchObject({ code: "forbidden" });
  });
});
