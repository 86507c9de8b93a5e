/** Which version of which document a run has read: by a tool, or because its turn began with it. Kept in the run itself. */
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";

/** A run that reads more is not written down further; its transcript says that the list is cut. */
const MAX_PER_RUN = 50;

type Read = { documentId: string; version: number; title: string };
type Reads = NonNullable<Doc<"runs">["documentsRead"]>;

/** What the run has read with these too, each version once and in the order of reading. */
export function withReads(ctx: ReadCtx, run: Doc<"runs">, reads: readonly Read[]): Reads {
  const all = [...(run.documentsRead ?? [])];
  for (const { documentId: named, version, title } of reads) {
    const documentId = ctx.db.normalizeId("documents", named);
    const isKnown = all.some((one) => one.documentId === documentId && one.version === version);
    if (documentId !== null && !isKnown && all.length < MAX_PER_RUN) all.push({ documentId, version, title });
  }
  return all;
}

/** With the newest version of each; null when the document is no longer there to be opened. */
export async function listReads(ctx: ReadCtx, { documentsRead = [] }: Doc<"runs">) {
  const documents = await Promise.all(
    documentsRead.map(async ({ documentId, version, title }) => ({
      documentId,
      version,
      title,
      newest: await newestOf(ctx, documentId),
    })),
  );
  return { documents, isCut: documents.length === MAX_PER_RUN };
}

async function newestOf(ctx: ReadCtx, documentId: Id<"documents">): Promise<number | null> {
  const document = await ctx.db.get("documents", documentId);
  return document?.state.status === "active" ? document.version : null;
}
