/** How an account becomes a file, whoever writes it: a browser or a command. */
import { EXPORT_FORMAT, EXPORT_VERSION, type ExportRow } from "./exportFile.ts";

/** Rows asked for at once; the server gives fewer where rows are long. */
export const EXPORT_PAGE_ROWS = 200;
/** Bytes of files that one export carries; beyond, a file is named with its address alone. */
export const CARRIED_BYTES = 240 * 1024 * 1024;

type Page = { readonly rows: readonly ExportRow[]; readonly cursor: string; readonly isDone: boolean };

export type ExportSource<Table extends string> = {
  readonly head: {
    readonly name: string;
    readonly slug: string;
    /** As `toISOString` writes it. */
    readonly exportedAt: string;
    readonly settings: object;
  };
  readonly tables: readonly Table[];
  readonly page: (table: Table, cursor: string | null) => Promise<Page>;
  /** The bytes at an address as base64; null where they cannot be had: the row keeps its address then, and is counted. */
  readonly bytesAt: (url: string) => Promise<string | null>;
  /** Called before the first row of each table, and after every page. */
  readonly onProgress: (progress: ExportProgress) => void;
};
export type ExportProgress = {
  readonly table: string;
  readonly percent: number;
  readonly rows: number;
  readonly absent: Absent;
};
/** Files whose bytes are not in the export: there are none, they could not be fetched, or it carries enough already. */
export type Absent = { readonly gone: number; readonly unread: number; readonly full: number };
type Carried = { row: ExportRow; absent?: keyof Absent };

/** The text of the file, piece by piece, so that nobody has to hold it whole; shared exportFile reads it again. */
export async function* writeExport<Table extends string>(
  source: ExportSource<Table>,
): AsyncGenerator<string> {
  const { head, tables, page: pageOf, onProgress } = source;
  yield `${JSON.stringify({ format: EXPORT_FORMAT, version: EXPORT_VERSION, ...head }).slice(0, -1)},\n"tables": {`;
  const carry = carrier(source.bytesAt);
  let rows = 0;
  let absent: Absent = { gone: 0, unread: 0, full: 0 };
  for (const [nth, table] of tables.entries()) {
    const percent = Math.floor((100 * nth) / tables.length);
    onProgress({ table, percent, rows, absent });
    yield `${nth === 0 ? "" : ","}\n${JSON.stringify(table)}: [\n`;
    let isFirst = true;
    for (let cursor: string | null = null, isDone = false; !isDone; ) {
      const page: Page = await pageOf(table, cursor);
      for (const plain of page.rows) {
        const { row, absent: why }: Carried = table === "files" ? await carry(plain) : { row: plain };
        if (why) absent = { ...absent, [why]: absent[why] + 1 };
        yield `${isFirst ? "" : ",\n"}${JSON.stringify(row)}`;
        isFirst = false;
      }
      rows += page.rows.length;
      onProgress({ table, percent, rows, absent });
      ({ cursor, isDone } = page);
    }
    yield "\n]";
  }
  yield "\n}}\n";
}

/** Puts the bytes of files into their rows, until what one export carries is used up. */
function carrier(bytesAt: (url: string) => Promise<string | null>): (row: ExportRow) => Promise<Carried> {
  let carried = 0;
  return async (row) => {
    const { url, size } = row;
    if (typeof url !== "string" || typeof size !== "number") return { row, absent: "gone" };
    if (carried + size > CARRIED_BYTES) return { row, absent: "full" };
    const data = await bytesAt(url);
    if (data === null) return { row, absent: "unread" };
    carried += size;
    return { row: { ...row, data } };
  };
}
