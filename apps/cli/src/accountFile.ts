// `mc export` and `mc import`: an account becomes a file, and a file an account, as in Settings, Data and New account.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import { api } from "@mc/backend/api";
import type { Id } from "@mc/backend/dataModel";
import {
  type ExportFile,
  type ExportRow,
  IMPORT_STEP_LABEL,
  MAX_EXPORT_BYTES,
  readExport,
} from "@mc/shared/account/exportFile";
import {
  type Absent,
  EXPORT_PAGE_ROWS,
  type ExportSource,
  writeExport,
} from "@mc/shared/account/exportWriter";
import { importRequest, importSettings, sendImport } from "@mc/shared/account/importSender";
import { absentNote, importNotes, tableLabel } from "@mc/shared/account/transferWords";
import type { FunctionArgs } from "convex/server";
import { readConfig, type StartConfig } from "./config.ts";
import { type Acting, actAs, findPerson, sentenceOf } from "./people.ts";
import { refuseReplacing, writeWhole } from "./wholeFile.ts";

export const exportUsage = "mc export <account> --email <address> [--out <file>]";
export const importUsage = "mc import <file> --email <address> [--name <account name>]";

type ExportedTable = FunctionArgs<typeof api.accounts.exportPage>["table"];
type Settings = NonNullable<FunctionArgs<typeof api.imports.start>["settings"]>;
type Say = (line: string) => void;

const MEGABYTE = 1024 * 1024;
const say: Say = (line) => void process.stdout.write(`${line}\n`);

/** The file is whole but for bytes that it has by name alone: a nightly run must be able to notice. */
const EXIT_INCOMPLETE = 3;

/** Wrong arguments print the usage and exit with 2, everything that is refused exits with 1. */
export async function exportCommand(argv: readonly string[]): Promise<void> {
  const read = argumentsOf(argv, exportUsage, "name");
  if (!read) return;
  await run(read, async (acting) => {
    const { file, rows, bytes, absent } = await exportAccount(acting, {
      slug: read.subject,
      out: read.out,
      say,
    });
    say(`${rows.toLocaleString("en")} rows of ${read.subject} are in ${file} (${megabytes(bytes)}).`);
    const note = absentNote(absent);
    if (note !== null) {
      process.stderr.write(`${note}\n`);
      process.exitCode = EXIT_INCOMPLETE;
    }
    if (bytes > MAX_EXPORT_BYTES)
      say(
        `That is more than an import reads (${megabytes(MAX_EXPORT_BYTES)}). Bigger installations move as a whole: docs/operations/export-import.md.`,
      );
  });
}

export async function importCommand(argv: readonly string[]): Promise<void> {
  const read = argumentsOf(argv, importUsage, "out");
  if (!read) return;
  await run(read, async (acting, { web }) => {
    const { slug, rows, notes } = await importAccount(acting, {
      path: read.subject,
      name: read.name,
      say,
    });
    say(`${rows.toLocaleString("en")} rows are in ${web.origin}/${slug}.`);
    for (const note of notes) say(note);
    say(
      "Agents and recurring tasks are paused. Invite the others by their addresses: they take up what was theirs.",
    );
  });
}

/** Recorded in the audit log once there is a file to write into. */
async function exportAccount(
  { client, backendUrl }: Acting,
  { slug, out, say }: { slug: string; out: string | undefined; say: Say },
): Promise<{ file: string; rows: number; bytes: number; absent: Absent }> {
  if (out !== undefined) refuseReplacing(resolve(out));
  const { accountId, name } = await client.query(api.accounts.bySlug, { slug });
  let end = { rows: 0, absent: { gone: 0, unread: 0, full: 0 } as Absent };
  let said = "";
  const source: Omit<ExportSource<ExportedTable>, "head" | "tables"> = {
    page: (table, cursor) =>
      client.query(api.accounts.exportPage, {
        accountId,
        table,
        paginationOpts: { numItems: EXPORT_PAGE_ROWS, cursor },
      }),
    bytesAt: async (url) => {
      const blob = await fetched(behind(backendUrl, url));
      return blob ? Buffer.from(await blob.arrayBuffer()).toString("base64") : null;
    },
    onProgress: ({ table, percent, rows, absent }) => {
      end = { rows, absent };
      if (table !== said) say(`${percent} %, ${rows.toLocaleString("en")} rows, ${tableLabel(table)}`);
      said = table;
    },
  };
  const file = await writeWhole(dirname(resolve(out ?? slug)), async (write) => {
    const { tables, exportedAt, settings } = await client.mutation(api.accounts.startExport, { accountId });
    const head = { name, slug, exportedAt: new Date(exportedAt).toISOString(), settings };
    await write(writeExport({ ...source, head, tables }));
    return resolve(out ?? `${slug}-${exportedAt}.json`);
  });
  return { file, ...end, bytes: statSync(file).size };
}

