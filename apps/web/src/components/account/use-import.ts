import { api } from "@mc/backend/api";
import type { Id } from "@mc/backend/dataModel";
import { type ExportRow, IMPORT_STEP_LABEL } from "@mc/shared/account/exportFile";
import { type ImportPlace, importRequest, importSettings, sendImport } from "@mc/shared/account/importSender";
import type { ErrorData } from "@mc/shared/errors";
import { useConvex } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { useRef, useState } from "react";
import { sendFile } from "@/components/docs/upload";
import { toAppError } from "@/lib/errors";
import { sameOrigin } from "@/lib/same-origin";
import { bytesIn, type ReadFile } from "./import-file";

export type ImportProgress = {
  readonly percent: number;
  readonly rows: number;
  readonly what: string;
  readonly leftMs: number | null;
};
export type ImportState =
  | { readonly kind: "idle" }
  | { readonly kind: "running"; readonly progress: ImportProgress }
  | { readonly kind: "stopped"; readonly message: string }
  | {
      readonly kind: "done";
      readonly slug: string;
      readonly rows: number;
      readonly skipped: number;
      readonly unassigned: number;
      readonly filesMissing: number;
    };

/** Sends a file to a new account, batch by batch. Started again with the same file it goes on where it stopped. */
export function useImport() {
  const convex = useConvex();
  const [state, setState] = useState<ImportState>({ kind: "idle" });
  const isRunning = useRef(false);

  /** Bytes that the file carries, or that this installation still has under their address. */
  const store = async (accountId: Id<"accounts">, row: ExportRow): Promise<Id<"_storage"> | null> => {
    const blob = bytesIn(row) ?? (await fetched(row["url"]));
    if (!blob) return null;
    const { url } = await convex.mutation(api.documents.uploadUrl, { accountId });
    const name = typeof row["name"] === "string" ? row["name"] : "file";
    const storageId = await sendFile(url, new File([blob], name, { type: blob.type }));
    if (storageId === null) throw new BrokenUpload(name);
    return storageId;
  };

  const send = async (read: ReadFile, name: string): Promise<ImportState> => {
    const started = await convex.mutation(api.imports.start, {
      name,
      ...importRequest(read.file, read.fingerprint),
      settings: importSettings(read.file) as NonNullable<FunctionArgs<typeof api.imports.start>["settings"]>,
    });
    const { accountId, importId } = started;
    const known = await convex.query(api.imports.status, { accountId });
    const watch = watchProgress(read, known?.rowsDone ?? 0);
    await sendImport<Id<"_storage">>(read.file, known ?? { step: null, from: 0 }, {
      store: (row) => store(accountId, row),
      add: (batch) => convex.mutation(api.imports.add, { accountId, importId, ...batch }),
      addFile: (file) => convex.mutation(api.imports.addFile, { accountId, importId, ...file }),
      onPlace: (place) => setState({ kind: "running", progress: watch(place) }),
    });
    await convex.mutation(api.imports.finish, { accountId, importId });
    const end = await convex.query(api.imports.status, { accountId });
    const { skipped = 0, unassigned = 0, filesMissing = 0, countedHere = 0 } = end ?? {};
    const rows = (end?.rows ?? 0) - skipped - filesMissing - countedHere;
    return { kind: "done", slug: started.slug, rows, skipped, unassigned, filesMissing };
  };

  const run = async (read: ReadFile, name: string): Promise<void> => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ kind: "running", progress: { percent: 0, rows: 0, what: "the account", leftMs: null } });
    try {
      setState(await send(read, name));
    } catch (thrown) {
      setState({ kind: "stopped", message: toAppError(thrown).message });
    } finally {
      isRunning.current = false;
    }
  };

  return { state, run, reset: () => setState({ kind: "idle" }) };
}

/** A file that is here and did not arrive: the import stops at it instead of leaving it out. */
class BrokenUpload extends Error {
  readonly data: ErrorData;

  constructor(name: string) {
    super(`${name} did not arrive`);
    this.data = { code: "unavailable", message: `The connection broke while ${name} was sent.` };
  }
}

/** Figures of each place; the time that is left follows from the pace of this run. */
function watchProgress(read: ReadFile, rowsBefore: number): (place: ImportPlace) => ImportProgress {
  const total = Math.max(
    1,
    read.rows.reduce((sum, { rows }) => sum + rows, 0),
  );
  const startedAt = performance.now();
  return ({ step, from }) => {
    const nth = read.rows.findIndex((one) => one.step === step);
    const rows = read.rows.slice(0, Math.max(0, nth)).reduce((sum, one) => sum + one.rows, 0) + from;
    const sent = rows - rowsBefore;
    const leftMs = sent < 100 ? null : ((performance.now() - startedAt) / sent) * (total - rows);
    return {
      percent: Math.floor((100 * rows) / total),
      rows,
      what: step === null ? "the end" : IMPORT_STEP_LABEL[step],
      leftMs,
    };
  };
}

async function fetched(url: unknown): Promise<Blob | null> {
  if (typeof url !== "string" || !URL.canParse(url)) return null;
  const address = sameOrigin(url);
  // only what this installation serves: a file may name any address
  if (!address.startsWith("/convex/")) return null;
  try {
    const response = await fetch(address);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}
