import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, type Start, settle, travel } from "./backends";
import {
  activityTypes,
  addTask,
  api,
  createWorld,
  inbox,
  internal,
  join,
  readTask,
  refusal,
  upload,
  type World,
} from "./world";

const page = { paginationOpts: { numItems: 50, cursor: null } };
const HOUR = 3_600_000;

async function office(start: Start) {
  const world = await createWorld(start());
  const { accountId, owner } = world;
  const as = owner.as;
  return {
    world,
    accountId,
    as,
    write: (fields: { title?: string; content?: string; taskId?: Id<"tasks">; kind?: "note" | "template" }) =>
      as.mutation(api.documents.create, { accountId, title: "Plan", content: "one\n", ...fields }),
    read: (documentId: Id<"documents">) => as.query(api.documents.get, { accountId, documentId }),
    titles: async (folderId?: Id<"documentFolders"> | null) => {
      const args = folderId === undefined ? page : { folderId, ...page };
      return (await as.query(api.documents.list, { accountId, ...args })).page.map(({ title }) => title);
    },
    folder: async (name: string, parentId: Id<"documentFolders"> | null = null) =>
      (await as.mutation(api.folders.create, { accountId, name, parentId })).folderId,
  };
}

async function admin(world: World) {
  return await join(world, "Ben", "admin");
}

