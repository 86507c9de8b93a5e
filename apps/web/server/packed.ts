// The build's scripts and styles, compressed once with what browsers take best: an eighth less to load than what a server
// does while somebody waits, and no work when somebody does. `packFiles` follows a build; what it did not pack, Next serves as ever.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

/** Below this an answer is a packet or two either way. */
const MIN_BYTES = 512;
const TYPES: Readonly<Record<string, string>> = {
  ".js": "application/javascript; charset=UTF-8",
  ".css": "text/css; charset=UTF-8",
};
/** Best first. */
const CODINGS = [
  { name: "br", ending: ".br", pack: (text: Buffer) => brotli(text) },
  { name: "gzip", ending: ".gz", pack: (text: Buffer) => zip(text) },
] as const;
const STATIC_PREFIX = "/_next/static/";

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
/** The tightest level takes ten times as long, which every first start would wait for, and saves 4 % more. */
const BROTLI_LEVEL = 9;
const brotli = (text: Buffer) =>
  compressBrotli(text, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_LEVEL,
      [constants.BROTLI_PARAM_SIZE_HINT]: text.length,
    },
  });
const zip = (text: Buffer) => compressGzip(text, { level: 9 });

/** Writes the packed twins of a build's files beside them. Their names carry their hash, so a twin that is there is right. */
export async function packFiles(staticDir: string): Promise<void> {
  const waiting = filesOf(staticDir);
  const one = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      const text = readFileSync(file);
      if (text.length < MIN_BYTES) continue;
      for (const { ending, pack } of CODINGS)
        if (!existsSync(file + ending)) writeFileSync(file + ending, await pack(text));
    }
  };
  // zlib works on threads of its own, four of them
  await Promise.all([one(), one(), one(), one()]);
}

/** Answers requests for packed files; false for anything else. A request is looked up by its whole path: it reaches no other file. */
export function createPackedFiles(staticDir: string) {
  const known = new Map<string, string>();
  for (const file of filesOf(staticDir))
    known.set(STATIC_PREFIX + relative(staticDir, file).split(sep).join("/"), file);
  const read = new Map<string, Buffer>();

  return (req: IncomingMessage, res: ServerResponse): boolean => {
    const file = req.method === "GET" ? known.get(req.url ?? "") : undefined;
    const type = file && TYPES[endingOf(file)];
    if (!file || !type) return false;
    const accepted = codingsOf(req);
    const coding = CODINGS.find(({ name, ending }) => accepted.has(name) && existsSync(file + ending));
    if (!coding) return false;
    const path = file + coding.ending;
    const body = read.get(path) ?? readFileSync(path);
    read.set(path, body);
    res.writeHead(200, {
      "content-type": type,
      "content-encoding": coding.name,
      "content-length": body.length,
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      vary: "Accept-Encoding",
    });
    res.end(body);
    return true;
  };
}

function filesOf(dir: string): string[] {
  if (!existsSync(dir)) return [];
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && endingOf(entry.name) in TYPES)
    .map((entry) => join(entry.parentPath, entry.name));
}

function endingOf(name: string): string {
  return name.slice(name.lastIndexOf("."));
}

/** What the client takes; one that it rules out with q=0 is not among them. */
function codingsOf({ headers }: IncomingMessage): ReadonlySet<string> {
  const given = String(headers["accept-encoding"] ?? "").split(",");
  const wanted = given.filter((each) => !/;\s*q=0(\.0*)?\s*$/.test(each));
  return new Set(wanted.map((each) => each.split(";")[0]?.trim().toLowerCase() ?? ""));
}
