// The folder tree as rows in reading order. Pure.

export type FolderLike<Id extends string = string> = {
  readonly folderId: Id;
  readonly parentId: Id | null;
  readonly name: string;
};
export type FolderRow<Id extends string = string> = {
  readonly folderId: Id;
  readonly parentId: Id | null;
  readonly name: string;
  readonly depth: number;
  readonly hasChildren: boolean;
};

/** Every folder under its parent, by name. A folder whose parent is gone stands at the top, so that none is ever hidden. */
export function folderRows<Id extends string>(folders: readonly FolderLike<Id>[]): FolderRow<Id>[] {
  const known = new Set(folders.map((folder) => folder.folderId));
  const children = new Map<Id | null, FolderLike<Id>[]>();
  for (const folder of folders) {
    const parentId = folder.parentId !== null && known.has(folder.parentId) ? folder.parentId : null;
    children.set(parentId, [...(children.get(parentId) ?? []), folder]);
  }
  const rowsUnder = (parentId: Id | null, depth: number): FolderRow<Id>[] =>
    (children.get(parentId) ?? [])
      .toSorted((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }))
      .flatMap((folder) => [
        { ...folder, depth, hasChildren: children.has(folder.folderId) },
        ...rowsUnder(folder.folderId, depth + 1),
      ]);
  return rowsUnder(null, 0);
}

/** Rows that are seen when the given folders are folded together. */
export function visibleRows<Id extends string>(
  rows: readonly FolderRow<Id>[],
  folded: ReadonlySet<string>,
): FolderRow<Id>[] {
  let hiddenBelow: number | null = null;
  return rows.filter((row) => {
    if (hiddenBelow !== null && row.depth > hiddenBelow) return false;
    hiddenBelow = folded.has(row.folderId) ? row.depth : null;
    return true;
  });
}

/** The folder and everything in it: where it cannot be moved to. */
export function withDescendants<Id extends string>(rows: readonly FolderRow<Id>[], folderId: Id): Set<Id> {
  const inside = new Set<Id>([folderId]);
  // Rows are in reading order, so a parent always comes before its children.
  for (const row of rows) if (row.parentId !== null && inside.has(row.parentId)) inside.add(row.folderId);
  return inside;
}

/** Names from the top down to the folder; empty when it is not there. */
export function folderPath<Id extends string>(
  folders: readonly FolderLike<Id>[],
  folderId: Id | null,
): FolderLike<Id>[] {
  const byId = new Map(folders.map((folder) => [folder.folderId, folder]));
  const path: FolderLike<Id>[] = [];
  let at = folderId === null ? undefined : byId.get(folderId);
  while (at && !path.includes(at)) {
    path.unshift(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return path;
}
