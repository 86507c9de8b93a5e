import { describe, expect, test } from "vitest";
import { type ExportRow, readExport } from "./exportFile.ts";
import { type Absent, CARRIED_BYTES, writeExport } from "./exportWriter.ts";

const head = { name: "Acme", slug: "acme", exportedAt: "2026-11-27T10:20:30.456Z", settings: {} };

/** What is written of these files, read again, and what is said of bytes that are not in it. */
async function exported(files: readonly ExportRow[], bytesAt: (url: string) => Promise<string | null>) {
  const absences: Absent[] = [];
  let text = "";
  const pieces = writeExport({
    head,
    tables: ["tasks", "files"],
    page: async (table, cursor) => {
      // a row a page, as the server gives them where rows are long
      const rows: readonly ExportRow[] = table === "files" ? files : [{ _id: "t", url: "/t", size: 1 }];
      const nth = Number(cursor ?? 0);
      return { rows: rows.slice(nth, nth + 1), cursor: String(nth + 1), isDone: nth + 1 >= rows.length };
    },
    bytesAt,
    onProgress: ({ absent }) => void absences.push(absent),
  });
  for await (const piece of pieces) text += piece;
  const read = readExport(JSON.parse(text));
  if (!read.ok) throw new TypeError(read.message);
  const { files: written, tasks } = read.file.tables;
  return { files: written, tasks, absent: absences.at(-1) };
}

const file = (name: string, size: number) => ({ _id: name, url: `https://here/convex/${name}`, size });

describe("writing an export", () => {
  test("carries bytes of files alone, and only up to what one export carries", async () => {
    const half = CARRIED_BYTES / 2;
    const [one, beyond, other, none] = [
      file("one", half),
      file("beyond", half + 1),
      file("other", half),
      file("none", 1),
    ];
    const asked: string[] = [];
    const { files, tasks, absent } = await exported([one, beyond, other, none], async (url) => {
      asked.push(url);
      return "Ynl0ZXM=";
    });
    expect(files).toEqual([{ ...one, data: "Ynl0ZXM=" }, beyond, { ...other, data: "Ynl0ZXM=" }, none]);
    expect(asked).toEqual([one.url, other.url]);
    expect(tasks).toEqual([{ _id: "t", url: "/t", size: 1 }]);
    expect(absent).toEqual({ gone: 0, unread: 0, full: 2 });
  });

  test("bytes that cannot be had leave the address and take no room, and are counted by why", async () => {
    const [deaf, whole] = [file("deaf", CARRIED_BYTES), file("whole", CARRIED_BYTES)];
    const gone = { _id: "gone", url: null, size: 3 };
    const { files, absent } = await exported([deaf, gone, whole], async (url) =>
      url === deaf.url ? null : "AA==",
    );
    expect(files).toEqual([deaf, gone, { ...whole, data: "AA==" }]);
    expect(absent).toEqual({ gone: 1, unread: 1, full: 0 });
  });
});
