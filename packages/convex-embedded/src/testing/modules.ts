/** A test's function modules, as `import.meta.glob` gives them: by file path, loaded on demand. */
import type { RegisteredFunction } from "../code/registry.ts";

export type ModuleGlob = Readonly<Record<string, () => Promise<unknown>>>;
type Exports = Readonly<Record<string, unknown>>;

/** Thrown for module maps a test instance cannot work with. */
export class TestSetupError extends Error {
  override readonly name = "TestSetupError";
}

/** Runs a function's handler; sees what it throws before the host makes a client's error of it. */
export type Invoke = <T>(handler: () => Promise<T>) => Promise<T>;

/** Loads every file that defines functions: module path -> exports. `_generated` shows where the folder is. */
export async function loadModules(glob: ModuleGlob, invoke: Invoke): Promise<Map<string, Exports>> {
  const root = rootOf(Object.keys(glob));
  const modules = new Map<string, Exports>();
  for (const [file, load] of Object.entries(glob)) {
    const relative = file.slice(root.length);
    if (!file.startsWith(root) || !definesFunctions(relative)) continue;
    const exports = (await load()) as Exports;
    modules.set(relative.replace(/\.[^.]+$/, ""), wrapped(exports, invoke));
  }
  return modules;
}

function rootOf(files: readonly string[]): string {
  const generated = files.find((file) => file.includes("_generated/"));
  if (generated === undefined) {
    throw new TestSetupError(
      'Could not find the "_generated" directory: run codegen, and let import.meta.glob include it.',
    );
  }
  return generated.slice(0, generated.indexOf("_generated/"));
}

function definesFunctions(file: string): boolean {
  const base = file.slice(file.lastIndexOf("/") + 1);
  return !file.startsWith("_generated/") && base.split(".").length === 2 && !/^schema\.[jt]s$/.test(file);
}

function wrapped(exports: Exports, invoke: Invoke): Exports {
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [name, isRegistered(value) ? wrap(value, invoke) : value]),
  );
}

type Registered = RegisteredFunction & ((...args: unknown[]) => unknown);

function isRegistered(value: unknown): value is Registered {
  if (typeof value !== "function") return false;
  return "invokeQuery" in value || "invokeMutation" in value || "invokeAction" in value;
}

/** The same function, whose handlers run by `invoke`. */
export function wrap(original: Registered, invoke: Invoke): Registered {
  const through =
    <Args extends unknown[]>(handler: (...args: Args) => Promise<string>) =>
    (...args: Args): Promise<string> =>
      invoke(() => handler(...args));
  const { invokeQuery, invokeMutation, invokeAction } = original;
  return Object.assign(
    (...args: unknown[]) => original(...args),
    original,
    invokeQuery && { invokeQuery: through(invokeQuery) },
    invokeMutation && { invokeMutation: through(invokeMutation) },
    invokeAction && { invokeAction: through(invokeAction) },
  );
}
