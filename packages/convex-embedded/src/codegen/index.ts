/**
 * Writes `_generated`, with the content of `npx convex codegen --system-udfs --typecheck disable` (a test compares
 * the two), so that codegen needs no deployment and the folder stays what an official deployment expects.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { findEntryPoints, findTopLevelFile } from "../code/entryPoints.ts";
import { apiDeclarations } from "./api.ts";

/** What a run found: files whose content differs from what belongs there, relative to `_generated`. */
export interface CodegenResult {
  readonly changed: readonly string[];
}

/** Entries of `_generated` that other tools own. */
const KEPT_ENTRIES = new Set(["ai"]);

/** Brings `_generated` up to date; with `isCheck` only reports what it would change. */
export function generate(functionsDir: string, { isCheck = false } = {}): CodegenResult {
  const folder = path.join(functionsDir, "_generated");
  const files = generatedFiles(functionsDir);
  const present = listFolder(folder);
  const stale = present.filter((name) => !files.has(name) && !KEPT_ENTRIES.has(name));
  const changed = [...files].filter(([name, content]) => readOrNull(path.join(folder, name)) !== content);
  if (!isCheck) {
    mkdirSync(folder, { recursive: true });
    // Unchanged files are left alone: watchers need not wake.
    for (const [name, content] of changed) writeFileSync(path.join(folder, name), content);
    for (const name of stale) rmSync(path.join(folder, name), { recursive: true });
  }
  return { changed: [...changed.map(([name]) => name), ...stale] };
}

/** The five files by name, in dependency order. */
function generatedFiles(functionsDir: string): Map<string, string> {
  const hasSchema = findTopLevelFile(functionsDir, "schema") !== null;
  return new Map([
    ["dataModel.d.ts", template(hasSchema ? "dataModel.d.ts" : "dataModelWithoutSchema.d.ts")],
    ["server.d.ts", template("server.d.ts")],
    ["server.js", template("server.js")],
    ["api.d.ts", apiDeclarations(findEntryPoints(functionsDir).map((entry) => entry.modulePath))],
    ["api.js", template("api.js")],
  ]);
}

function template(name: string): string {
  return readFileSync(fileURLToPath(new URL(`./templates/${name}.txt`, import.meta.url)), "utf8");
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readOrNull(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
