/** What a turn is told of the documents linked to its task: nothing, their titles, or how they begin. */
import type { DocumentContext } from "@mc/shared/agent/settings";
import type { RunContext } from "@mc/shared/delivery/context";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { versionOrThrow } from "./documents";
import { documentsOfTask } from "./documentViews";

const TITLES = 20;
const TEXTS = 5;
const TEXT_CHARACTERS = 4_000;

export async function documentsFor(
  ctx: ReadCtx,
  task: Doc<"tasks">,
  wanted: DocumentContext,
): Promise<RunContext["documents"]> {
  if (wanted === "none" || task.documentCount === 0) return [];
  const documents = (await documentsOfTask(ctx, task._id))
    .toSorted((one, other) => other.updatedAt - one.updatedAt)
    .slice(0, TITLES);
  return await Promise.all(
    documents.map(async ({ documentId, title, kind, version, file }, index) => {
      const hasText = wanted === "texts" && index < TEXTS && file === null;
      const content = hasText ? (await versionOrThrow(ctx, documentId, version)).content : null;
      return {
        documentId,
        title,
        kind,
        version,
        ...(file ? { fileId: file.fileId } : {}),
        text: content === null ? null : content.slice(0, TEXT_CHARACTERS),
      };
    }),
  );
}
