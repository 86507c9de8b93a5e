/**
 * The realm in which functions run (SPEC "Sandbox"): a vm context with the globals of the Convex runtime, whose
 * clock, randomness, network and timers depend on which function is running. Not a security boundary: it keeps
 * first-party code deterministic and portable, it does not confine hostile code.
 */
import { createRequire } from "node:module";
import path from "node:path";
import vm from "node:vm";
import { BUNDLE_GLOBAL, type FunctionBundle } from "./bundle.ts";
import { createConsole, formatLogLine } from "./console.ts";
import { BundleError, describeFailure, type MapFrames } from "./errors.ts";
import { createFrameMapper } from "./frames.ts";
import type { Random } from "./random.ts";
import { guardedCrypto, guardedTimers, installClock, passedGlobals } from "./sandboxGlobals.ts";

/** What the sandbox must know of the function that is running. */
export interface SandboxExecution {
  readonly kind: "query" | "mutation" | "action" | "httpAction";
  /** Date.now() of queries and mutations: the execution's start, epoch milliseconds. */
  readonly startedAtMs: number;
  readonly random: Random;
  addLogLine(line: string): void;
  /** Makes the execution fail for an error that no handler's promise carries: one thrown in a timer's callback. */
  fail(error: unknown): void;
}

export interface SandboxHooks {
  /** The execution on whose behalf the current code runs; null while modules are evaluated. */
  currentExecution(): SandboxExecution | null;
  syscall(op: string, argsJson: string): string;
  asyncSyscall(op: string, argsJson: string): Promise<string>;
  /** The same without JSON between, for what can be done at once; null: the other way, please. */
  directSyscall?(op: string, args: object): string | null;
  jsSyscall(op: string, args: Record<string, unknown>): unknown;
}

/** A module's exports, by name. */
export type ModuleExports = Readonly<Record<string, unknown>>;

export interface Sandbox {
  /** By module path: "tasks", "service/runs"; also "http" and "crons" when they exist. */
  readonly modules: ReadonlyMap<string, ModuleExports>;
  /** Default export of schema.ts, crons.ts, http.ts, auth.config.ts; null without the file. */
  readonly schema: unknown;
  readonly crons: unknown;
  readonly http: unknown;
  readonly authConfig: unknown;
  readonly mapFrames: MapFrames;
}

export interface SandboxInput {
  readonly bundle: FunctionBundle;
  /** `process.env` of the functions; read live, but modules keep what they read while being evaluated. */
  readonly env: Readonly<Record<string, string>>;
  readonly hooks: SandboxHooks;
}

interface BundleNamespace {
  readonly modules: Readonly<Record<string, ModuleExports>>;
  readonly schema?: ModuleExports | null;
  readonly authConfig?: ModuleExports | null;
}

/** Evaluates a bundle. Throws BundleError when a module throws while being evaluated. */
export function createSandbox({ bundle, env, hooks }: SandboxInput): Sandbox {
  const mapFrames = createFrameMapper(bundle);
  try {
    const isolate = evaluateIsolate({ bundle, env, hooks });
    const node = evaluateNode({ bundle, env, hooks });
    const modules = new Map(Object.entries({ ...isolate.modules, ...node.modules }));
    return {
      modules,
      schema: isolate.schema?.["default"] ?? null,
      crons: modules.get("crons")?.["default"] ?? null,
      http: modules.get("http")?.["default"] ?? null,
      authConfig: isolate.authConfig?.["default"] ?? null,
      mapFrames,
    };
  } catch (error) {
    throw new BundleError(`Failed to load functions: ${describeFailure(error, mapFrames).text}`);
  }
}

function evaluateIsolate({ bundle, env, hooks }: SandboxInput): BundleNamespace {
  const context = vm.createContext(vm.constants.DONT_CONTEXTIFY);
  const realm = context as unknown as Record<string, unknown>;
  const define = (name: string, value: unknown) =>
    Object.defineProperty(realm, name, { value, writable: true, configurable: true, enumerable: false });
  for (const [name, value] of Object.entries({
    ...passedGlobals(),
    ...guardedTimers(hooks),
    crypto: guardedCrypto(hooks),
    console: executionConsole(hooks),
    process: { env: liveEnv(env) },
    self: realm,
  })) {
    define(name, value);
  }
  installClock(context, hooks);
  define("Convex", vm.runInContext(SYSCALL_BRIDGE, context, { filename: "convex-host-bridge.js" })(hooks));
  vm.runInContext(bundle.isolate.source, context, { filename: bundle.isolate.fileName });
  return vm.runInContext(BUNDLE_GLOBAL, context) as BundleNamespace;
}

/** Errors of synchronous syscalls are rethrown as the realm's own, so that `instanceof Error` holds for functions. */
const SYSCALL_BRIDGE = `(hooks) => {
  const own = (error) => {
    const copy = new Error(error?.message ?? String(error));
    if (error?.data !== undefined) copy.data = error.data;
    return copy;
  };
  return Object.freeze({
    syscall: (op, args) => { try { return hooks.syscall(op, args); } catch (error) { throw own(error); } },
    asyncSyscall: (op, args) => hooks.asyncSyscall(op, args),
    directSyscall: (op, args) => hooks.directSyscall?.(op, args) ?? null,
    jsSyscall: (op, args) => hooks.jsSyscall(op, args),
  });
}`;

/** "use node" files: the host's realm, with the functions' environment, console and syscalls. */
function evaluateNode({ bundle, env, hooks }: SandboxInput): BundleNamespace {
  if (bundle.node === null) return { modules: {} };
  const parameters = ["module", "exports", "require", "process", "console", "Convex"];
  const wrapper = vm.compileFunction(bundle.node.source, parameters, { filename: bundle.node.fileName });
  const module = { exports: {} as BundleNamespace };
  const nodeProcess: unknown = Object.create(process, { env: { value: liveEnv(env), enumerable: true } });
  const require = createRequire(path.join(bundle.functionsDir, "noop.js"));
  wrapper(module, module.exports, require, nodeProcess, executionConsole(hooks), hooks);
  return module.exports;
}

function executionConsole(hooks: SandboxHooks): Partial<Console> {
  return createConsole({
    write: (level, args) => hooks.currentExecution()?.addLogLine(formatLogLine(level, args)),
    now: () => Date.now(),
  });
}

/** Assignments stay with the functions; the host's own environment is never visible. */
function liveEnv(env: Readonly<Record<string, string>>): Record<string, string | undefined> {
  const own: Record<string, string | undefined> = Object.create(null);
  const read = (key: string | symbol) =>
    typeof key !== "string"
      ? undefined
      : key in own
        ? own[key]
        : Object.hasOwn(env, key)
          ? env[key]
          : undefined;
  return new Proxy(own, {
    get: (_target, key) => read(key),
    has: (_target, key) => read(key) !== undefined,
    ownKeys: () => [...new Set([...Object.keys(env), ...Object.keys(own)])],
    getOwnPropertyDescriptor: (_target, key) => {
      const value = read(key);
      return value === undefined
        ? undefined
        : { value, writable: true, enumerable: true, configurable: true };
    },
  });
}
