/** What the search indexes offer for a folded query; a bounded number per index, whatever the account holds. */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import type { Found } from "./search";
import { readDescription } from "./taskDescriptions";
import { isLeadChat } from "./threads";
import { madeAt } from "./times";

/**
 * What is looked for, and how many candidates each index may offer. The best by word statistics come first and
 * titles have indexes of their own, so a title hit among thousands is still here.
 */
export type Wanted = { text: string; candidates: number };

export async function tasksFor(ctx: ReadCtx, { text, candidates }: Wanted): Promise<Found[]> {
  const accountId = ctx.account._id;
  const tasks = ctx.db.query("tasks");
  const descriptions = ctx.db.query("taskDescriptions");
  const [byTitle, byFolded, byText, byFoldedText] = await Promise.all([
    tasks
      .withSearchIndex("search_title", (q) => q.search("title", text).eq("accountId", accountId))
      .take(candidates),
    tasks
      .withSearchIndex("search_folded", (q) => q.search("folded", text).eq("accountId", accountId))
      .take(candidates),
    descriptions
      .withSearchIndex("search_text", (q) => q.search("text", text).eq("accountId", accountId))
      .take(candidates),
    descriptions
      .withSearchIndex("search_folded", (q) => q.search("folded", text).eq("accountId", accountId))
      .take(candidates),
  ]);
  const bodies = new Map([...byText, ...byFoldedText].map((row) => [row.taskId, row.text]));
  const found = new Map([...byTitle, ...byFolded].map((task) => [task._id, task]));
  for (const taskId of bodies.keys()) {
    const task = found.get(taskId) ?? (await ctx.db.get("tasks", taskId));
    if (task) found.set(taskId, task);
  }
  return await Promise.all(
    [...found.values()].map(async (task): Promise<Found> => {
      const body = bodies.get(task._id) ?? (text.includes(" ") ? await readDescription(ctx, task._id) : null);
      return {
        title: task.title,
        body,
        at: task.updatedAt,
        hit: async () => ({ detail: task.state.status, target: { kind: "task", number: task.number } }),
      };
    }),
  );
}

export async function messagesFor(ctx: ReadCtx, { text, candidates }: Wanted): Promise<Found[]> {
  const accountId = ctx.account._id;
  const messages = ctx.db.query("messages");
  const [byBody, byFolded] = await Promise.all([
    messages
      .withSearchIndex("search_body", (q) => q.search("body", text).eq("accountId", accountId))
      .take(candidates),
    messages
      .withSearchIndex("search_folded", (q) => q.search("folded", text).eq("accountId", accountId))
      .take(candidates),
  ]);
  const found = new Map([...byBody, ...byFolded].map((row) => [row._id, row]));
  return [...found.values()].map((message) => ({
    title: message.authorName,
    body: message.body,
    at: madeAt(message),
    hit: async () => {
      const task = await ctx.db.get("tasks", message.taskId);
      if (!task || isLeadChat(task)) return null;
      return {
        detail: task.title,
        target: { kind: "message", taskNumber: task.number, messageId: message._id },
      };
    },
  }));
}

export async function documentsFor(ctx: ReadCtx, { text, candidates }: Wanted): Promise<Found[]> {
  const accountId = ctx.account._id;
  const documents = ctx.db.query("documents");
  const texts = ctx.db.query("documentTexts");
  const [byTitle, byFolded, byText, byFoldedText] = await Promise.all([
    documents
      .withSearchIndex("search_title", (q) =>
        q.search("title", text).eq("accountId", accountId).eq("state.status", "active"),
      )
      .take(candidates),
    documents
      .withSearchIndex("search_folded", (q) =>
        q.search("folded", text).eq("accountId", accountId).eq("state.status", "active"),
      )
      .take(candidates),
    texts
      .withSearchIndex("search_text", (q) => q.search("text", text).eq("accountId", accountId))
      .take(candidates),
    texts
      .withSearchIndex("search_folded", (q) => q.search("folded", text).eq("accountId", accountId))
      .take(candidates),
  ]);
  const titled = new Map([...byTitle, ...byFolded].map((row) => [row._id, row]));
  const pieces = new Map([...byText, ...byFoldedText].map((row) => [row._id, row]));
  const found: { document: Doc<"documents">; body: string | null }[] = [];
  for (const { documentId, text: body } of pieces.values()) {
    const document = titled.get(documentId) ?? (await ctx.db.get("documents", documentId));
    if (document) found.push({ document, body });
  }
  const withBody = new Set(found.map(({ document }) => document._id));
  for (const document of titled.values()) {
    if (!withBody.has(document._id)) found.push({ document, body: null });
  }
  return oncePerDocument(found);
}

/** A document whose pieces match several times is one hit, by its best piece. */
function oncePerDocument(found: { document: Doc<"documents">; body: string | null }[]): Found[] {
  const shown = new Set<Id<"documents">>();
  return found.map(({ document, body }) => ({
    title: document.title,
    body,
    at: document.updatedAt,
    hit: async () => {
      if (shown.has(document._id)) return null;
      shown.add(document._id);
      return { detail: document.kind, target: { kind: "document", documentId: document._id } };
    },
  }));
}

/** Runs are found by what went wrong. */
export async function runsFor(ctx: ReadCtx, { text, candidates }: Wanted): Promise<Found[]> {
  const rows = await ctx.db
    .query("runs")
    .withSearchIndex("search_error", (q) => q.search("errorText", text).eq("accountId", ctx.account._id))
    .take(candidates);
  return await Promise.all(
    rows.map(async (run): Promise<Found> => {
      const agent = await ctx.db.get("agents", run.agentId);
      return {
        title: agent?.name ?? "An agent",
        body: run.error?.message ?? null,
        at: run.phaseSince,
        hit: async () => {
          const task = await ctx.db.get("tasks", run.taskId);
          if (!task || isLeadChat(task)) return null;
          return { detail: run.status, target: { kind: "run", taskNumber: task.number, runId: run._id } };
        },
      };
    }),
  );
}
