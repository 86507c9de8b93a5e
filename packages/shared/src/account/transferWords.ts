/** What an export and an import say to people, whoever runs them: a browser or a command. */
import { IMPORT_STEP_LABEL } from "./exportFile.ts";
import { type Absent, CARRIED_BYTES } from "./exportWriter.ts";

/** Tables that an export takes away and no import brings in. */
const KEPT_LABEL = {
  invitations: "invitations",
  skillTexts: "texts of skills",
  runs: "runs",
  toolCalls: "calls of tools",
  approvals: "approvals",
  activities: "activities",
  runtimes: "runtimes",
  runtimeCommands: "commands of runtimes",
  runtimeIncidents: "incidents of runtimes",
  rollouts: "rollouts",
  rolloutTargets: "runtimes of rollouts",
  usage: "lines of usage",
};

/** Tables of the file as people read them; one that nobody has named yet goes by its own name. */
export function tableLabel(table: string): string {
  const labels: Readonly<Record<string, string>> = { ...IMPORT_STEP_LABEL, ...KEPT_LABEL };
  return labels[table] ?? table;
}

/** Files whose bytes an export had to leave out, each with why; null when it carries them all. */
export function absentNote({ gone, unread, full }: Absent): string | null {
  const are = (count: number) => (count === 1 ? "is" : "are");
  const all = gone + unread + full;
  if (all === 0) return null;
  const reasons = [
    { count: gone, why: `${are(gone)} no longer in the storage` },
    { count: unread, why: "could not be read just now" },
    {
      count: full,
      why: `${are(full)} beyond the ${CARRIED_BYTES / (1024 * 1024)} MB that one export carries`,
    },
  ].filter(({ count }) => count > 0);
  const they = all === 1 ? "it" : "they";
  const whys = reasons.map(({ count, why }) => `${count === all ? they : count.toLocaleString("en")} ${why}`);
  return `${counted(all, "file")} ${are(all)} in the export by name alone: ${whys.join(", ")}.`;
}

type Brought = { readonly skipped: number; readonly filesMissing: number; readonly unassigned: number };

/** What an import did not bring over, a sentence for each kind. */
export function importNotes({ skipped, filesMissing, unassigned }: Brought): string[] {
  return [
    skipped > 0
      ? `${counted(skipped, "row")} named something that the file does not hold, and stayed out.`
      : null,
    filesMissing > 0
      ? `${counted(filesMissing, "file")} stayed out: without bytes, or as a picture that is too big, is no image, or whose person has one already.`
      : null,
    unassigned > 0
      ? `${counted(unassigned, "task")} had somebody who is not here. Invite them by their e-mail address, and what they wrote is theirs again.`
      : null,
  ].filter((note) => note !== null);
}

export function counted(count: number, word: string): string {
  return `${count.toLocaleString("en")} ${word}${count === 1 ? "" : "s"}`;
}
