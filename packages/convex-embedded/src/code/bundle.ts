/**
 * Bundles a functions folder with esbuild under the official CLI's rules (SPEC "Bundling"): one script for everything
 * that runs in the Convex runtime, one for the `"use node"` files. Workspace packages and npm packages are bundled
 * in; source maps are kept apart, for stack traces.
 */
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import path from "node:path";
import * as esbuild from "esbuild";
import { type EntryPoint, findEntryPoints, findTopLevelFile } from "./entryPoints.ts";
import { BundleError } from "./errors.ts";
import { runtimeShims } from "./esbuildPlugins.ts";

export interface BundledScript {
  /** Name under which the script's frames appear in raw stack traces; unique per content. */
  readonly fileName: string;
  readonly source: string;
  /** Source map (JSON text) whose sources are relative like an official deployment's: "../convex/tasks.ts". */
  readonly sourceMap: string;
}

export interface FunctionBundle {
  readonly functionsDir: string;
  /** Changes whenever anything that is run changes: the code version. */
  readonly hash: string;
  /** Runs in the sandbox; sets `__convexBundle = {modules, schema, authConfig}`. */
  readonly isolate: BundledScript;
  /** CommonJS, runs in the host's realm; `module.exports = {modules}`. Null without "use node" files. */
  readonly node: BundledScript | null;
  readonly entryPoints: readonly EntryPoint[];
  /** Absolute paths of everything that went in, except what lies in node_modules. */
  readonly inputs: readonly string[];
}

/** The global variable that the isolate script sets. */
export const BUNDLE_GLOBAL = "__convexBundle";

/** Bundles the folder as it is now. Throws BundleError with esbuild's own messages. */
export async function bundleFunctions({ functionsDir }: { functionsDir: string }): Promise<FunctionBundle> {
  const dir = path.resolve(functionsDir);
  const entryPoints = findEntryPoints(dir);
  const inEnvironment = (environment: EntryPoint["environment"]) =>
    entryPoints.filter((entry) => entry.environment === environment);
  const nodeEntries = inEnvironment("node");
  const [isolate, node] = await Promise.all([
    build(dir, "isolate", isolateEntry(dir, inEnvironment("isolate"))),
    nodeEntries.length === 0 ? null : build(dir, "node", moduleTable(nodeEntries)),
  ]);
  const inputs = [...new Set([...isolate.inputs, ...(node?.inputs ?? [])])].sort();
  const hash = sha256(JSON.stringify([isolate.script.source, node?.script.source ?? null]));
  return {
    functionsDir: dir,
    hash,
    isolate: isolate.script,
    node: node?.script ?? null,
    entryPoints,
    inputs,
  };
}

interface BuiltScript {
  readonly script: BundledScript;
  readonly inputs: readonly string[];
}

async function build(
  dir: string,
  environment: EntryPoint["environment"],
  entry: string,
): Promise<BuiltScript> {
  const projectRoot = path.dirname(dir);
  const isNode = environment === "node";
  const result = await esbuild
    .build({
      stdin: { contents: entry, resolveDir: dir, sourcefile: `${environment}-entry.js`, loader: "js" },
      absWorkingDir: projectRoot,
      outfile: path.join(projectRoot, "out", `${environment}.js`),
      bundle: true,
      write: false,
      metafile: true,
      format: isNode ? "cjs" : "iife",
      ...(isNode ? {} : { globalName: BUNDLE_GLOBAL }),
      platform: isNode ? "node" : "browser",
      target: "esnext",
      jsx: "automatic",
      conditions: ["convex", "module"],
      mainFields: isNode ? ["module", "main"] : ["browser", "module", "main"],
      nodePaths: [hostModulesFolder()],
      define: { "process.env.NODE_ENV": '"production"' },
      treeShaking: true,
      sourcemap: "external",
      sourcesContent: false,
      logLevel: "silent",
      plugins: runtimeShims(environment),
    })
    .catch((error: unknown) => {
      throw asBundleError(error, environment);
    });
  const text = (extension: string) =>
    result.outputFiles.find((file) => file.path.endsWith(extension))?.text ?? "";
  const source = text(".js");
  return {
    script: {
      fileName: `convex-functions-${environment}-${sha256(source).slice(0, 12)}.js`,
      source,
      sourceMap: text(".js.map"),
    },
    inputs: Object.keys(result.metafile.inputs)
      .filter(
        (input) => !input.includes("node_modules/") && !/^[\w-]+:/.test(input) && !input.startsWith("<"),
      )
      .map((input) => path.resolve(projectRoot, input)),
  };
}

function isolateEntry(dir: string, entries: readonly EntryPoint[]): string {
  const schema = findTopLevelFile(dir, "schema");
  const authConfig = findTopLevelFile(dir, "auth.config");
  const lines = [moduleTable(entries)];
  lines.push(schema === null ? "export const schema = null;" : `export * as schema from "./${schema}";`);
  lines.push(
    authConfig === null
      ? "export const authConfig = null;"
      : `export * as authConfig from "./${authConfig}";`,
  );
  return lines.join("\n");
}

/** `export const modules = {"service/tasks": <namespace>, ..}`, evaluated in the order of paths. */
function moduleTable(entries: readonly EntryPoint[]): string {
  const imports = entries.map((entry, i) => `import * as m${i} from ${JSON.stringify(`./${entry.file}`)};`);
  const members = entries.map((entry, i) => `${JSON.stringify(entry.modulePath)}: m${i}`);
  return `${imports.join("\n")}\nexport const modules = {${members.join(", ")}};`;
}

/** So that a functions folder outside any project (a test's) finds the convex package. */
function hostModulesFolder(): string {
  const manifest = createRequire(import.meta.url).resolve("convex/package.json");
  return path.dirname(path.dirname(manifest));
}

function asBundleError(error: unknown, environment: EntryPoint["environment"]): BundleError {
  const failure = error as Partial<esbuild.BuildFailure>;
  if (!Array.isArray(failure.errors)) return new BundleError(`Bundling failed: ${String(error)}`);
  const texts = failure.errors.map(({ text, location }) =>
    location === null ? text : `${location.file}:${location.line}:${location.column}: ${text}`,
  );
  const needsNode = failure.errors.some((message) =>
    message.notes.some((note) => note.text.includes("Are you trying to bundle for node?")),
  );
  const hint =
    needsNode && environment === "isolate"
      ? '\nIt looks like you are using Node APIs from a file without the "use node" directive. Split out actions using Node.js APIs into a new file that starts with "use node".'
      : "";
  return new BundleError(`Bundling failed:\n${texts.join("\n")}${hint}`);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