/** Founds the account of the file, or goes on where an import of the same file stopped. */
async function importAccount(
  { client, backendUrl }: Acting,
  { path, name, say }: { path: string; name: string | undefined; say: Say },
): Promise<{ slug: string; rows: number; notes: string[] }> {
  const { file, fingerprint } = readFile(path);
  const started = await client.mutation(api.imports.start, {
    name: name ?? file.head.name,
    ...importRequest(file, fingerprint),
    settings: importSettings(file) as Settings,
  });
  const { accountId, importId, slug, isResumed } = started;
  if (isResumed) say(`This file is half in already, as ${slug}: going on.`);
  const known = await client.query(api.imports.status, { accountId });
  let said = "";
  await sendImport<Id<"_storage">>(file, known ?? { step: null, from: 0 }, {
    add: (batch) => client.mutation(api.imports.add, { accountId, importId, ...batch }),
    addFile: (one) => client.mutation(api.imports.addFile, { accountId, importId, ...one }),
    store: async (row) => {
      const blob = await bytesOf(row, backendUrl);
      if (!blob) return null;
      const { url } = await client.mutation(api.documents.uploadUrl, { accountId });
      return await send(behind(backendUrl, url), blob, row);
    },
    onPlace: ({ step }) => {
      if (step === null || step === said) return;
      say(`Sending ${IMPORT_STEP_LABEL[step]} …`);
      said = step;
    },
  });
  await client.mutation(api.imports.finish, { accountId, importId });
  const end = await client.query(api.imports.status, { accountId });
  const { skipped = 0, filesMissing = 0, countedHere = 0, unassigned = 0, rows = 0 } = end ?? {};
  return {
    slug,
    rows: rows - skipped - filesMissing - countedHere,
    notes: importNotes({ skipped, filesMissing, unassigned }),
  };
}

function readFile(path: string): { file: ExportFile; fingerprint: string } {
  const from = resolve(path);
  if (!existsSync(from)) throw new TypeError(`There is no file ${from}.`);
  const { size } = statSync(from);
  if (size > MAX_EXPORT_BYTES)
    throw new TypeError(
      `${basename(from)} has ${megabytes(size)}; an import reads up to ${megabytes(MAX_EXPORT_BYTES)}. Bigger installations move as a whole: docs/operations/export-import.md.`,
    );
  const bytes = readFileSync(from);
  const read = readExport(parse(bytes.toString("utf8")));
  if (!read.ok) throw new TypeError(read.message);
  return { file: read.file, fingerprint: createHash("sha256").update(bytes).digest("hex") };
}

/** Bytes that the file carries, or that this installation still has under their address. */
async function bytesOf(row: ExportRow, backendUrl: string): Promise<Blob | null> {
  const { data, url, contentType } = row;
  const type = typeof contentType === "string" ? contentType : "";
  if (typeof data === "string") return new Blob([Buffer.from(data, "base64")], { type });
  // only what this installation serves: a file may name any address
  if (typeof url !== "string" || !URL.parse(url)?.pathname.startsWith("/convex/")) return null;
  return await fetched(behind(backendUrl, url));
}

/** Null also where the connection breaks on the way. */
async function fetched(url: string): Promise<Blob | null> {
  try {
    const response = await fetch(url);
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

async function send(url: string, blob: Blob, row: ExportRow): Promise<Id<"_storage">> {
  const headers = { "content-type": blob.type || "application/octet-stream" };
  const response = await fetch(url, { method: "POST", headers, body: blob });
  const answer: unknown = response.ok ? await response.json() : null;
  if (typeof answer === "object" && answer !== null && "storageId" in answer)
    return answer.storageId as Id<"_storage">;
  throw new TypeError(`${String(row["name"])} did not arrive. Import the file again: it goes on there.`);
}

/** Files have addresses of the dashboard, which passes them on to the backend beside us. */
function behind(backendUrl: string, url: string): string {
  const { pathname, search } = new URL(url, backendUrl);
  return `${backendUrl}${pathname.replace(/^\/convex(?=\/)/, "")}${search}`;
}

type Arguments = Readonly<Record<"subject" | "email", string>> &
  Readonly<Partial<Record<"user" | "out" | "name", string>>>;

/** Every option of the two commands; each takes one of its own beside who it is for. */
const OPTIONS = {
  email: { type: "string" },
  user: { type: "string" },
  out: { type: "string" },
  name: { type: "string" },
} as const;

function argumentsOf(argv: readonly string[], usage: string, other: "out" | "name"): Arguments | null {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
    const [subject, ...more] = positionals;
    const { email } = values;
    if (values[other] !== undefined) throw new TypeError(`There is no --${other} here.`);
    if (subject !== undefined && more.length === 0 && email !== undefined)
      return { ...values, subject, email };
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
  }
  process.stderr.write(`${usage}\n`);
  process.exitCode = 2;
  return null;
}

async function run(
  named: Arguments,
  act: (acting: Acting, config: StartConfig) => Promise<void>,
): Promise<void> {
  const result = readConfig(process.env);
  try {
    if (!result.ok) throw new TypeError(result.problems.join("\n"));
    await act(await actAs(findPerson(result.config, named), result.config), result.config);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 1;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toLocaleString("en", { maximumFractionDigits: 1 })} MB`;
}
