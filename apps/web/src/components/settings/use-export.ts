import { api } from "@mc/backend/api";
import { EXPORT_PAGE_ROWS, type ExportProgress, writeExport } from "@mc/shared/account/exportWriter";
import { absentNote } from "@mc/shared/account/transferWords";
import { useConvex } from "convex/react";
import type { FunctionArgs } from "convex/server";
import { useState } from "react";
import { asText } from "@/components/account/import-file";
import { useAccount } from "@/components/account/use-account";
import { toAppError } from "@/lib/errors";
import { sameOrigin } from "@/lib/same-origin";
import { toast, toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

type ExportedTable = FunctionArgs<typeof api.accounts.exportPage>["table"];

/** Where this account was imported from, and how far that is; null when it was not. */
export function useImportStatus() {
  const { accountId } = useAccount();
  return useLive(api.imports.status, { accountId });
}

/** Fetches the account page by page and hands it to the browser as one JSON file. */
export function useExport() {
  const { accountId, name, slug } = useAccount();
  const convex = useConvex();
  const start = useCommand(api.accounts.startExport);
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  // stays on the page: whoever keeps the file must not miss what it lacks
  const [note, setNote] = useState<string | null>(null);

  const run = async (): Promise<void> => {
    const started = await start.run({ accountId });
    if (!started.ok) return;
    const { tables, exportedAt, settings } = started.value;
    const parts: string[] = [];
    let rows = 0;
    setNote(null);
    try {
      const pieces = writeExport<ExportedTable>({
        head: { name, slug, exportedAt: new Date(exportedAt).toISOString(), settings },
        tables,
        page: (table, cursor) =>
          convex.query(api.accounts.exportPage, {
            accountId,
            table,
            paginationOpts: { numItems: EXPORT_PAGE_ROWS, cursor },
          }),
        bytesAt,
        onProgress: (next) => {
          rows = next.rows;
          setNote(absentNote(next.absent));
          setProgress(next);
        },
      });
      for await (const piece of pieces) parts.push(piece);
      save(new Blob(parts, { type: "application/json" }), `${slug}-${started.value.exportedAt}.json`);
      toast(`${rows.toLocaleString("en")} rows exported`);
    } catch (thrown) {
      const error = toAppError(thrown);
      setNote(null);
      toastError("The export stopped", `${error.message} Nothing was saved; start it again.`);
    } finally {
      setProgress(null);
    }
  };

  return { run, progress, note, isBusy: start.isBusy || progress !== null };
}

/** A storage that this page may not read from gives none. */
async function bytesAt(url: string): Promise<string | null> {
  try {
    const response = await fetch(sameOrigin(url));
    return response.ok ? await asText(await response.blob()) : null;
  } catch {
    return null;
  }
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
