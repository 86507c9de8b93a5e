import { api } from "@mc/backend/api";
import { EXPORT_FORMAT, EXPORT_VERSION } from "@mc/shared/account/exportFile";
import { useConvex } from "convex/react";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useState } from "react";
import { asText } from "@/components/account/import-file";
import { useAccount } from "@/components/account/use-account";
import { toAppError } from "@/lib/errors";
import { sameOrigin } from "@/lib/same-origin";
import { toast, toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

/** The server gives fewer where rows are long. */
const PAGE = 200;
/** Bytes of files that one export carries; beyond, a file is named with its address alone. */
const CARRIED_BYTES = 240 * 1024 * 1024;

type ExportedTable = FunctionArgs<typeof api.accounts.exportPage>["table"];
type ExportPage = FunctionReturnType<typeof api.accounts.exportPage>;
type Progress = { readonly table: string; readonly percent: number; readonly rows: number };

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
  const [progress, setProgress] = useState<Progress | null>(null);

  const pagesOf = async (table: ExportedTable, onRows: (count: number) => void): Promise<string[]> => {
    const parts: string[] = [];
    const carry = carrier();
    for (let cursor: string | null = null, isDone = false; !isDone; ) {
      const page: ExportPage = await convex.query(api.accounts.exportPage, {
        accountId,
        table,
        paginationOpts: { numItems: PAGE, cursor },
      });
      for (const row of page.rows) {
        parts.push(JSON.stringify(table === "files" ? await carry(row) : row));
        onRows(1);
      }
      cursor = page.cursor;
      isDone = page.isDone;
    }
    return parts;
  };

  const run = async (): Promise<void> => {
    const started = await start.run({ accountId });
    if (!started.ok) return;
    const { tables, exportedAt, settings } = started.value;
    const head = {
      format: EXPORT_FORMAT,
      version: EXPORT_VERSION,
      name,
      slug,
      exportedAt: new Date(exportedAt),
      settings,
    };
    const parts = [`${JSON.stringify(head).slice(0, -1)},\n"tables": {`];
    let rows = 0;
    try {
      for (const [nth, table] of tables.entries()) {
        const percent = Math.floor((100 * nth) / tables.length);
        setProgress({ table, percent, rows });
        const pages = await pagesOf(table, (count) => {
          rows += count;
          setProgress({ table, percent, rows });
        });
        parts.push(`${nth === 0 ? "" : ","}\n${JSON.stringify(table)}: [\n`, pages.join(",\n"), "\n]");
      }
      parts.push("\n}}\n");
      save(new Blob(parts, { type: "application/json" }), `${slug}-${started.value.exportedAt}.json`);
      toast(`${rows.toLocaleString("en")} rows exported`);
    } catch (thrown) {
      const error = toAppError(thrown);
      toastError("The export stopped", `${error.message} Nothing was saved; start it again.`);
    } finally {
      setProgress(null);
    }
  };

  return { run, progress, isBusy: start.isBusy || progress !== null };
}

type Row = Readonly<Record<string, unknown>>;

/** Puts the bytes of files into their rows, until what one export carries is used up. */
function carrier(): (row: Row) => Promise<Row> {
  let carried = 0;
  return async (row) => {
    const { url, size } = row;
    if (typeof url !== "string" || typeof size !== "number" || carried + size > CARRIED_BYTES) return row;
    try {
      const response = await fetch(sameOrigin(url));
      if (!response.ok) return row;
      const blob = await response.blob();
      carried += blob.size;
      return { ...row, data: await asText(blob) };
    } catch {
      // a storage that this page may not read from: the row keeps its address
      return row;
    }
  };
}

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
