import type { SearchType } from "@mc/shared/search/types";
import { describe, expect, test } from "vitest";
import { BACKENDS } from "./backends";
import {
  addAgent,
  addTask,
  api,
  createWorld,
  fail,
  join,
  leaseFirst,
  refusal,
  upload,
  type World,
} from "./world";

async function search({ accountId, owner }: World, text: string, types?: SearchType[]) {
  const { groups } = await owner.as.query(api.search.query, {
    accountId,
    text,
    ...(types ? { types } : {}),
  });
  return Object.fromEntries(groups.map(({ type, hits }) => [type, hits]));
}

describe.each(BACKENDS)("search on $name", ({ start }) => {
  test("finds tasks, messages, documents, agents, members and runs, each with its place", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const agent = await addAgent(world, "Rocket Bot");
    const ben = await join(world, "Ben Rocket");
    const { taskId, number } = await addTask(world, {
      title: "Launch the rocket",
      agentIds: [agent.agentId],
    });
    const { messageId } = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "The rocket is fuelled",
      clientKey: "1",
    });
    const { documentId } = await owner.as.mutation(api.documents.create, {
      accountId,
      title: "Checklist",
      content: "Before a rocket starts",
    });
    await fail(world, await leaseFirst(world), false);
    const hits = await search(world, "rocket");
    expect(hits["task"]?.[0]?.target).toEqual({ kind: "task", number });
    expect(hits["message"]?.[0]).toMatchObject({
      target: { kind: "message", taskNumber: number, messageId },
      detail: "Launch the rocket",
    });
    expect(hits["document"]?.[0]).toMatchObject({
      target: { kind: "document", documentId },
      snippet: { text: "Before a rocket starts", marks: [{ start: 9, end: 15 }] },
    });
    expect(hits["agent"]?.[0]?.target).toEqual({ kind: "agent", agentId: agent.agentId, slug: agent.slug });
    expect(hits["member"]?.[0]?.target).toMatchObject({ kind: "member", memberId: ben.memberId });
    const runs = await search(world, "model did not answer", ["run"]);
    expect(runs["run"]?.[0]).toMatchObject({ target: { kind: "run", taskNumber: number }, detail: "failed" });
    expect(Object.keys(await search(world, "rocket", ["member"]))).toEqual(["member"]);
  });

  test("a number is that task first, then what speaks of it", async () => {
    const world = await createWorld(start());
    for (const title of ["One", "About 1 of them", "Three"]) await addTask(world, { title });
    const numbers = async (text: string) =>
      (await search(world, text))["task"]?.map(({ target }) => target.kind === "task" && target.number);
    expect([await numbers("MC-3"), await numbers("#3")]).toEqual([[3], [3]]);
    expect(await numbers("1")).toEqual([1, 2]);
    expect(await numbers("#99")).toBeUndefined();
  });

  test("titles come before bodies, words are found by their beginning, without case and accents", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    await owner.as.mutation(api.tasks.create, {
      accountId,
      title: "Other",
      description: "Ein Café in Zürich",
    });
    await addTask(world, { title: "Café Zürich eröffnen" });
    await addTask(world, { title: "Cafe in Berlin" });
    const titles = async (text: string) =>
      (await search(world, text, ["task"]))["task"]?.map(({ title }) => title.text) ?? [];
    for (const text of ["cafe zuri", "CAFÉ ZÜRICH"]) {
      expect(await titles(text)).toEqual(["Café Zürich eröffnen", "Other"]);
    }
    expect((await titles("caf")).at(-1)).toBe("Other");
    expect(await titles("café")).toHaveLength(3);
    expect(await titles("nowhere")).toEqual([]);
    expect(await titles("…")).toEqual([]);
  });

  test("what was edited, deleted or trashed is found as it is now", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { taskId } = await addTask(world, { title: "Apple" });
    const { messageId } = await owner.as.mutation(api.messages.create, {
      accountId,
      taskId,
      body: "pear crème",
      clientKey: "1",
    });
    const { documentId } = await owner.as.mutation(api.documents.create, {
      accountId,
      title: "Fruit",
      content: "plum",
    });
    const count = async (text: string) => Object.values(await search(world, text)).flat().length;
    await owner.as.mutation(api.tasks.update, { accountId, taskId, title: "Ananás", description: "kiwi" });
    await owner.as.mutation(api.documents.update, {
      accountId,
      documentId,
      title: "Fruit",
      content: "cherry",
      expectedVersion: 1,
    });
    expect([await count("apple"), await count("ananas"), await count("kiwi")]).toEqual([0, 1, 1]);
    expect([await count("plum"), await count("cherry"), await count("creme")]).toEqual([0, 1, 1]);
    await owner.as.mutation(api.messages.remove, { accountId, messageId });
    await owner.as.mutation(api.documents.trash, { accountId, documentId });
    expect([await count("pear"), await count("creme"), await count("cherry"), await count("fruit")]).toEqual([
      0, 0, 0, 0,
    ]);
    await owner.as.mutation(api.documents.restore, { accountId, documentId });
    expect(await count("cherry")).toBe(1);
  });

  test("a long document is found by its last words, once, and files by their name", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const content = `${"needle and thread ".repeat(2_000)}omega`;
    await owner.as.mutation(api.documents.create, { accountId, title: "Long", content });
    await upload(world, { name: "invoice.md" });
    expect((await search(world, "needle"))["document"]).toHaveLength(1);
    expect((await search(world, "omega"))["document"]?.[0]?.snippet?.text).toMatch(/omega$/);
    expect((await search(world, "invoice"))["document"]).toHaveLength(1);
  });

  test("[T2] nothing of another account is found, and the answer is bounded", async () => {
    const t = start();
    const [mine, theirs] = [await createWorld(t, "Ada"), await createWorld(t, "Ben")];
    for (let nth = 0; nth < 40; nth += 1) await addTask(theirs, { title: `Secret ${nth}` });
    expect(await search(mine, "secret")).toEqual({});
    expect(await search(mine, "MC-1")).toEqual({});
    const { accountId, owner } = theirs;
    const ask = async (limit: number) =>
      (await owner.as.query(api.search.query, { accountId, text: "secret", limit })).groups[0];
    expect([(await ask(3))?.hits.length, (await ask(1_000))?.hits.length]).toEqual([3, 30]);
    expect(await ask(30)).toMatchObject({ isMore: true });
    expect(
      await refusal(owner.as.query(api.search.query, { accountId, text: "x".repeat(201) })),
    ).toMatchObject({ code: "too_large" });
  });
});

