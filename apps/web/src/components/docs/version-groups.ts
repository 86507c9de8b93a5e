// Autosave makes many versions: saves of one person in one go are shown as one entry. Pure.

export type VersionLike = { readonly version: number; readonly author: string; readonly at: number };
export type VersionGroup<Version extends VersionLike> = {
  /** The newest of them: its text is what this sitting led to. */
  readonly latest: Version;
  /** What was there before the sitting; 0 when nothing was. */
  readonly before: number;
  /** All of them, newest first. */
  readonly saves: readonly Version[];
};

const SITTING_MS = 10 * 60_000;

/** `versions` newest first and without gaps, as the server lists them. */
export function groupVersions<Version extends VersionLike>(
  versions: readonly Version[],
): VersionGroup<Version>[] {
  const sittings: Version[][] = [];
  for (const version of versions) {
    const sitting = sittings.at(-1);
    const oldest = sitting?.at(-1);
    const isSame = oldest?.author === version.author && oldest.at - version.at <= SITTING_MS;
    if (sitting && isSame) sitting.push(version);
    else sittings.push([version]);
  }
  return sittings.flatMap((saves) => {
    const [latest, oldest] = [saves[0], saves.at(-1)];
    return latest && oldest ? [{ latest, before: oldest.version - 1, saves }] : [];
  });
}

/** One save by itself, as an entry of its own. */
export function singleSave<Version extends VersionLike>(version: Version): VersionGroup<Version> {
  return { latest: version, before: version.version - 1, saves: [version] };
}
