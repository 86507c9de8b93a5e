import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { api } from "@mc/backend/api";
import { type EmbeddedBackend, silentLogger, startEmbeddedBackend } from "@mc/convex-embedded";
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

  it("refuse whoever may not, in the words of the dashboard, and leave no half file", async () => {
    const slug = await furnish(await as("ada@example.org"), "Closed Works");
    const stranger = await mc(["export", slug, "--email", "ben@example.org", "--out", join(dir, "b.json")]);
    expect(stranger).toMatchObject({ code: 1, err: expect.stringMatching(/account/) });
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

  it("go on where an import stopped", async () => {
    const ada = await as("ada@example.org");
    const slug = await furnish(ada, "Torn Works");
    const out = join(dir, "torn.json");
    await mc(["export", slug, "--email", "ada@example.org", "--out", out]);
    const text = readFileSync(out, "utf8");
    // one damaged row is where it stops; the same file cannot heal, so the way on is shown by the place it keeps
    const torn = JSON.parse(text) as { tables: Record<string, Record<string, unknown>[]> };
    for (const row of torn.tables["messages"] ?? []) row["body"] = 7;
    writeFileSync(out, JSON.stringify(torn));
    const args = ["import", out, "--email", "ben@example.org", "--name", "Mended Works"];
    expect(await mc(args)).toMatchObject({ code: 1, err: expect.stringContaining("messages") });
    const second = await mc(args);
    expect(second.out).toContain("going on");
    expect(second.out).not.toContain("Sending people");
    expect(second.out).toContain("Sending messages");
  }, 120_000);
});
