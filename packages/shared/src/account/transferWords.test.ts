import { describe, expect, test } from "vitest";
import { absentNote, importNotes, tableLabel } from "./transferWords.ts";

describe("what an export and an import say", () => {
  test("of files without bytes: how many, and why", () => {
    expect(absentNote({ gone: 0, unread: 0, full: 0 })).toBeNull();
    expect(absentNote({ gone: 1, unread: 0, full: 0 })).toBe(
      "1 file is in the export by name alone: it is no longer in the storage.",
    );
    expect(absentNote({ gone: 0, unread: 2, full: 0 })).toBe(
      "2 files are in the export by name alone: they could not be read just now.",
    );
    expect(absentNote({ gone: 1, unread: 2, full: 1_200 })).toBe(
      "1,203 files are in the export by name alone: 1 is no longer in the storage, 2 could not be read just now, 1,200 are beyond the 240 MB that one export carries.",
    );
  });

  test("of rows and files that stayed out: each for itself", () => {
    expect(importNotes({ skipped: 0, filesMissing: 0, unassigned: 0 })).toEqual([]);
    const [rows, files, tasks] = importNotes({ skipped: 1, filesMissing: 2, unassigned: 3 });
    expect(rows).toMatch(/^1 row named something/);
    expect(files).toMatch(/^2 files stayed out: without bytes/);
    expect(tasks).toMatch(/^3 tasks had somebody who is not here/);
  });

  test("of tables: their names in words", () => {
    expect([tableLabel("taskDescriptions"), tableLabel("toolCalls")]).toEqual([
      "descriptions",
      "calls of tools",
    ]);
    expect(tableLabel("laterThings")).toBe("laterThings");
  });
});
