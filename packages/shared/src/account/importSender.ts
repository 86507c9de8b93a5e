/** How a file becomes an account, whoever sends it: a browser or a command. The server says where to go on. */
import {
  EXPORT_FORMAT,
  EXPORT_VERSION,
  type ExportFile,
  type ExportRow,
  IMPORT_STEPS,
  type ImportStep,
  nextBatch,
  rowsOfStep,
} from "./exportFile.ts";

/** Rows and characters of one batch; the server takes no more. */
export const IMPORT_BATCH = { maxRows: 50, maxChars: 1_000_000 } as const;

export type ImportPlace = { readonly step: ImportStep | null; readonly from: number };

/** What is asked of the server at the beginning, but for the settings and the name of the new account. */
export function importRequest(file: ExportFile, fingerprint: string) {
  const { name, slug, exportedAt } = file.head;
  return {
    format: EXPORT_FORMAT as "mission-control-account",
    version: EXPORT_VERSION as 1,
    fingerprint,
    source: { name, slug, exportedAt },
    rows: IMPORT_STEPS.map((step) => ({ step, rows: rowsOfStep(file, step).length })),
  };
}

const SETTINGS = [
  "timeZone",
  "standupTime",
  "theme",
  "agentDefaults",
  "notificationPreferences",
  "requiresApprovalForActions",
  "agentSettings",
] as const;

/** The settings of the file that accounts have; a later version may write more. */
export function importSettings({ head }: Pick<ExportFile, "head">): Record<string, unknown> {
  const given = head.settings ?? {};
  return Object.fromEntries(
    SETTINGS.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
}

type ImportDoor<StorageId> = {
  /** Stores the bytes of a row; null where there are none to be had. */
  readonly store: (row: ExportRow) => Promise<StorageId | null>;
  readonly add: (batch: { step: ImportStep; from: number; rows: string }) => Promise<ImportPlace>;
  readonly addFile: (file: {
    from: number;
    row: string;
    storageId: StorageId | null;
  }) => Promise<ImportPlace>;
  readonly onPlace: (place: ImportPlace) => void;
};

/** Sends what is missing from `start` on, until the server asks for nothing more. */
export async function sendImport<StorageId>(
  file: Pick<ExportFile, "tables">,
  start: ImportPlace,
  door: ImportDoor<StorageId>,
): Promise<void> {
  let place = start;
  let rows: readonly ExportRow[] = [];
  let sortedFor: ImportStep | null = null;
  while (place.step !== null) {
    const { step, from } = place;
    door.onPlace(place);
    // sorted once per step, which may have many batches
    if (sortedFor !== step) rows = rowsOfStep(file, step);
    sortedFor = step;
    if (step === "files") {
      const { data: _data, ...row } = rows[from] ?? {};
      const storageId = await door.store(rows[from] ?? {});
      place = await door.addFile({ from, row: JSON.stringify(row), storageId });
    } else {
      place = await door.add({ step, from, rows: nextBatch(rows, from, IMPORT_BATCH).json });
    }
  }
}
