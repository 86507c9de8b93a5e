/**
 * Which files of a functions folder define functions, and in which environment they run: the official CLI's rules
 * (SPEC "Bundling"). Codegen and bundler must agree on them, so they are written once, here.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { BundleError } from "./errors.ts";

export interface EntryPoint {
  /** Relative to the functions folder, with forward slashes: "service/tasks.ts". */
  readonly file: string;
  /** The module path functions are called by: "service/tasks". */
  readonly modulePath: string;
  readonly environment: "isolate" | "node";
}

const EXTENSIONS = new Set([".js", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".jsx"]);
const ISOLATE_ONLY = new Set(["http", "crons", "schema", "auth.config"]);

/** All entry points, sorted by path. Throws BundleError for folders and directives that are not allowed. */
export function findEntryPoints(functionsDir: string): EntryPoint[] {
  if (existsSync(path.join(functionsDir, "convex.config.ts"))) {
    throw new BundleError(
      "convex.config.ts: components are not supported by this host. Remove the file, or deploy to Convex.",
    );
  }
  return listFiles(functionsDir, "")
    .filter((file) => isEntryPoint(functionsDir, file))
    .sort()
    .map((file) => ({
      file,
      modulePath: file.slice(0, file.lastIndexOf(".")),
      environment: environmentOf(functionsDir, file),
    }));
}

/** The file `<stem>.ts` or `<stem>.js` at the top of the functions folder, or null. */
export function findTopLevelFile(functionsDir: string, stem: string): string | null {
  const found = [`${stem}.ts`, `${stem}.js`].filter((file) => existsSync(path.join(functionsDir, file)));
  if (found.length > 1) throw new BundleError(`Found both ${found.join(" and ")}, choose one.`);
  return found[0] ?? null;
}

function listFiles(functionsDir: string, folder: string): string[] {
  const files: string[] = [];
  for (const entry of readdirSync(path.join(functionsDir, folder), { withFileTypes: true })) {
    const relative = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isFile()) files.push(relative);
    else if (entry.isDirectory() && !isNestedComponent(functionsDir, relative)) {
      files.push(...listFiles(functionsDir, relative));
    }
  }
  return files;
}

function isNestedComponent(functionsDir: string, folder: string): boolean {
  return existsSync(path.join(functionsDir, folder, "convex.config.ts"));
}

function isEntryPoint(functionsDir: string, file: string): boolean {
  if (file.startsWith("_deps/")) {
    throw new BundleError(
      `${file}: the folder "_deps" is reserved for dependencies. Move your code elsewhere.`,
    );
  }
  const base = path.posix.basename(file);
  if (!EXTENSIONS.has(path.posix.extname(base))) return false;
  if (file.startsWith("_generated/") || base.startsWith(".") || base.startsWith("#")) return false;
  if (base === "schema.ts" || base === "schema.js") return false;
  if (base.split(".").length > 2 || file.includes(" ")) return false;
  if (!file.endsWith(".ts") && !file.endsWith(".tsx")) return true;
  return /^\s{0,100}(import|export)/m.test(readFileSync(path.join(functionsDir, file), "utf8"));
}

function environmentOf(functionsDir: string, file: string): EntryPoint["environment"] {
  if (hasUseNodeDirective(readFileSync(path.join(functionsDir, file), "utf8"))) {
    if (ISOLATE_ONLY.has(file.slice(0, file.lastIndexOf(".")))) {
      throw new BundleError(`"use node" directive is not allowed for ${file}.`);
    }
    return "node";
  }
  if (file.startsWith("actions/")) {
    throw new BundleError(
      `${file} is in the actions folder but has no "use node" directive: move it, or add the directive.`,
    );
  }
  return "isolate";
}

const LEADING_TRIVIA = /^(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/|#![^\n]*\n)*/;
const DIRECTIVE = /^(["'])((?:(?!\1)[^\\\n])*)\1\s*(?:;|\n|$)/;

/** Reads the directive prologue: comments, then string statements; stops at the first other token. */
export function hasUseNodeDirective(source: string): boolean {
  let rest = source;
  for (;;) {
    rest = rest.slice(LEADING_TRIVIA.exec(rest)?.[0].length ?? 0);
    const directive = DIRECTIVE.exec(rest);
    if (directive === null) return false;
    if (directive[2] === "use node") return true;
    rest = rest.slice(directive[0].length);
  }
}
