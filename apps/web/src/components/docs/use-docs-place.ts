import { NAME } from "@/lib/address";
import { useAddress } from "@/lib/use-address";
import type { Folder, FolderId } from "./use-documents";

/** Where one is among the documents: everything by date, those in no folder, one folder, or the trash. */
export type DocsPlace =
  | { readonly kind: "recent" }
  | { readonly kind: "top" }
  | { readonly kind: "trash" }
  | { readonly kind: "folder"; readonly folderId: string };

const WORDS = ["top", "trash"] as const;
const PARAMS = { folder: NAME };

/** The place, kept in the address. */
export function useDocsPlace(): DocsPlace {
  const [{ folder: value }] = useAddress(PARAMS);
  if (value === null) return { kind: "recent" };
  const word = WORDS.find((each) => each === value);
  return word ? { kind: word } : { kind: "folder", folderId: value };
}

export function placeHref(accountSlug: string, place: DocsPlace): string {
  if (place.kind === "recent") return `/${accountSlug}/docs`;
  return `/${accountSlug}/docs?folder=${place.kind === "folder" ? encodeURIComponent(place.folderId) : place.kind}`;
}

/** The folder of the place as the account has it; null when it is no folder or is gone. */
export function folderOf(place: DocsPlace, folders: readonly Folder[]): FolderId | null {
  if (place.kind !== "folder") return null;
  return folders.find((folder) => folder.folderId === place.folderId)?.folderId ?? null;
}
