import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Backend } from "../engine/backend.ts";
import { silentLogger } from "../observability/logger.ts";
import { exportDeployment } from "./deployment.ts";
import { filesOfZip } from "./unzip.test-support.ts";

let dataDir: string;
let backend: Backend;
beforeEach(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), "snapshot-"));
  backend = new Backend({ dataDir, durability: "off", isDev: true, isParanoid: false, logger: silentLogger });
  await backend.install({
    hash: "x",
    modules: new Map(),
    schema: null,
    crons: null,
    http: null,
    authConfig: null,
  });
});
afterEach(async () => {
  await backend.stop();
  rmSync(dataDir, { recursive: true });
});

async function archive(includeFiles: boolean): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of exportDeployment(backend, { includeFiles }).zip) chunks.push(chunk);
  return Buffer.concat(chunks);
}

test("every document is exported once, in order of creation, as of the commit the export began at", async () => {
  const ids = await backend.writer.write((tx) =>
    Array.from({ length: 1_234 }, (_, n) => tx.insert("rows", { n })),
  );
  const { zip } = exportDeployment(backend, { includeFiles: false });
  await backend.writer.write((tx) => tx.insert("rows", { n: "later" }));
  const chunks: Uint8Array[] = [];
  for await (const chunk of zip) chunks.push(chunk);
  const files = filesOfZip(Buffer.concat(chunks));
  const rows = (files.get("rows/documents.jsonl") ?? "").trim().split("\n");
  expect(rows.map((row) => (JSON.parse(row) as { _id: string })._id)).toEqual(ids);
  expect(rows[1]).toMatch(/"n":1\.0}$/);
  expect(files.get("_tables/documents.jsonl")).toBe('{"name":"rows","id":10001}\n');
  expect([...files.keys()].some((name) => name.startsWith("_storage"))).toBe(false);
});

test("stored files are exported under their document's id", async () => {
  const id = await backend.files.put([Buffer.from("hello")], { contentType: "text/plain" });
  const files = filesOfZip(await archive(true));
  expect(files.get(`_storage/${id}.txt`)).toBe("hello");
  const [line = ""] = (files.get("_storage/documents.jsonl") ?? "").split("\n");
  expect(JSON.parse(line)).toMatchObject({
    _id: id,
    size: 5,
    contentType: "text/plain",
    internalId: expect.any(String),
  });
});

test("an unchanged deployment exports to the same bytes", async () => {
  await backend.writer.write((tx) => tx.insert("rows", { a: 1n, b: [0.5, Number.NaN], c: "\u{1f600}" }));
  expect(await archive(true)).toEqual(await archive(true));
});

test("an export that nobody reads to its end lets the commit go", async () => {
  const { zip } = exportDeployment(backend, { includeFiles: false });
  await zip.next();
  await zip.return(undefined);
  await backend.writer.write((tx) => tx.insert("rows", {}));
  expect(filesOfZip(await archive(false)).has("rows/documents.jsonl")).toBe(true);
});

test("the archive is one that other tools read", async (context) => {
  const hasPython = (() => {
    try {
      execFileSync("python3", ["--version"]);
      return true;
    } catch {
      return false;
    }
  })();
  if (!hasPython) return context.skip();
  await backend.writer.write((tx) => tx.insert("rows", { n: 1 }));
  const script =
    "import io,sys,zipfile; z=zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); print(z.testzip(), len(z.namelist()))";
  expect(
    execFileSync("python3", ["-c", script], { input: await archive(true) })
      .toString()
      .trim(),
  ).toBe("None 6");
});
