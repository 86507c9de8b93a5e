// An exported file as a browser reads it: judged by the one rule of shared account/exportFile, and counted for people.
import {
  type ExportFile,
  IMPORT_STEP_LABEL,
  IMPORT_STEPS,
  type ImportStep,
  leftBehind,
  MAX_EXPORT_BYTES,
  readExport,
  rowsOfStep,
} from "@mc/shared/account/exportFile";

export type ReadFile = {
  readonly file: ExportFile;
  /** SHA-256: the same file is known again. */
  readonly fingerprint: string;
  readonly rows: readonly { readonly step: ImportStep; readonly rows: number }[];
};
export type Reading =
  | { readonly ok: true; readonly read: ReadFile }
  | { readonly ok: false; readonly message: string };

const MEGABYTE = 1024 * 1024;

export async function readImportFile(chosen: File): Promise<Reading> {
  if (chosen.size > MAX_EXPORT_BYTES) {
    return no(
      `The file has ${Math.ceil(chosen.size / MEGABYTE)} MB; a browser imports up to ${MAX_EXPORT_BYTES / MEGABYTE} MB. Whoever runs the installation moves bigger accounts with npx convex export and import.`,
    );
  }
  const bytes = await chosen.arrayBuffer();
  const parsed = parse(new TextDecoder().decode(bytes));
  const judged = readExport(parsed);
  if (!judged.ok) return judged;
  const { file } = judged;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const fingerprint = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const rows = IMPORT_STEPS.map((step) => ({ step, rows: rowsOfStep(file, step).length }));
  return { ok: true, read: { file, fingerprint, rows } };
}

/** "3 people, 12 tasks, 40 messages", what people look for first. */
export function contentsOf({ rows }: ReadFile): string {
  const named: readonly ImportStep[] = ["memberships", "agents", "tasks", "messages", "documents", "files"];
  const parts = named.flatMap((step) => {
    const count = rows.find((one) => one.step === step)?.rows ?? 0;
    return count === 0
      ? []
      : [`${count.toLocaleString("en")} ${count === 1 ? SINGULAR[step] : IMPORT_STEP_LABEL[step]}`];
  });
  return parts.length === 0 ? "nothing that can be brought over" : parts.join(", ");
}

const SINGULAR: Partial<Record<ImportStep, string>> = {
  memberships: "person",
  agents: "agent",
  tasks: "task",
  messages: "message",
  documents: "document",
  files: "file",
};

const LEFT_LABEL: Record<string, string> = {
  activities: "activities",
  runs: "runs",
  toolCalls: "calls of tools",
  approvals: "approvals",
  usage: "lines of usage",
  invitations: "invitations",
  runtimes: "runtimes",
};

/** What stays in the file: the record of what happened there, which nobody can write here. */
export function staysBehind({ file }: ReadFile): string {
  return leftBehind(file)
    .flatMap(({ table, rows }) => {
      const label = LEFT_LABEL[table];
      return label ? [`${rows.toLocaleString("en")} ${label}`] : [];
    })
    .join(", ");
}

/** The bytes that a row of a file carries; null when it carries none. */
export function bytesIn(row: Readonly<Record<string, unknown>>): Blob | null {
  const { data } = row;
  if (typeof data !== "string") return null;
  try {
    const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
    return new Blob([bytes], { type: typeof row["contentType"] === "string" ? row["contentType"] : "" });
  } catch {
    return null;
  }
}

/** Bytes as text inside JSON, a piece at a time: one call takes only so many arguments. */
export async function asText(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  let binary = "";
  const piece = 32_768;
  for (let from = 0; from < bytes.length; from += piece) {
    binary += String.fromCharCode(...bytes.subarray(from, from + piece));
  }
  return btoa(binary);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function no(message: string): Reading {
  return { ok: false, message };
}
