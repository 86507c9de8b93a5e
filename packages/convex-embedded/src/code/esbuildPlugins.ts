/** esbuild plugins that the official CLI also applies: wasm modules, `server-only`, an `async_hooks` shim. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "esbuild";
import type { EntryPoint } from "./entryPoints.ts";
import { BundleError } from "./errors.ts";

export function runtimeShims(environment: EntryPoint["environment"]): Plugin[] {
  return environment === "node" ? [serverOnly, wasm] : [fastLibrary, asyncHooks, serverOnly, wasm];
}

/** Only these parts of the library convert what nobody else holds: see fastValues.ts. */
const CONVERTING_IMPORTERS =
  /[\\/]convex[\\/]dist[\\/]esm[\\/]server[\\/]impl[\\/](query|database|registration|actions)_impl\.js$/;

const fastLibrary: Plugin = {
  name: "fast-library",
  setup(build) {
    build.onResolve({ filter: /^\.\.\/\.\.\/values\/index\.js$/ }, (args) =>
      CONVERTING_IMPORTERS.test(args.importer)
        ? { path: path.resolve(args.resolveDir, args.path), namespace: "fast-conversions" }
        : null,
    );
    build.onLoad({ filter: implementation("query") }, async ({ path }) => ({
      contents: `${withPlainFields(await readFile(path, "utf8"))}
import { collectAtOnce, takeAtOnce } from ${ours("fastQueries")};
import { performAtOnce as direct } from "./syscall.js";
const { collect, take } = QueryImpl.prototype;
QueryImpl.prototype.collect = collectAtOnce({ collect, version, direct, performAsyncSyscall, jsonToConvex });
QueryImpl.prototype.take = takeAtOnce(take);`,
    }));
    build.onLoad({ filter: implementation("index_range_builder") }, async ({ path }) => ({
      contents: withPlainFields(await readFile(path, "utf8")),
    }));
    build.onLoad({ filter: implementation("database") }, async ({ path }) => ({
      contents: `${IN_STEPS.reduce(
        (source, [from, to]) => renamed(source, from, to),
        await readFile(path, "utf8"),
      )}
import { databaseAtOnce } from ${ours("fastDatabase")};
import { performAtOnce as direct } from "./syscall.js";
const { get, insert, patch, withReads, withWrites } = databaseAtOnce({
  get: getInSteps, insert: insertInSteps, patch: patchInSteps, direct, jsonToConvex,
});
export const setupReader = () => withReads(setupReaderInSteps());
export const setupWriter = () => withWrites(setupWriterInSteps());`,
    }));
    build.onLoad({ filter: implementation("syscall") }, async ({ path }) => ({
      contents: `${renamed(
        await readFile(path, "utf8"),
        "export async function performAsyncSyscall(",
        "async function performInJson(",
      )}
import { atOnce, directFirst } from ${ours("fastSyscalls")};
export const performAtOnce = atOnce({ ConvexError, jsonToConvex });
export const performAsyncSyscall = directFirst(performInJson, performAtOnce);`,
    }));
    // One part of the library takes two of its functions from the file that defines them.
    build.onResolve({ filter: /^\.\.\/\.\.\/values\/value\.js$/ }, (args) =>
      CONVERTING_IMPORTERS.test(args.importer)
        ? { path: path.resolve(args.resolveDir, "../../values/index.js"), namespace: "fast-conversions" }
        : null,
    );
    build.onLoad({ filter: /.*/, namespace: "fast-conversions" }, (args) => ({
      resolveDir: path.dirname(args.path),
      contents: `import * as index from ${JSON.stringify(args.path)};
import * as values from ${JSON.stringify(path.join(path.dirname(args.path), "value.js"))};
const library = { ...index, ...values };
import { createFastConversions } from ${ours("fastValues")};
export * from ${JSON.stringify(args.path)};
export { commitTsPlaceholder } from ${JSON.stringify(path.join(path.dirname(args.path), "value.js"))};
const fast = createFastConversions(library);
export const jsonToConvex = fast.jsonToConvex;
export const convexToJson = fast.convexToJson;
export const patchValueToJson = fast.patchValueToJson;`,
    }));
  },
};

/** What is put in another's place in the library's database. */
const IN_STEPS = [
  ...["get", "insert", "patch"].map((name) => [`async function ${name}(`, `async function ${name}InSteps(`]),
  ["export function setupReader(", "function setupReaderInSteps("],
  ["export function setupWriter(", "function setupWriterInSteps("],
  ["const reader = setupReader();", "const reader = setupReaderInSteps();"],
] as const;

/** A part of the library's server half. */
function implementation(part: "query" | "database" | "index_range_builder" | "syscall"): RegExp {
  const file = part === "syscall" ? "syscall" : `${part}_impl`;
  return new RegExp(`[\\\\/]convex[\\\\/]dist[\\\\/]esm[\\\\/]server[\\\\/]impl[\\\\/]${file}\\.js$`);
}

/** A file beside this one, as a module's name. */
function ours(name: string): string {
  return JSON.stringify(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)));
}

/**
 * The library was compiled for engines without class fields: it defines each by a descriptor, in every new object. A
 * field set by its name is one that the engine knows the place of.
 */
function withPlainFields(source: string): string {
  return source.replace(/__publicField\(this, "(\w+)"\);/g, "this.$1 = undefined;");
}

/** The library's source with another head for one of its functions. */
function renamed(source: string, from: string, to: string): string {
  if (!source.includes(from))
    throw new BundleError(`the library has no "${from}" to put another in the place of`);
  return source.replace(from, to);
}

/** In the Convex runtime AsyncLocalStorage is a global; "use node" files have the real module. */
const asyncHooks: Plugin = {
  name: "async-hooks",
  setup(build) {
    build.onResolve({ filter: /^(node:)?async_hooks$/ }, (args) => ({
      path: args.path,
      namespace: "async-hooks-shim",
    }));
    build.onLoad({ filter: /.*/, namespace: "async-hooks-shim" }, () => ({
      contents: `export const AsyncLocalStorage = globalThis.AsyncLocalStorage;
export const AsyncResource = globalThis.AsyncResource;
export default { AsyncLocalStorage, AsyncResource };`,
    }));
  },
};

/** `import "server-only"` marks code for Next.js; here it means nothing. */
const serverOnly: Plugin = {
  name: "server-only",
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, (args) => ({
      path: args.path,
      namespace: "server-only-stub",
    }));
    build.onLoad({ filter: /.*/, namespace: "server-only-stub" }, () => ({ contents: "" }));
  },
};

/** `import wasm from "./x.wasm"` yields a WebAssembly.Module. */
const wasm: Plugin = {
  name: "wasm",
  setup(build) {
    build.onResolve({ filter: /\.wasm$/ }, (args) => {
      if (args.namespace === "wasm-module") return { path: args.path, namespace: "wasm-bytes" };
      return { path: path.resolve(args.resolveDir, args.path), namespace: "wasm-module" };
    });
    build.onLoad({ filter: /.*/, namespace: "wasm-module" }, (args) => ({
      contents: `import bytes from ${JSON.stringify(args.path)};\nexport default new WebAssembly.Module(bytes);`,
    }));
    build.onLoad({ filter: /.*/, namespace: "wasm-bytes" }, async (args) => ({
      contents: await readFile(args.path),
      loader: "binary",
    }));
  },
};
