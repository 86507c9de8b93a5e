import { api } from "@mc/backend/api";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import { isEditableText, refusalOf, sendFile } from "./upload";
import { type DocumentId, type FolderId, useStorageUse } from "./use-documents";

export type UploadItem = {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly status: "checking" | "sending" | "done" | "refused";
  readonly reason: string | null;
  readonly documentId: DocumentId | null;
};

type Outcome = Pick<UploadItem, "status" | "reason" | "documentId">;
const refused = (reason: string): Outcome => ({ status: "refused", reason, documentId: null });

/** Files on their way into a folder, each with what became of it. */
export function useUpload(folderId: FolderId | null) {
  const { accountId } = useAccount();
  const room = dataOf(useStorageUse()) ?? null;
  const address = useCommand(api.documents.uploadUrl, { refusalShownBy: "caller" });
  const attach = useCommand(api.documents.attachUpload, { refusalShownBy: "caller" });
  const create = useCommand(api.documents.create, { refusalShownBy: "caller" });
  const [items, setItems] = useState<readonly UploadItem[]>([]);

  const change = (key: string, next: Partial<UploadItem>): void =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...next } : item)));

  const asText = async (file: File): Promise<Outcome> => {
    const result = await create.run({
      accountId,
      title: file.name.replace(/\.(md|txt)$/i, ""),
      content: await file.text(),
      kind: "note",
      folderId,
    });
    if (!result.ok) return refused(result.error.message);
    return { status: "done", reason: null, documentId: result.value.documentId };
  };
  const asFile = async (file: File): Promise<Outcome> => {
    const place = await address.run({ accountId });
    if (!place.ok) return refused(place.error.message);
    const sent = await sendFile(place.value.url, file);
    if (sent === null) return refused("The connection broke. Nothing was kept; upload it again.");
    const result = await attach.run({ accountId, storageId: sent, name: file.name, folderId });
    if (!result.ok) return refused(result.error.message);
    return { status: "done", reason: null, documentId: result.value.documentId };
  };
  const upload = async (files: readonly File[]): Promise<void> => {
    for (const file of files) {
      const key = crypto.randomUUID();
      const item = { key, name: file.name, size: file.size, reason: null, documentId: null };
      setItems((all) => [...all, { ...item, status: "checking" }]);
      const reason = await refusalOf(file, room);
      if (reason !== null) {
        change(key, { status: "refused", reason });
        continue;
      }
      change(key, { status: "sending" });
      change(key, isEditableText(file, DOCUMENT_LIMITS.content) ? await asText(file) : await asFile(file));
    }
  };
  return {
    items,
    room,
    upload,
    isBusy: items.some((item) => item.status === "checking" || item.status === "sending"),
  };
}
