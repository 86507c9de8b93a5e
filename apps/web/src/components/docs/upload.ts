// What may be uploaded, checked before a byte is sent; the server looks at the bytes again.
import type { Id } from "@mc/backend/dataModel";
import { extensionOf, SNIFF_BYTES, sniffFile } from "@mc/shared/document/fileTypes";
import { sameOrigin } from "@/lib/same-origin";
import { bytes } from "./bytes";

export const ACCEPTED_ENDINGS =
  ".png,.jpg,.jpeg,.gif,.webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.doc,.xls,.ppt,.txt,.log,.md,.csv,.json";

export type Room = { readonly usedBytes: number; readonly quotaBytes: number; readonly uploadBytes: number };

/** Why the file is not accepted; null when it is. As long as the room is not known the server alone looks at the size. */
export async function refusalOf(file: File, room: Room | null): Promise<string | null> {
  if (room && file.size > room.uploadBytes)
    return `It has ${bytes(file.size)}; a file has at most ${bytes(room.uploadBytes)}.`;
  if (room && room.usedBytes + file.size > room.quotaBytes)
    return `The account has ${bytes(Math.max(0, room.quotaBytes - room.usedBytes))} of room left for files; delete some first.`;
  const head = new Uint8Array(await file.slice(0, SNIFF_BYTES).arrayBuffer());
  const sniffed = sniffFile(file.name, head);
  return sniffed.ok ? null : sniffed.reason;
}

/** A Markdown or text file becomes a document that can be edited; everything else stays a file. */
export function isEditableText(file: File, maxLength: number): boolean {
  return ["md", "txt"].includes(extensionOf(file.name)) && file.size <= maxLength;
}

/** Sends the bytes to an upload address; answers the storage's id, or null when they did not arrive. */
export async function sendFile(url: string, file: File): Promise<Id<"_storage"> | null> {
  try {
    const response = await fetch(sameOrigin(url), {
      method: "POST",
      headers: { "content-type": file.type || "application/octet-stream" },
      body: file,
    });
    if (!response.ok) return null;
    const answer: unknown = await response.json();
    if (typeof answer !== "object" || answer === null || !("storageId" in answer)) return null;
    return typeof answer.storageId === "string" ? (answer.storageId as Id<"_storage">) : null;
  } catch {
    return null;
  }
}
