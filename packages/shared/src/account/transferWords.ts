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
  const all = gone + unread + full;
  if (all === 0) return null;
  const reasons = [
    gone > 0 ? `${said(gone)} no longer in the storage` : null,
    unread > 0 ? `${said(unread)} not to be had just now` : null,
    full > 0 ? `${said(full)} beyond the ${CARRIED_BYTES / (1024 * 1024)} MB that one export carries` : null,
  ].filter((reason) => reason !== null);
  return `${counted(all, "file")} ${all === 1 ? "is" : "are"} in it by name alone: ${reasons.join(", ")}.`;
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

function said(count: number): string {
  return `${count.toLocaleString("en")} ${count === 1 ? "is" : "are"}`;
}
