import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { api } from "@mc/backend/api";
import { type EmbeddedBackend, silentLogger, startEmbeddedBackend } from "@mc/convex-embedded";
import { nextBatch, readExport, rowsOfStep } from "@mc/shared/account/exportFile";
import { IMPORT_BATCH, importRequest } from "@mc/shared/account/importSender";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repoRoot } from "./config.ts";
import { type Acting, actAs, findPerson } from "./people.ts";
import { loadSecrets } from "./secrets.ts";

let dir = "";
let backend: EmbeddedBackend;
const place = () => ({ dataDir: dir, backendPort: Number(new URL(backend.url).port), clerk: null });
const as = (email: string): Promise<Acting> => actAs(findPerson(place(), { email }), place());

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "mc-account-file-"));
  const people = new DatabaseSync(join(dir, "auth.sqlite"));
  people.exec('create table "user" (id text, name text, email text)');
  for (const name of ["Ada", "Ben"])
    people
      .prepare('insert into "user" values (?, ?, ?)')
      .run(`id-${name}`, name, `${name.toLowerCase()}@example.org`);
  people.close();
  backend = await startEmbeddedBackend({
    functionsDir: join(repoRoot, "packages/backend/convex"),
    dataDir: join(dir, "backend"),
    port: 0,
    adminKey: loadSecrets(dir).adminKey,
    // as behind the dashboard, which does not run here: files are fetched from the backend beside us
    cloudOrigin: "http://127.0.0.1:1/convex",
    logger: silentLogger,
  });
}, 60_000);
afterAll(async () => {
  await backend.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});

type Ended = { code: number; out: string; err: string };

