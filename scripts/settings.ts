// Every environment variable that code reads stands in docs/operations/settings.md, and nothing else does. A part of `npm run check`.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const PAGE = "docs/operations/settings.md";
const SKIPPED = /(^|\/)(node_modules|_generated|\.next|\.cache|test|fixtures)(\/|$)|\.test\.tsx?$/;

/** Files whose keys in capitals are settings: schemas that a whole environment is parsed with. */
const SCHEMAS = [
  "apps/cli/src/config.ts",
  "apps/cli/src/host.ts",
  "apps/runtime/src/config.ts",
  "apps/web/src/env.ts",
];
/** Reading, not setting. */
const READ = /\bprocess\.env(?:\.|\[")([A-Z][A-Z0-9_]+)\b(?!"?\]?\s*=[^=])/g;
const TAKEN_APART = /const \{([^}]+)\} = process\.env/g;
const KEY = /^\s+([A-Z][A-Z0-9_]+): (?:z\b|port\b|origin\b|milliseconds\b)/gm;

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !SKIPPED.test(path));
}

/** Names of variables that a file reads. */
export function variablesRead(path: string, text: string): Set<string> {
  const names = [...text.matchAll(READ)].map(([, name = ""]) => name);
  for (const [, inside = ""] of text.matchAll(TAKEN_APART)) {
    names.push(...inside.split(",").map((part) => part.split(":")[0]?.trim() ?? ""));
  }
  if (SCHEMAS.includes(path)) names.push(...[...text.matchAll(KEY)].map(([, name = ""]) => name));
  return new Set(names.filter((name) => name !== ""));
}

/** Names in the first column of the page's tables. */
export function variablesDocumented(page: string): Set<string> {
  const cells = page
    .split("\n")
    .flatMap((line) => (line.startsWith("| `") ? [line.split("|")[1] ?? ""] : []));
  return new Set(
    cells.flatMap((cell) => [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, name = ""]) => name)),
  );
}

/** One sentence per difference between the page and the code. */
export function settingProblems(): string[] {
  const readers = new Map<string, string>();
  for (const path of ["apps", "packages", "scripts", "bench", "e2e"].flatMap(sources)) {
    const text = readFileSync(join(root, path), "utf8");
    for (const name of variablesRead(path, text)) readers.set(name, readers.get(name) ?? path);
  }
  const documented = variablesDocumented(readFileSync(join(root, PAGE), "utf8"));
  return [
    ...[...readers]
      .filter(([name]) => !documented.has(name))
      .map(([name, path]) => `${path} reads ${name}, which ${PAGE} does not name.`),
    ...[...documented]
      .filter((name) => !readers.has(name))
      .map((name) => `${PAGE} names ${name}, which no code reads.`),
  ];
}

if (import.meta.main) {
  const problems = settingProblems();
  console.log(problems.length === 0 ? "every setting is documented" : problems.join("\n"));
  process.exit(problems.length === 0 ? 0 : 1);
}
