import { describe, expect, it } from "vitest";
import { asText, bytesIn, contentsOf, readImportFile, staysBehind } from "./import-file.ts";

const text = JSON.stringify({
  format: "mission-control-account",
  version: 1,
  name: "Acme",
  slug: "acme",
  exportedAt: "2026-11-27T10:00:00.000Z",
  settings: { timeZone: "Europe/Berlin", unheard: true },
  tables: { memberships: [{}], tasks: [{}, {}], activities: [{}, {}, {}], counters: [{}] },
});

describe("an exported file in the browser", () => {
  it("says what comes over and what stays", async () => {
    const reading = await readImportFile(new File([text], "acme.json"));
    if (!reading.ok) throw new TypeError(reading.message);
    expect(contentsOf(reading.read)).toBe("1 person, 2 tasks");
    expect(staysBehind(reading.read)).toBe("3 activities");
    expect(reading.read.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it("is known again, and another one is another one", async () => {
    const [one, same, other] = await Promise.all(
      [text, text, `${text} `].map(async (content) => await readImportFile(new File([content], "a.json"))),
    );
    const print = (reading: typeof one) => (reading?.ok ? reading.read.fingerprint : null);
    expect(print(one)).toBe(print(same));
    expect(print(one)).not.toBe(print(other));
  });

  it("that is no export is refused in a sentence", async () => {
    expect(await readImportFile(new File(["not json"], "a.json"))).toMatchObject({ ok: false });
    expect(await readImportFile(new File(["[]"], "a.json"))).toMatchObject({
      ok: false,
      message: expect.stringContaining("no export of Mission Control"),
    });
  });

  it("carries bytes unchanged, every value of them", async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, nth) => (nth * 7) % 256);
    const data = await asText(new Blob([bytes]));
    const back = bytesIn({ data, contentType: "image/png" });
    expect(back?.type).toBe("image/png");
    expect(new Uint8Array((await back?.arrayBuffer()) ?? new ArrayBuffer(0))).toEqual(bytes);
    expect(bytesIn({})).toBeNull();
    expect(bytesIn({ data: "§§" })).toBeNull();
  });
});