/** The command in a process of its own, as it is typed. */
function mc(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
  const { port } = new URL(backend.url);
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(repoRoot, "apps/cli/bin/mc.mjs"), ...args],
      { cwd: dir, env: { PATH: process.env["PATH"], MC_DATA_DIR: dir, MC_BACKEND_PORT: port, ...env } },
      (error, out, err) => done({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

/** An account of Ada's with a task, a thread and a file. */
async function furnish({ client, backendUrl }: Acting, name: string): Promise<string> {
  const { accountId, slug } = await client.mutation(api.accounts.create, { name, withDemoTeam: true });
  const { taskId } = await client.mutation(api.tasks.create, { accountId, title: "Move house" });
  await client.mutation(api.messages.create, { accountId, taskId, body: "All boxes.", clientKey: "1" });
  const { url } = await client.mutation(api.documents.uploadUrl, { accountId });
  const { pathname, search } = new URL(url);
  const stored = await fetch(`${backendUrl}${pathname.replace("/convex", "")}${search}`, {
    method: "POST",
    headers: { "content-type": "text/csv" },
    body: "box,room\n1,kitchen\n",
  });
  const { storageId } = (await stored.json()) as { storageId: never };
  await client.mutation(api.documents.attachUpload, { accountId, storageId, name: "boxes.csv" });
  return slug;
}

async function contentsOf({ client, backendUrl }: Acting, slug: string) {
  const { accountId, role } = await client.query(api.accounts.bySlug, { slug });
  const paginationOpts = { numItems: 50, cursor: null };
  const { page: documents } = await client.query(api.documents.list, { accountId, paginationOpts });
  const [file] = documents.filter((one) => one.file);
  const read = file
    ? await client.query(api.documents.get, { accountId, documentId: file.documentId })
    : null;
  const address = new URL(read?.upload?.url ?? "http://127.0.0.1:1/convex/nothing");
  const bytes = await fetch(`${backendUrl}${address.pathname.replace("/convex", "")}${address.search}`);
  const agents = await client.query(api.agents.list, { accountId });
  return { role, file: file?.title, text: await bytes.text(), agents: agents.map(({ name }) => name) };
}

describe("mc export and mc import", () => {
  it("carry an account with its files into a new one of whoever imports, and say what became of it", async () => {
    const [ada, ben] = [await as("ada@example.org"), await as("ben@example.org")];
    const slug = await furnish(ada, "Old Works");
    const out = join(dir, "old.json");
    const taken = await mc(["export", slug, "--email", "ADA@example.org", "--out", out]);
    expect(taken).toMatchObject({ code: 0, err: "" });
    expect(taken.out).toContain(out);
    expect(taken.out).toContain("links between tasks");
    expect(taken.out).not.toContain("taskBlockers");
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const again = await mc(["export", slug, "--email", "ada@example.org", "--out", out]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining("is there already") });
    // Ben is nobody in it, and owns the new one
    const brought = await mc(["import", out, "--email", "ben@example.org", "--name", "New Works"]);
    expect(brought).toMatchObject({ code: 0, err: "" });
    expect(brought.out).toMatch(/rows are in http:\/\/localhost:3000\/new-works\./);
    const before = await contentsOf(ada, slug);
    expect(before).toMatchObject({ role: "owner", file: "boxes.csv", text: "box,room\n1,kitchen\n" });
    expect(await contentsOf(ben, "new-works")).toEqual(before);
    const twice = await mc(["import", out, "--email", "ben@example.org"]);
    expect(twice).toMatchObject({ code: 1, err: expect.stringContaining("it became the account New Works") });
    const { accountId } = await ada.client.query(api.accounts.bySlug, { slug });
    const { page } = await ada.client.query(api.activities.list, {
      accountId,
      paginationOpts: { numItems: 50, cursor: null },
    });
    expect(page.filter(({ type }) => type === "account_exported")).toMatchObject([
      { actor: { name: "Ada" } },
    ]);
  }, 120_000);

  it("ends with 3 and counts the files whose bytes are not in it, and the import says them apart from rows", async () => {
    const ada = await as("ada@example.org");
    const stored = () => readdirSync(join(dir, "backend/storage"));
    const before = new Set(stored());
    const slug = await furnish(ada, "Lost Works");
    for (const name of stored().filter((one) => !before.has(one))) rmSync(join(dir, "backend/storage", name));
    const out = join(dir, "lost.json");
    const taken = await mc(["export", slug, "--email", "ada@example.org", "--out", out]);
    expect(taken).toMatchObject({
      code: 3,
      err: expect.stringContaining("1 file is in the export by name alone: it "),
    });
    const brought = await mc(["import", out, "--email", "ben@example.org", "--name", "Found Works"]);
    expect(brought).toMatchObject({ code: 0, err: "" });
    expect(brought.out).toContain("1 file stayed out: without bytes");
  }, 120_000);

  it("refuse whoever may not, in the words of the dashboard, and leave no half file", async () => {
    const slug = await furnish(await as("ada@example.org"), "Closed Works");
    const stranger = await mc(["export", slug, "--email", "ben@example.org", "--out", join(dir, "b.json")]);
    expect(stranger).toMatchObject({ code: 1, err: expect.stringMatching(/account/) });
    // nothing is in the audit log of what nobody could take away
    const homeless = await mc([
      "export",
      slug,
      "--email",
      "ada@example.org",
      "--out",
      join(dir, "none/a.json"),
    ]);
    expect(homeless).toMatchObject({ code: 1, err: expect.stringContaining("There is no folder") });
    const { client } = await as("ada@example.org");
    const { accountId } = await client.query(api.accounts.bySlug, { slug });
    const paginationOpts = { numItems: 50, cursor: null };
    const { page } = await client.query(api.activities.list, { accountId, paginationOpts });
    expect(page.map(({ type }) => type)).not.toContain("account_exported");
    const nobody = await mc(["export", slug, "--email", "eve@example.org"]);
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining("Nobody has signed up") });
    expect(readdirSync(dir).filter((name) => /^b\.json|\.part$/.test(name))).toEqual([]);
    writeFileSync(join(dir, "note.json"), '{"hello":1}');
    const note = await mc(["import", "note.json", "--email", "ada@example.org"]);
    expect(note).toMatchObject({ code: 1, err: expect.stringContaining("no export of Mission Control") });
    const missing = await mc(["import", "none.json", "--email", "ada@example.org"]);
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining("There is no file") });
  }, 120_000);

  it("say what to do where nothing runs, nothing is, or words are missing", async () => {
    const person = ["--email", "ada@example.org"];
    const still = await mc(["export", "acme", ...person], { MC_BACKEND_PORT: "1" });
    expect(still).toMatchObject({ code: 1, err: expect.stringContaining("npm start") });
    const empty = await mc(["export", "acme", ...person], { MC_DATA_DIR: join(dir, "nowhere") });
    expect(empty).toMatchObject({ code: 1, err: expect.stringContaining("MC_DATA_DIR") });
    const clerk = { CLERK_PUBLISHABLE_KEY: "pk_test", CLERK_JWT_ISSUER_DOMAIN: "https://clerk.example.org" };
    const elsewhere = await mc(["export", "acme", ...person], clerk);
    expect(elsewhere).toMatchObject({ code: 1, err: expect.stringContaining("--user") });
    const nowhere = { ...clerk, MC_DATA_DIR: join(dir, "nowhere") };
    const unmade = await mc(["export", "acme", ...person, "--user", "user_1"], nowhere);
    expect(unmade).toMatchObject({ code: 1, err: expect.stringContaining("There is no installation in") });
    expect(existsSync(join(dir, "nowhere"))).toBe(false);
    for (const args of [
      ["export"],
      ["export", "acme"],
      ["import", "a", "b", ...person],
      ["export", "a", "--name", "b", ...person],
      ["export", "--huh"],
    ])
      expect(await mc(args)).toMatchObject({ code: 2, err: expect.stringContaining(`mc ${args[0]} <`) });
    expect((await mc(["help"])).out).toContain("mc import <file> --email <address>");
  }, 120_000);

  it("stop at a damaged row, and name its table", async () => {
    const slug = await furnish(await as("ada@example.org"), "Torn Works");
    const out = join(dir, "torn.json");
    await mc(["export", slug, "--email", "ada@example.org", "--out", out]);
    const torn = JSON.parse(readFileSync(out, "utf8")) as {
      tables: Record<string, Record<string, unknown>[]>;
    };
    for (const row of torn.tables["messages"] ?? []) row["body"] = 7;
    writeFileSync(out, JSON.stringify(torn));
    const stopped = await mc(["import", out, "--email", "ben@example.org"]);
    expect(stopped).toMatchObject({ code: 1, err: expect.stringContaining("messages") });
  }, 120_000);

  it("go on where an import stopped, to its end", async () => {
    const [ada, ben] = [await as("ada@example.org"), await as("ben@example.org")];
    const slug = await furnish(ada, "Half Works");
    const out = join(dir, "half.json");
    await mc(["export", slug, "--email", "ada@example.org", "--out", out]);
    // its people alone, by the same functions; then whoever sent them is gone
    const bytes = readFileSync(out);
    const read = readExport(JSON.parse(bytes.toString("utf8")));
    if (!read.ok) throw new TypeError(read.message);
    const fingerprint = createHash("sha256").update(bytes).digest("hex");
    const { accountId, importId } = await ben.client.mutation(api.imports.start, {
      name: "Whole Works",
      ...importRequest(read.file, fingerprint),
    });
    const { json } = nextBatch(rowsOfStep(read.file, "memberships"), 0, IMPORT_BATCH);
    const batch = { accountId, importId, step: "memberships" as const, from: 0, rows: json };
    expect(await ben.client.mutation(api.imports.add, batch)).not.toMatchObject({ step: "memberships" });
    const second = await mc(["import", out, "--email", "ben@example.org"]);
    expect(second).toMatchObject({ code: 0, err: "" });
    expect(second.out).toContain("half in already, as whole-works: going on");
    expect(second.out).not.toContain("Sending people");
    expect(second.out).toContain("Sending messages");
    expect(second.out).toMatch(/rows are in http:\/\/localhost:3000\/whole-works\./);
    expect(await contentsOf(ben, "whole-works")).toEqual(await contentsOf(ada, slug));
  }, 120_000);
});
