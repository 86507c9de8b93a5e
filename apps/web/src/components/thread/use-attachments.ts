import { api } from "@mc/backend/api";
import { MAX_ATTACHMENTS } from "@mc/shared/message/limits";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { refusalOf, sendFile } from "@/components/docs/upload";
import { useStorageUse } from "@/components/docs/use-documents";
import { dataOf } from "@/lib/async";
import { useCommand } from "@/lib/use-command";
import type { SentFile } from "./draft";

export type Attachment = {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly status: "sending" | "ready" | "refused";
  readonly reason: string | null;
  readonly storageId: string | null;
};

export type Attachments = {
  readonly items: readonly Attachment[];
  /** Those that have arrived and go with the message. */
  readonly sent: readonly SentFile[];
  readonly isBusy: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (key: string) => void;
  readonly clear: () => void;
  /** Puts back files of a message that was refused: they have arrived, and need not be sent again. */
  readonly restore: (files: readonly SentFile[]) => void;
};

/** Files on their way into a message: checked before a byte is sent, uploaded while one types. */
export function useAttachments(): Attachments {
  const { accountId } = useAccount();
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const room = dataOf(useStorageUse()) ?? null;
  const address = useCommand(api.documents.uploadUrl, { refusalShownBy: "caller" });
  const change = (key: string, next: Partial<Attachment>): void =>
    setItems((all) => all.map((item) => (item.key === key ? { ...item, ...next } : item)));
  const refuse = (key: string, reason: string): void => change(key, { status: "refused", reason });

  const upload = async (key: string, file: File): Promise<void> => {
    const reason = await refusalOf(file, room);
    if (reason !== null) return refuse(key, reason);
    const place = await address.run({ accountId });
    if (!place.ok) return refuse(key, place.error.message);
    const storageId = await sendFile(place.value.url, file);
    if (storageId === null) return refuse(key, "The connection broke. Add it again.");
    change(key, { status: "ready", storageId });
  };
  const add = (files: readonly File[]): void => {
    const free = Math.max(0, MAX_ATTACHMENTS - items.filter((item) => item.status !== "refused").length);
    for (const [index, file] of files.entries()) {
      const key = crypto.randomUUID();
      const item = { key, name: file.name, size: file.size, reason: null, storageId: null };
      if (index >= free) {
        const reason = `A message has at most ${MAX_ATTACHMENTS} files.`;
        setItems((all) => [...all, { ...item, status: "refused", reason }]);
        continue;
      }
      setItems((all) => [...all, { ...item, status: "sending" }]);
      void upload(key, file);
    }
  };
  return {
    items,
    sent: items.flatMap(({ storageId, name, size }) =>
      storageId === null ? [] : [{ storageId, name, size }],
    ),
    isBusy: items.some((item) => item.status === "sending"),
    add,
    remove: (key) => setItems((all) => all.filter((item) => item.key !== key)),
    clear: () => setItems([]),
    restore: (files) =>
      setItems((all) => [
        ...files.map((file) => ({ ...file, key: file.storageId, status: "ready" as const, reason: null })),
        ...all,
      ]),
  };
}
