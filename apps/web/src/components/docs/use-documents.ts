import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";

export type DocumentSummary = FunctionReturnType<typeof api.documents.listByTask>[number];
export type DocumentId = DocumentSummary["documentId"];
export type DocumentFull = FunctionReturnType<typeof api.documents.get>;
export type Folder = FunctionReturnType<typeof api.folders.list>[number];
export type FolderId = Folder["folderId"];
export type Comment = FunctionReturnType<typeof api.documentComments.list>["page"][number];
export type DocumentVersion = FunctionReturnType<typeof api.documents.versions>["page"][number];

const PAGE_SIZE = 50;

/** Documents that belong to a task. */
export function useTaskDocuments(taskId: TaskId) {
  const { accountId } = useAccount();
  return useLive(api.documents.listByTask, { accountId, taskId });
}

export function useDocument(documentId: DocumentId | null) {
  const { accountId } = useAccount();
  return useLive(api.documents.get, documentId ? { accountId, documentId } : "skip");
}

/** One folder (null: those in none), or every document newest first when none is named. */
export function useDocumentList(place: { folderId?: FolderId | null } | "skip") {
  const { accountId } = useAccount();
  return useLiveList(api.documents.list, place === "skip" ? "skip" : { accountId, ...place }, PAGE_SIZE);
}

export function useTrash(isWanted: boolean) {
  const { accountId } = useAccount();
  return useLiveList(api.documents.listTrash, isWanted ? { accountId } : "skip", PAGE_SIZE);
}

/** Every folder; the tree is made of their parents. */
export function useFolders() {
  const { accountId } = useAccount();
  return useLive(api.folders.list, { accountId });
}

export function useStorageUse() {
  const { accountId } = useAccount();
  return useLive(api.documents.storage, { accountId });
}

export function useVersions(documentId: DocumentId) {
  const { accountId } = useAccount();
  return useLiveList(api.documents.versions, { accountId, documentId }, PAGE_SIZE);
}

/** Two versions side by side. */
export function useComparison(documentId: DocumentId, range: { from: number; to: number }) {
  const { accountId } = useAccount();
  return useLive(api.documents.compare, { accountId, documentId, ...range });
}

/** The text of one version. */
export function useDocumentVersion(documentId: DocumentId, version: number) {
  const { accountId } = useAccount();
  return useLive(api.documents.get, { accountId, documentId, version });
}

export function useComments(documentId: DocumentId) {
  const { accountId } = useAccount();
  return useLiveList(api.documentComments.list, { accountId, documentId }, PAGE_SIZE);
}
