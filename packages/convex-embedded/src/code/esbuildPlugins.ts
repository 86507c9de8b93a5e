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
    build.onLoad(
      { filter: /[\\/]convex[\\/]dist[\\/]esm[\\/]server[\\/]impl[\\/]query_impl\.js$/ },
      async (args) => ({
        contents: `${await readFile(args.path, "utf8")}
import { collectAtOnce } from ${JSON.stringify(fileURLToPath(new URL("./fastQueries.ts", import.meta.url)))};
const { collect } = QueryImpl.prototype;
QueryImpl.prototype.collect = collectAtOnce({ collect, version, performAsyncSyscall, jsonToConvex });`,
      }),
    );
    build.onLoad(
      { filter: /[\\/]convex[\\/]dist[\\/]esm[\\/]server[\\/]impl[\\/]syscall\.js$/ },
      async (args) => ({
        contents: `${renamed(await readFile(args.path, "utf8"), "performAsyncSyscall", "performInJson")}
import { directFirst } from ${JSON.stringify(fileURLToPath(new URL("./fastSyscalls.ts", import.meta.url)))};
export const performAsyncSyscall = directFirst({ perform: performInJson, ConvexError, jsonToConvex });`,
      }),
    );
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
import { createFastConversions } from ${JSON.stringify(fileURLToPath(new URL("./fastValues.ts", import.meta.url)))};
export * from ${JSON.stringify(args.path)};
export { commitTsPlaceholder } from ${JSON.stringify(path.join(path.dirname(args.path), "value.js"))};
const fast = createFastConversions(library);
export const jsonToConvex = fast.jsonToConvex;
export const convexToJson = fast.convexToJson;
export const patchValueToJson = fast.patchValueToJson;`,
    }));
  },
};

/** Another name for one exported function of the library. */
function renamed(source: string, from: string, to: string): string {
  const declaration = `export async function ${from}(`;
  if (!source.includes(declaration))
    throw new BundleError(`the library has no ${from} to put another in the place of`);
  return source.replace(declaration, `async function ${to}(`);
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
