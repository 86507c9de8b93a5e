import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { useLive } from "@/lib/use-live";

export type DocumentSummary = FunctionReturnType<typeof api.documents.listByTask>[number];
export type DocumentId = DocumentSummary["documentId"];
export type DocumentFull = FunctionReturnType<typeof api.documents.get>;

/** Documents that belong to a task. */
export function useTaskDocuments(taskId: TaskId) {
  const { accountId } = useAccount();
  return useLive(api.documents.listByTask, { accountId, taskId });
}

export function useDocument(documentId: DocumentId) {
  const { accountId } = useAccount();
  return useLive(api.documents.get, { accountId, documentId });
}
