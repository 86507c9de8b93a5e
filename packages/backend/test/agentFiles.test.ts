// What people attach reaches agents: they are told of it, and read what is a text.
import type { RunContext } from "@mc/shared/delivery/context";
import { describe, expect, test } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS, settle } from "./backends";
import { addAgent, addTask, api, createWorld, leaseFirst, refusal, upload, type World } from "./world";

const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);

async function attach(world: World, taskId: Id<"tasks">, files: Record<string, BlobPart>) {
  const uploads = [];
  for (const [name, content] of Object.entries(files)) {
    const storageId = await world.t.action(async (ctx) => await ctx.storage.store(new Blob([content])));
    uploads.push({ storageId, name });
  }
  return await world.owner.as.mutation(api.messages.create, {
    accountId: world.accountId,
    taskId,
    body: "",
    clientKey: Object.keys(files).join(),
    uploads,
  });
}

async function turnWith(start: () => World["t"], files: Record<string, BlobPart>) {
  const world = await createWorld(start());
  const agent = await addAgent(world, "Theo");
  const { taskId } = await addTask(world, { agentIds: [agent.agentId] });
  const message = await attach(world, taskId, files);
  await settle(world.t);
  const lease = await leaseFirst(world);
  const context = lease.context as RunContext;
  const read = async (fileId: string, offset?: number) => {
    const result = await world.t.mutation(api.service.tools.fileRead, {
      serviceToken: world.serviceToken,
      agentSlug: "theo",
      sessionKey: lease.sessionKey,
      callId: crypto.randomUUID(),
      fileId,
      ...(offset === undefined ? {} : { offset }),
    });
    return result as { text: string | null; nextOffset?: number | null; note?: string; type: string };
  };
  const load = async () =>
    (await world.t.mutation(api.service.tools.taskLoad, {
      serviceToken: world.serviceToken,
      agentSlug: "theo",
      sessionKey: lease.sessionKey,
      callId: "load",
    })) as { messages: { files?: { fileId: string; name: string }[] }[]; documents: { fileId?: string }[] };
  return { world, message, taskId, told: context.news[0]?.files ?? [], read, load };
}

describe.each(BACKENDS)("files for agents on $name", ({ start }) => {
  test("a message that is only a file reaches the agent, in the turn and in task_load, and its text is read", async () => {
    const { told, read, load } = await turnWith(start, {
      "rooms.csv": "room,seats\nBlue,12\n",
      "plan.png": PNG,
    });
    expect(told).toMatchObject([
      { name: "rooms.csv", type: "text/csv", size: 19 },
      { name: "plan.png", type: "image/png", size: 9 },
    ]);
    expect((await load()).messages[0]?.files).toEqual(told);
    const [csv, png] = told;
    expect(await read(csv?.fileId ?? "")).toMatchObject({ text: "room,seats\nBlue,12\n", nextOffset: null });
    const image = await read(png?.fileId ?? "");
    expect(image).toMatchObject({ text: null, type: "image/png" });
    expect(image.note).toContain("in words");
  });

  test("what was refused is not there, and neither is a file of another account", async () => {
    const { world, told, read } = await turnWith(start, { "page.html": "<script>alert(1)</script>" });
    expect(told).toEqual([]);
    const other = await createWorld(world.t, "Olga");
    const { taskId } = await addTask(other);
    await attach(other, taskId, { "secret.txt": "the plan" });
    await settle(world.t);
    const rows = await world.t.run(async (ctx) => await ctx.db.query("files").take(10));
    expect(rows).toHaveLength(2);
    for (const { _id } of rows) expect(await refusal(read(_id))).toMatchObject({ code: "not_found" });
    expect(await refusal(read("nothing"))).toMatchObject({ code: "not_found" });
  });

  test("a long file comes in parts and says where it is cut; its text goes with its message", async () => {
    const long = "ö".repeat(210_000);
    const { world, message, told, read } = await turnWith(start, { "long.txt": long });
    const fileId = told[0]?.fileId ?? "";
    let whole = "";
    let note: string | undefined;
    for (let offset: number | null = 0; offset !== null; ) {
      const part = await read(fileId, offset);
      whole += part.text;
      note = part.note;
      offset = part.nextOffset ?? null;
    }
    expect(whole).toBe(long.slice(0, 200_000));
    expect(note).toContain("goes on");
    const texts = () => world.t.run(async (ctx) => (await ctx.db.query("fileTexts").take(10)).length);
    expect(await texts()).toBe(1);
    await world.owner.as.mutation(api.messages.remove, {
      accountId: world.accountId,
      messageId: message.messageId,
    });
    expect(await texts()).toBe(0);
  });

  test("a file from before texts were kept is read when an agent asks for it", async () => {
    const { world, told, read } = await turnWith(start, { "notes.md": "# Notes" });
    await world.t.run(async (ctx) => {
      for (const row of await ctx.db.query("fileTexts").take(10)) await ctx.db.delete("fileTexts", row._id);
    });
    const fileId = told[0]?.fileId ?? "";
    expect(await read(fileId)).toMatchObject({ text: null, note: expect.stringContaining("Call again") });
    await settle(world.t);
    expect(await read(fileId)).toMatchObject({ text: "# Notes" });
  });

  test("a file whose bytes are gone is not waited for", async () => {
    const { world, told, read } = await turnWith(start, { "notes.md": "# Notes" });
    await world.t.run(async (ctx) => {
      for (const row of await ctx.db.query("fileTexts").take(10)) await ctx.db.delete("fileTexts", row._id);
      for (const row of await ctx.db.query("files").take(10)) await ctx.storage.delete(row.storageId);
    });
    expect(await refusal(read(told[0]?.fileId ?? ""))).toMatchObject({ code: "not_found" });
  });

  test("an uploaded document of the task says how it is read", async () => {
    const { world, taskId, read, load } = await turnWith(start, { "a.txt": "a" });
    await upload(world, { name: "table.csv", content: "b,c\n", taskId });
    await settle(world.t);
    const [document] = (await load()).documents;
    expect(await read(document?.fileId ?? "")).toMatchObject({ text: "b,c\n", type: "text/csv" });
  });
});
