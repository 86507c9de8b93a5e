import { api } from "@mc/backend/api";
import type { DocumentKind } from "@mc/shared/document/kinds";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { useCommand } from "@/lib/use-command";
import type { Comment, DocumentId, FolderId } from "./use-documents";

export type NewDocument = {
  readonly title: string;
  readonly kind: DocumentKind;
  readonly folderId: FolderId | null;
  readonly templateId: DocumentId | null;
};

/** What can be done to documents as a whole; each resolves when the server has answered. */
export function useDocumentCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.documents.create, { refusalShownBy: "caller" });
  const rename = useCommand(api.documents.rename);
  const changeKind = useCommand(api.documents.changeKind);
  const move = useCommand(api.documents.move, { refusalShownBy: "caller" });
  const duplicate = useCommand(api.documents.duplicate);
  const trash = useCommand(api.documents.trash);
  const restore = useCommand(api.documents.restore);
  const remove = useCommand(api.documents.remove);
  const restoreVersion = useCommand(api.documents.restoreVersion);
  const link = useCommand(api.documents.link);
  const unlink = useCommand(api.documents.unlink);
  return {
    create: ({ templateId, ...draft }: NewDocument) =>
      create.run({ accountId, ...draft, ...(templateId ? { templateId } : {}) }),
    /** A document that holds a text which would otherwise be lost. */
    createCopy: (draft: { title: string; kind: DocumentKind; folderId: FolderId | null; content: string }) =>
      create.run({ accountId, ...draft }),
    rename: (documentId: DocumentId, title: string) => rename.run({ accountId, documentId, title }),
    changeKind: (documentId: DocumentId, kind: DocumentKind) =>
      changeKind.run({ accountId, documentId, kind }),
    move: (documentId: DocumentId, folderId: FolderId | null) =>
      move.run({ accountId, documentId, folderId }),
    duplicate: (documentId: DocumentId) => duplicate.run({ accountId, documentId }),
    trash: (documentId: DocumentId) => trash.run({ accountId, documentId }),
    restore: (documentId: DocumentId) => restore.run({ accountId, documentId }),
    remove: (documentId: DocumentId) => remove.run({ accountId, documentId }),
    restoreVersion: (documentId: DocumentId, version: number, expectedVersion: number) =>
      restoreVersion.run({ accountId, documentId, version, expectedVersion }),
    link: (documentId: DocumentId, taskId: TaskId) => link.run({ accountId, documentId, taskId }),
    unlink: (documentId: DocumentId, taskId: TaskId) => unlink.run({ accountId, documentId, taskId }),
    isCreating: create.isBusy,
    isRestoring: restoreVersion.isBusy,
  };
}
export type DocumentCommands = ReturnType<typeof useDocumentCommands>;

export function useFolderCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.folders.create, { refusalShownBy: "caller" });
  const rename = useCommand(api.folders.rename, { refusalShownBy: "caller" });
  const move = useCommand(api.folders.move, { refusalShownBy: "caller" });
  const remove = useCommand(api.folders.remove);
  return {
    create: (name: string, parentId: FolderId | null) => create.run({ accountId, name, parentId }),
    rename: (folderId: FolderId, name: string) => rename.run({ accountId, folderId, name }),
    move: (folderId: FolderId, parentId: FolderId | null) => move.run({ accountId, folderId, parentId }),
    remove: (folderId: FolderId) => remove.run({ accountId, folderId }),
    isBusy: create.isBusy || rename.isBusy || move.isBusy,
  };
}
export type FolderCommands = ReturnType<typeof useFolderCommands>;

export function useCommentCommands(documentId: DocumentId) {
  const { accountId } = useAccount();
  const create = useCommand(api.documentComments.create);
  const remove = useCommand(api.documentComments.remove);
  return {
    create: (body: string) => create.run({ accountId, documentId, body }),
    remove: (commentId: Comment["commentId"]) => remove.run({ accountId, commentId }),
    isBusy: create.isBusy,
  };
}
