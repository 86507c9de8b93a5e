/**
 * The file that an export of an account is, read again: what may be imported, in which order, and what stays in the file.
 * The order is such that a row comes after every row that it names, so that one pass is enough.
 */
export const EXPORT_FORMAT = "mission-control-account";
export const EXPORT_VERSION = 1;

/** What a browser reads at once; a bigger account moves with `npx convex export`. */
export const MAX_EXPORT_BYTES = 400 * 1024 * 1024;

/** Tables of the file that are brought over, in this order. */
export const IMPORT_STEPS = [
  "memberships",
  "skills",
  "agents",
  "documentFolders",
  "files",
  "tasks",
  "taskDescriptions",
  "taskBlockers",
  "recurrences",
  "documents",
  "documentVersions",
  "documentLinks",
  "documentComments",
  "messages",
  "standups",
  "dailyMetrics",
  "usageTotals",
  "budgets",
] as const;
export type ImportStep = (typeof IMPORT_STEPS)[number];

/** As people read them. */
export const IMPORT_STEP_LABEL = {
  memberships: "people",
  skills: "skills",
  agents: "agents",
  documentFolders: "folders",
  files: "files",
  tasks: "tasks",
  taskDescriptions: "descriptions",
  taskBlockers: "links between tasks",
  recurrences: "recurring tasks",
  documents: "documents",
  documentVersions: "versions of documents",
  documentLinks: "links of documents",
  documentComments: "comments",
  messages: "messages",
  standups: "stand-ups",
  dailyMetrics: "daily figures",
  usageTotals: "sums of usage",
  budgets: "budgets",
} as const satisfies Record<ImportStep, string>;

export type ExportRow = Readonly<Record<string, unknown>>;
type ExportHead = {
  readonly name: string;
  readonly slug: string;
  /** Epoch milliseconds. */
  readonly exportedAt: number;
  /** The account's settings, as the importing side checks them; null in a file without. */
  readonly settings: ExportRow | null;
};
export type ExportFile = {
  readonly head: ExportHead;
  readonly tables: Readonly<Record<string, readonly ExportRow[]>>;
};

type Read = { ok: true; file: ExportFile } | { ok: false; message: string };

/** Judges what was parsed; a refusal says what to do instead. */
export function readExport(parsed: unknown): Read {
  if (!isRow(parsed) || parsed["format"] !== EXPORT_FORMAT) {
    return no("This is no export of Mission Control. Choose the .json file that Settings, Data gave you.");
  }
  const version = parsed["version"];
  if (version !== EXPORT_VERSION) {
    return no(
      `This file has the format ${String(version)}, and this installation reads ${EXPORT_VERSION}. ${
        typeof version === "number" && version > EXPORT_VERSION
          ? "Update the installation, then import it."
          : "Export the account again."
      }`,
    );
  }
  const { name, slug, exportedAt, tables, settings } = parsed;
  const at = typeof exportedAt === "string" ? parseIsoTime(exportedAt) : null;
  if (typeof name !== "string" || typeof slug !== "string" || at === null || !isRow(tables)) {
    return no("The file is damaged: its first lines are not complete. Export the account again.");
  }
  const rows: Record<string, readonly ExportRow[]> = {};
  for (const [table, list] of Object.entries(tables)) {
    if (!Array.isArray(list) || !list.every(isRow)) {
      return no(`The file is damaged: its table ${table} is not a list of rows. Export the account again.`);
    }
    rows[table] = list;
  }
  return {
    ok: true,
    file: { head: { name, slug, exportedAt: at, settings: isRow(settings) ? settings : null }, tables: rows },
  };
}

/** The rows of a step in the order in which they go over. */
export function rowsOfStep({ tables }: Pick<ExportFile, "tables">, step: ImportStep): ExportRow[] {
  const rows = [...(tables[step] ?? [])].sort((one, other) => madeAt(one) - madeAt(other));
  if (step === "skills") {
    const texts = new Map((tables["skillTexts"] ?? []).map((row) => [row["skillId"], row["text"]]));
    return rows.map((row) => ({ ...row, text: texts.get(row["_id"]) ?? "" }));
  }
  if (step === "documentFolders" || step === "tasks") return parentsFirst(rows);
  if (step === "files") {
    return picturesLast(rows, tables["memberships"] ?? []);
  }
  return rows;
}

/** Tables that stay in the file, with how many rows each has: they prove what happened there and cannot happen here again. */
export function leftBehind({ tables }: Pick<ExportFile, "tables">): { table: string; rows: number }[] {
  const taken = new Set<string>([...IMPORT_STEPS, "skillTexts"]);
  return Object.entries(tables)
    .filter(([table, rows]) => !taken.has(table) && rows.length > 0)
    .map(([table, rows]) => ({ table, rows: rows.length }));
}

type Bounds = { maxRows: number; maxChars: number };

/** The next rows that travel together, as JSON; at least one, however long. */
export function nextBatch(
  rows: readonly ExportRow[],
  from: number,
  { maxRows, maxChars }: Bounds,
): { rows: number; json: string } {
  const parts: string[] = [];
  let length = 0;
  for (const row of rows.slice(from, from + maxRows)) {
    const part = JSON.stringify(row);
    if (parts.length > 0 && length + part.length > maxChars) break;
    parts.push(part);
    length += part.length;
  }
  return { rows: parts.length, json: `[${parts.join(",")}]` };
}

/** When a row was made; an account that was imported before says so itself. */
function madeAt(row: ExportRow): number {
  const at = row["originalAt"] ?? row["_creationTime"];
  return typeof at === "number" ? at : 0;
}

/**
 * People come first and cannot name a file; so a picture says whose it is. Pictures come after all other files: an import
 * that was begun when they stayed behind counted its files without them, and finds each file at the place where it was.
 */
function picturesLast(files: readonly ExportRow[], people: readonly ExportRow[]): ExportRow[] {
  const owners = new Map(people.map((row) => [row["pictureId"], row["_id"]]));
  const others = files.filter((row) => !owners.has(row["_id"]));
  const pictures = files.filter((row) => owners.has(row["_id"]));
  return [...others, ...pictures.map((row) => ({ ...row, pictureOf: owners.get(row["_id"]) }))];
}

/** Rows whose parent is missing come first, as those without one; a circle comes last and loses its parents on the way. */
function parentsFirst(rows: readonly ExportRow[]): ExportRow[] {
  const ids = new Set(rows.map((row) => row["_id"]));
  const sorted: ExportRow[] = [];
  const placed = new Set<unknown>();
  for (let waiting = rows; waiting.length > 0; ) {
    const isFree = ({ parentId }: ExportRow) => !ids.has(parentId) || placed.has(parentId);
    const free = waiting.filter(isFree);
    if (free.length === 0) return [...sorted, ...waiting];
    for (const row of free) {
      sorted.push(row);
      placed.add(row["_id"]);
    }
    waiting = waiting.filter((row) => !placed.has(row["_id"]));
  }
  return sorted;
}

const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?Z$/;

/** Milliseconds of a time as `toISOString` writes it; null for anything else. Without the clock, which rules do not read. */
function parseIsoTime(text: string): number | null {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  // days since 1970, counted from March so that the leap day is the last of its year
  const shifted = month > 2 ? year : year - 1;
  const days =
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    Math.floor((153 * ((month + 9) % 12) + 2) / 5) +
    day -
    1 -
    719_468;
  return (
    ((days * 24 + hour) * 60 + minute) * 60_000 + second * 1_000 + Number((match[7] ?? "0").padEnd(3, "0"))
  );
}

function isRow(value: unknown): value is ExportRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function no(message: string): Read {
  return { ok: false, message };
}