/** Ranking is the host's own: other backends offer other candidates of a common word. */
describe.each(BACKENDS.filter(({ name }) => name !== "convex-test"))(
  "search of a large account on $name",
  ({ start }) => {
    test("common, rare and unknown words, beginnings, accents, titles, and nothing of others", async () => {
      const t = start();
      const world = await createWorld(t, "Ada");
      const others = await createWorld(t, "Ben");
      const { accountId, owner } = world;
      await addTask(world, { title: "Zeppelin mooring" });
      await addTask(world, { title: "Überholung der Engine" });
      const create = (nth: number) =>
        owner.as.mutation(api.tasks.create, {
          accountId,
          title: nth % 2 === 0 ? `Improve the engine part ${nth}` : `Improve part ${nth}`,
          description: "It is all about the engine.",
        });
      for (let nth = 0; nth < 150; nth += 1) await create(nth);
      for (let nth = 0; nth < 150; nth += 1) await addTask(others, { title: `Zeppelin engine ${nth}` });
      const titles = async (text: string) =>
        (await search(world, text, ["task"]))["task"]?.map(({ title }) => title.text) ?? [];
      const newest = [148, 146, 144, 142].map((nth) => `Improve the engine part ${nth}`);
      for (const text of ["engine", "engin", "eng"]) expect((await titles(text)).slice(0, 4)).toEqual(newest);
      expect((await titles("improve engine")).slice(0, 4)).toEqual(newest);
      for (const text of ["zeppelin", "zepp", "z", "mooring zepp"]) {
        expect(await titles(text)).toEqual(["Zeppelin mooring"]);
      }
      expect(await titles("uberh")).toEqual(["Überholung der Engine"]);
      expect((await titles("part 149"))[0]).toBe("Improve part 149");
      for (const text of ["quetzalcoatl", "engine quetzalcoatl"]) expect(await titles(text)).toEqual([]);
    });
  },
);
