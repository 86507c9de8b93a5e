import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExportRow, IMPORT_STEPS, leftBehind, nextBatch, readExport, rowsOfStep } from "./exportFile.ts";

const head = {
  format: "mission-control-account",
  version: 1,
  name: "Acme",
  slug: "acme",
  exportedAt: "2026-11-27T10:20:30.456Z",
  tables: {},
};

describe("the file of an export", () => {
  test("is read with its time", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1990-01-01"), max: new Date("2200-01-01"), noInvalidDate: true }),
        (at) => {
          const read = readExport({ ...head, exportedAt: at.toISOString() });
          expect(read).toMatchObject({ ok: true, file: { head: { exportedAt: at.getTime() } } });
        },
      ),
    );
  });

  test("of another format or version, or a damaged one, is refused with a sentence that says what to do", () => {
    const refusals = [
      [null, /no export of Mission Control/],
      [{ tables: {} }, /no export of Mission Control/],
      [{ ...head, version: 2 }, /format 2.*Update the installation/],
      [{ ...head, version: "1" }, /Export the account again/],
      [{ ...head, exportedAt: "yesterday" }, /damaged/],
      [{ ...head, tables: { tasks: {} } }, /table tasks is not a list/],
      [{ ...head, tables: { tasks: [1] } }, /table tasks is not a list/],
    ] as const;
    for (const [parsed, sentence] of refusals) {
      expect(readExport(parsed)).toMatchObject({ ok: false, message: expect.stringMatching(sentence) });
    }
  });

  test("hands over every row once, none before its parent", () => {
    const rows = fc
      .array(fc.record({ parent: fc.nat(40), at: fc.nat(1_000) }), { maxLength: 40 })
      .map((list): ExportRow[] =>
        list.map(({ parent, at }, nth) => ({
          _id: `t${nth}`,
          _creationTime: at,
          // only to earlier numbers, so that there is no circle
          ...(parent < nth ? { parentId: `t${parent}` } : {}),
        })),
      );
    fc.assert(
      fc.property(rows, fc.constantFrom("tasks" as const, "documentFolders" as const), (list, step) => {
        const sorted = rowsOfStep({ tables: { [step]: list } }, step);
        expect(sorted.map((row) => row["_id"]).toSorted()).toEqual(list.map((row) => row["_id"]).toSorted());
        for (const [place, { parentId }] of sorted.entries()) {
          const parent = sorted.findIndex((row) => row["_id"] === parentId);
          expect(parent).toBeLessThan(place);
        }
      }),
    );
  });

  test("a circle of parents ends", () => {
    const circle = [
      { _id: "a", parentId: "b" },
      { _id: "b", parentId: "a" },
    ];
    expect(rowsOfStep({ tables: { tasks: circle } }, "tasks")).toHaveLength(2);
  });

  test("travels in batches that lose and repeat nothing and keep to their bounds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 300 })),
        fc.integer({ min: 1, max: 9 }),
        (texts, maxRows) => {
          const rows = texts.map((text) => ({ text }));
          const seen: unknown[] = [];
          for (let from = 0; from < rows.length; ) {
            const batch = nextBatch(rows, from, { maxRows, maxChars: 400 });
            expect(batch.rows).toBeGreaterThan(0);
            expect(batch.rows).toBeLessThanOrEqual(maxRows);
            if (batch.rows > 1) expect(batch.json.length).toBeLessThanOrEqual(400 + batch.rows + 1);
            seen.push(...(JSON.parse(batch.json) as unknown[]));
            from += batch.rows;
          }
          expect(seen).toEqual(rows);
        },
      ),
    );
  });

  test("says what stays in it", () => {
    const tables = { tasks: [{}], skillTexts: [{}], activities: [{}, {}], runs: [] };
    expect(leftBehind({ tables })).toEqual([{ table: "activities", rows: 2 }]);
    expect(IMPORT_STEPS).toContain("tasks");
  });

  test("pictures come after every other file and say whose they are, so that an import counted without them finds its place", () => {
    const ids = fc.uniqueArray(fc.nat(40), { maxLength: 20 });
    fc.assert(
      fc.property(ids, ids, (made, pictured) => {
        const files = made.map((at) => ({ _id: `f${at}`, _creationTime: at }));
        const memberships = [
          { _id: "none" },
          ...pictured.map((at) => ({ _id: `m${at}`, pictureId: `f${at}` })),
        ];
        const without = files.filter(({ _creationTime }) => !pictured.includes(_creationTime));
        const whole = rowsOfStep({ tables: { files, memberships } }, "files");
        expect(whole.slice(0, without.length)).toEqual(rowsOfStep({ tables: { files: without } }, "files"));
        const pictures = files.filter(({ _creationTime }) => pictured.includes(_creationTime));
        expect(whole.slice(without.length)).toEqual(
          rowsOfStep({ tables: { files: pictures } }, "files").map((row) => ({
            ...row,
            pictureOf: `m${row["_creationTime"]}`,
          })),
        );
      }),
    );
  });

  test("the text of a skill travels with it", () => {
    const tables = { skills: [{ _id: "s" }], skillTexts: [{ skillId: "s", text: "# Steps" }] };
    expect(rowsOfStep({ tables }, "skills")).toEqual([{ _id: "s", text: "# Steps" }]);
  });
});