describe.each(BACKENDS)("documents on $name", ({ start }) => {
  test("an edit on an old version is refused with the current one, and nothing is lost", async () => {
    const { as, accountId, write, read } = await office(start);
    const { documentId } = await write({});
    const save = (content: string, expectedVersion: number) =>
      as.mutation(api.documents.update, { accountId, documentId, title: "Plan", content, expectedVersion });
    expect(await save("two\n", 1)).toMatchObject({ version: 2 });
    expect(await refusal(save("three\n", 1))).toMatchObject({ code: "conflict", current: "2" });
    expect(await read(documentId)).toMatchObject({ content: "two\n", version: 2, latestVersion: 2 });
  });

  test("of forty editors of one version one is saved and thirty-nine are told", async () => {
    const { as, accountId, write, read } = await office(start);
    const { documentId } = await write({});
    const edits = await Promise.allSettled(
      Array.from({ length: 40 }, (_, nth) =>
        as.mutation(api.documents.update, {
          accountId,
          documentId,
          title: "Plan",
          content: `by ${nth}`,
          expectedVersion: 1,
        }),
      ),
    );
    expect(edits.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await read(documentId)).version).toBe(2);
  });

  test("versions are listed, compared and brought back as a new one", async () => {
    const { world, as, accountId, write, read } = await office(start);
    const { documentId } = await write({});
    const save = (content: string, expectedVersion: number) =>
      as.mutation(api.documents.update, { accountId, documentId, title: "Plan", content, expectedVersion });
    await save("two\n", 1);
    await save("three\n", 2);
    const { page: rows } = await as.query(api.documents.versions, { accountId, documentId, ...page });
    expect(rows.map(({ version, author }) => [version, author])).toEqual([
      [3, "Ada"],
      [2, "Ada"],
      [1, "Ada"],
    ]);
    expect(await as.query(api.documents.compare, { accountId, documentId, from: 1, to: 3 })).toMatchObject({
      from: { version: 1, content: "one\n" },
      to: { version: 3, content: "three\n" },
    });
    const restore = (version: number, expectedVersion: number) =>
      as.mutation(api.documents.restoreVersion, { accountId, documentId, version, expectedVersion });
    expect(await refusal(restore(1, 2))).toMatchObject({ code: "conflict", current: "3" });
    expect(await refusal(restore(9, 3))).toMatchObject({ code: "not_found" });
    expect(await restore(1, 3)).toMatchObject({ version: 4 });
    expect(await read(documentId)).toMatchObject({ content: "one\n", version: 4 });
    expect(await as.query(api.documents.get, { accountId, documentId, version: 3 })).toMatchObject({
      content: "three\n",
    });
    expect((await activityTypes(world))[0]).toBe("document_version_restored");
  });

  test("folders nest, keep names apart, never hold themselves and go only when empty", async () => {
    const { as, accountId, write, titles, folder } = await office(start);
    const [plans, old] = [await folder("Plans"), await folder("Old")];
    const inner = await folder("2026", plans);
    expect(await refusal(folder("plans"))).toMatchObject({ code: "conflict" });
    const move = (folderId: typeof plans, parentId: typeof plans | null) =>
      as.mutation(api.folders.move, { accountId, folderId, parentId });
    expect(await refusal(move(plans, inner))).toMatchObject({ code: "invalid" });
    await move(old, inner);
    await as.mutation(api.folders.rename, { accountId, folderId: inner, name: "2027" });
    expect(await as.query(api.folders.list, { accountId })).toEqual(
      expect.arrayContaining([
        { folderId: plans, parentId: null, name: "Plans" },
        { folderId: inner, parentId: plans, name: "2027" },
        { folderId: old, parentId: inner, name: "Old" },
      ]),
    );
    const { documentId } = await write({});
    await as.mutation(api.documents.move, { accountId, documentId, folderId: old });
    expect([await titles(), await titles(null), await titles(old)]).toEqual([["Plan"], [], ["Plan"]]);
    const drop = (folderId: typeof plans) => as.mutation(api.folders.remove, { accountId, folderId });
    expect(await refusal(drop(plans))).toMatchObject({ code: "conflict" });
    expect(await refusal(drop(old))).toMatchObject({ code: "conflict" });
    await as.mutation(api.documents.trash, { accountId, documentId });
    await drop(old);
    await as.mutation(api.documents.restore, { accountId, documentId });
    expect(await titles(null)).toEqual(["Plan"]);
  });

  test("folders end at a depth, also when a tree is moved", async () => {
    const { as, accountId, folder } = await office(start);
    let parent: Id<"documentFolders"> | null = null;
    for (let depth = 1; depth <= 8; depth += 1) parent = await folder(`d${depth}`, parent);
    expect(await refusal(folder("d9", parent))).toMatchObject({ code: "invalid" });
    const other = await folder("other");
    const move = as.mutation(api.folders.move, { accountId, folderId: other, parentId: parent });
    expect(await refusal(move)).toMatchObject({ code: "invalid" });
  });

  test("a document is made from a template, renamed and duplicated", async () => {
    const { world, as, accountId, write, read, titles } = await office(start);
    const template = await write({ title: "Report", content: "# Report\n", kind: "template" });
    const make = (templateId: Id<"documents">) =>
      as.mutation(api.documents.create, { accountId, title: "May", templateId, kind: "note" });
    const { documentId } = await make(template.documentId);
    expect(await read(documentId)).toMatchObject({ content: "# Report\n", kind: "note" });
    expect(await refusal(make(documentId))).toMatchObject({ code: "invalid" });
    await as.mutation(api.documents.rename, { accountId, documentId, title: "June" });
    expect(await read(documentId)).toMatchObject({ title: "June", version: 1 });
    await as.mutation(api.documents.duplicate, { accountId, documentId });
    expect((await titles()).toSorted()).toEqual(["June", "June (copy)", "Report"]);
    expect(await activityTypes(world)).toEqual(
      expect.arrayContaining(["document_renamed", "document_created"]),
    );
  });

  test("a document becomes another kind without a new version, and begins new ones only as a template", async () => {
    const { world, as, accountId, write, read } = await office(start);
    const { documentId } = await write({ title: "Report", content: "# Report\n", kind: "note" });
    const change = (kind: "note" | "template") =>
      as.mutation(api.documents.changeKind, { accountId, documentId, kind });
    const make = () => as.mutation(api.documents.create, { accountId, title: "May", templateId: documentId });
    expect(await refusal(make())).toMatchObject({ code: "invalid" });
    await change("template");
    await change("template");
    expect(await read(documentId)).toMatchObject({ kind: "template", version: 1, latestVersion: 1 });
    expect(await read((await make()).documentId)).toMatchObject({ content: "# Report\n" });
    const events = await world.t.run(async (ctx) =>
      (await ctx.db.query("activities").order("desc").take(10)).flatMap(({ event }) =>
        event.type === "document_kind_changed" ? [event] : [],
      ),
    );
    expect(events).toEqual([{ type: "document_kind_changed", from: "note", to: "template" }]);
    // Somebody who is writing at that moment loses nothing: their version is the newest still, and keeps the kind.
    await as.mutation(api.documents.update, {
      accountId,
      documentId,
      title: "Report",
      content: "# Report 2\n",
      expectedVersion: 1,
    });
    expect(await read(documentId)).toMatchObject({ kind: "template", version: 2 });
    await as.mutation(api.documents.trash, { accountId, documentId });
    expect(await refusal(change("note"))).toMatchObject({ code: "conflict", current: "trashed" });
  });

  test("an uploaded file has another kind too, but is no template", async () => {
    const { world, as, accountId, read } = await office(start);
    const { documentId } = await upload(world, { name: "rent.csv", content: "month,rent\n" });
    const change = (kind: "note" | "template") =>
      as.mutation(api.documents.changeKind, { accountId, documentId, kind });
    await change("note");
    expect(await read(documentId)).toMatchObject({ kind: "note" });
    expect(await refusal(change("template"))).toMatchObject({ code: "invalid", field: "kind" });
    const more = upload(world, { name: "form.csv", content: "a,b\n", kind: "template" });
    expect(await refusal(more)).toMatchObject({ code: "invalid", field: "kind" });
    // one from before that was refused is copied as what a file may be
    await world.t.run(async (ctx) => await ctx.db.patch("documents", documentId, { kind: "template" }));
    const copy = await as.mutation(api.documents.duplicate, { accountId, documentId });
    expect(await read(copy.documentId)).toMatchObject({ kind: "reference" });
  });

  test("one title in one task is one document for people too", async () => {
    const { world, write } = await office(start);
    const { taskId } = await addTask(world);
    await write({ taskId });
    expect(await refusal(write({ taskId }))).toMatchObject({ code: "conflict", current: "Plan" });
  });

  test("a document linked to several tasks counts on each, and who follows a task hears of it", async () => {
    const { world, as, accountId, write, read } = await office(start);
    const ben = await join(world, "Ben");
    const [one, two] = [await addTask(world), await addTask(world, { memberIds: [ben.memberId] })];
    const { documentId } = await write({ taskId: one.taskId });
    const link = { accountId, documentId, taskId: two.taskId };
    await as.mutation(api.documents.link, link);
    await as.mutation(api.documents.link, link);
    expect((await read(documentId)).links.map(({ number }) => number)).toEqual([1, 2]);
    const ofTask = async (taskId: Id<"tasks">) =>
      (await as.query(api.documents.listByTask, { accountId, taskId })).map(({ title }) => title);
    expect([await ofTask(one.taskId), await ofTask(two.taskId)]).toEqual([["Plan"], ["Plan"]]);
    expect((await readTask(world, 2)).documentCount).toBe(1);
    expect((await inbox(world, ben)).map(({ type, title }) => [type, title])[0]).toEqual([
      "document_shared",
      "Ada shared a document in MC-2",
    ]);
    await as.mutation(api.documents.unlink, link);
    await as.mutation(api.documents.unlink, { ...link, taskId: one.taskId });
    expect((await read(documentId)).links).toEqual([]);
    expect([(await readTask(world, 1)).documentCount, (await readTask(world, 2)).documentCount]).toEqual([
      0, 0,
    ]);
  });

  test("the trash hides a document until it is restored; for good needs an admin and takes all of it", async () => {
    const { world, as, accountId, write, titles } = await office(start);
    const member = await join(world, "Cleo");
    const { taskId } = await addTask(world);
    const { documentId } = await write({ taskId });
    await as.mutation(api.documentComments.create, { accountId, documentId, body: "fine" });
    const args = { accountId, documentId };
    const ben = await admin(world);
    expect(await refusal(ben.as.mutation(api.documents.remove, args))).toMatchObject({ code: "conflict" });
    await member.as.mutation(api.documents.trash, args);
    expect([await titles(), (await readTask(world, 1)).documentCount]).toEqual([[], 0]);
    expect(await as.query(api.documents.listByTask, { accountId, taskId })).toEqual([]);
    const { page: trash } = await as.query(api.documents.listTrash, { accountId, ...page });
    expect(trash).toMatchObject([{ title: "Plan", trashed: { by: "Cleo" } }]);
    expect(await refusal(as.mutation(api.documents.rename, { ...args, title: "x" }))).toMatchObject({
      code: "conflict",
      current: "trashed",
    });
    await member.as.mutation(api.documents.restore, args);
    expect([await titles(), (await readTask(world, 1)).documentCount]).toEqual([["Plan"], 1]);
    expect(await refusal(as.mutation(api.documents.restore, args))).toMatchObject({ code: "conflict" });
    await member.as.mutation(api.documents.trash, args);
    expect(await refusal(member.as.mutation(api.documents.remove, args))).toMatchObject({
      code: "forbidden",
    });
    await ben.as.mutation(api.documents.remove, args);
    await settle(world.t);
    const left = await world.t.run(async (ctx) => [
      await ctx.db.query("documents").take(5),
      await ctx.db.query("documentVersions").take(5),
      await ctx.db.query("documentComments").take(5),
    ]);
    expect(left).toEqual([[], [], []]);
    expect(await refusal(as.query(api.documents.get, args))).toMatchObject({ code: "not_found" });
  });

  test("an address in a text has the document's name as it is now, and none that leads nowhere is told apart", async () => {
    const { world, accountId, as, write } = await office(start);
    const { documentId } = await write({ title: "Plan", kind: "note" });
    const nameOf = (address: string) => as.query(api.documents.nameOf, { accountId, address });
    expect(await nameOf(documentId)).toEqual({ title: "Plan", kind: "note" });
    await as.mutation(api.documents.rename, { accountId, documentId, title: "Plan B" });
    expect(await nameOf(documentId)).toEqual({ title: "Plan B", kind: "note" });
    const foreign = await createWorld(world.t, "Eve");
    const theirs = await foreign.owner.as.mutation(api.documents.create, {
      accountId: foreign.accountId,
      title: "Secret",
      content: "",
    });
    for (const address of [theirs.documentId, accountId, "nonsense", ""])
      expect(await nameOf(address)).toBeNull();
    await as.mutation(api.documents.trash, { accountId, documentId });
    expect(await nameOf(documentId)).toBeNull();
  });

  test("comments reach the author and who is named, and go by their author or an admin", async () => {
    const { world, as, accountId, write } = await office(start);
    const [ben, cleo] = [await join(world, "Ben"), await join(world, "Cleo")];
    const { documentId } = await write({});
    const say = (body: string) =>
      ben.as.mutation(api.documentComments.create, { accountId, documentId, body });
    const { commentId } = await say("@cleo is this right?");
    expect((await inbox(world, world.owner)).filter(({ type }) => type === "thread_update")).toMatchObject([
      { title: 'Ben commented on "Plan"', documentId },
    ]);
    expect(await inbox(world, cleo)).toMatchObject([{ type: "mention", documentId }]);
    expect(await inbox(world, ben)).toEqual([]);
    const { page: comments } = await as.query(api.documentComments.list, { accountId, documentId, ...page });
    expect(comments).toMatchObject([{ commentId, version: 1, author: { name: "Ben" } }]);
    const remove = { accountId, commentId };
    expect(await refusal(cleo.as.mutation(api.documentComments.remove, remove))).toMatchObject({
      code: "forbidden",
    });
    await as.mutation(api.documentComments.remove, remove);
    expect((await as.query(api.documentComments.list, { accountId, documentId, ...page })).page).toEqual([]);
  });

  test("an uploaded file can be opened once its bytes were looked at, and goes with its last document", async () => {
    const { world, as, accountId, read } = await office(start);
    expect((await as.mutation(api.documents.uploadUrl, { accountId })).url).toContain("/api/storage/");
    const { documentId } = await upload(world);
    expect((await read(documentId)).upload).toMatchObject({ status: "checking", url: null, size: 7 });
    await settle(world.t);
    const { upload: file } = await read(documentId);
    expect(file).toMatchObject({ status: "ready", contentType: "text/markdown", name: "notes.md" });
    expect(file?.url).toContain("/api/storage/");
    expect(await as.query(api.documents.storage, { accountId })).toMatchObject({ usedBytes: 7 });
    const edit = { accountId, documentId, title: "x", content: "x", expectedVersion: 1 };
    expect(await refusal(as.mutation(api.documents.update, edit))).toMatchObject({ code: "invalid" });
    const copy = await as.mutation(api.documents.duplicate, { accountId, documentId });
    for (const id of [documentId, copy.documentId]) {
      await as.mutation(api.documents.trash, { accountId, documentId: id });
      const { usedBytes } = await as.query(api.documents.storage, { accountId });
      expect(usedBytes).toBe(7);
      await as.mutation(api.documents.remove, { accountId, documentId: id });
    }
    expect(await as.query(api.documents.storage, { accountId })).toMatchObject({ usedBytes: 0 });
    const stored = await world.t.run((ctx) => ctx.db.system.query("_storage").take(5));
    expect(stored).toEqual([]);
  });

  test("a file that is not what it says is deleted at once, with the reason", async () => {
    const { world, as, accountId, read } = await office(start);
    const { documentId } = await upload(world, { name: "photo.png", content: "<script>alert(1)</script>" });
    await settle(world.t);
    const { upload: file } = await read(documentId);
    expect(file).toMatchObject({ status: "refused", url: null });
    expect(file?.reason).toMatch(/not accepted/);
    expect(await as.query(api.documents.storage, { accountId })).toMatchObject({ usedBytes: 0 });
    expect((await activityTypes(world))[0]).toBe("document_file_refused");
    await as.mutation(api.documents.trash, { accountId, documentId });
    await as.mutation(api.documents.remove, { accountId, documentId });
  });

  test("[T4] a file is attached once; one that is taken answers as one that is not there", async () => {
    const t = start();
    const [mine, theirs] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    await upload(theirs);
    const storageId = await t.run(async (ctx) => (await ctx.db.query("files").first())?.storageId);
    if (!storageId) throw new TypeError("no file");
    const attach = ({ accountId, owner }: World) =>
      refusal(owner.as.mutation(api.documents.attachUpload, { accountId, storageId, name: "mine.md" }));
    expect(await attach(mine)).toMatchObject({ code: "not_found" });
    expect(await attach(theirs)).toEqual(await attach(mine));
  });

  test("too large a file is refused before it is taken", async () => {
    const { world, titles } = await office(start);
    const content = new Uint8Array(20 * 1024 * 1024 + 1);
    expect(await refusal(upload(world, { name: "big.txt", content }))).toMatchObject({ code: "too_large" });
    expect(await titles()).toEqual([]);
  });

  test("files that nobody attached are collected after a day, attached ones never", async () => {
    const { world } = await office(start);
    await upload(world);
    await settle(world.t);
    await world.t.action(async (ctx) => await ctx.storage.store(new Blob(["orphan"])));
    expect(await world.t.mutation(internal.files.sweep, {})).toEqual({ deleted: 0 });
    travel(25 * HOUR);
    expect(await world.t.mutation(internal.files.sweep, {})).toEqual({ deleted: 1 });
    expect(await world.t.mutation(internal.files.sweep, {})).toEqual({ deleted: 0 });
    expect(await world.t.run((ctx) => ctx.db.system.query("_storage").take(5))).toHaveLength(1);
  });

  test("documents of a deleted task stay and lose the link", async () => {
    const { world, as, accountId, write, read } = await office(start);
    const [one, two] = [await addTask(world), await addTask(world)];
    const { documentId } = await write({ taskId: one.taskId });
    await as.mutation(api.documents.link, { accountId, documentId, taskId: two.taskId });
    for (const { taskId } of [one, two]) await as.mutation(api.tasks.remove, { accountId, taskId });
    await settle(world.t);
    expect(await read(documentId)).toMatchObject({ taskId: null, links: [] });
  });
});
