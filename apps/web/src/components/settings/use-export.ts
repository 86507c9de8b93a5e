import { api } from "@mc/backend/api";
import { useConvex } from "convex/react";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { toAppError } from "@/lib/errors";
import { toast, toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";

/** The server gives fewer where rows are long. */
const PAGE = 200;

type ExportedTable = FunctionArgs<typeof api.accounts.exportPage>["table"];
type ExportPage = FunctionReturnType<typeof api.accounts.exportPage>;
type Progress = { readonly table: string; readonly percent: number; readonly rows: number };

/** Fetches the account page by page and hands it to the browser as one JSON file. */
export function useExport() {
  const { accountId, name, slug } = useAccount();
  const convex = useConvex();
  const start = useCommand(api.accounts.startExport);
  const [progress, setProgress] = useState<Progress | null>(null);

  const pagesOf = async (table: ExportedTable, onRows: (count: number) => void): Promise<string[]> => {
    const parts: string[] = [];
    for (let cursor: string | null = null, isDone = false; !isDone; ) {
      const page: ExportPage = await convex.query(api.accounts.exportPage, {
        accountId,
        table,
        paginationOpts: { numItems: PAGE, cursor },
      });
      if (page.rows.length > 0) parts.push(page.rows.map((row) => JSON.stringify(row)).join(",\n"));
      onRows(page.rows.length);
      cursor = page.cursor;
      isDone = page.isDone;
    }
    return parts;
  };

  const run = async (): Promise<void> => {
    const started = await start.run({ accountId });
    if (!started.ok) return;
    const { tables, exportedAt } = started.value;
    const head = {
      format: "mission-control-account",
      version: 1,
      name,
      slug,
      exportedAt: new Date(exportedAt),
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

function save(blob: Blob, fileName: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
