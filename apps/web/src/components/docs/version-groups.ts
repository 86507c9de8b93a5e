// Autosave makes many versions: saves of one person in one go are shown as one entry. Pure.

export type VersionLike = { readonly version: number; readonly author: string; readonly at: number };
export type VersionGroup<Version extends VersionLike> = {
  /** The newest of them: its text is what this sitting led to. */
  readonly latest: Version;
  /** What was there before the sitting; 0 when nothing was. */
  readonly before: number;
  readonly count: number;
};

const SITTING_MS = 10 * 60_000;

/** `versions` newest first and without gaps, as the server lists them. */
export function groupVersions<Version extends VersionLike>(
  versions: readonly Version[],
): VersionGroup<Version>[] {
  const groups: { latest: Version; oldest: Version; count: number }[] = [];
  for (const version of versions) {
    const last = groups.at(-1);
    if (last && last.oldest.author === version.author && last.oldest.at - version.at <= SITTING_MS) {
      last.oldest = version;
      last.count += 1;
    } else groups.push({ latest: version, oldest: version, count: 1 });
  }
  return groups.map(({ latest, oldest, count }) => ({ latest, before: oldest.version - 1, count }));
}
