/** The sandbox's globals: what is passed in from the host's realm, and what depends on the running function. */
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { webcrypto } from "node:crypto";
import vm from "node:vm";
import type { SandboxHooks } from "./sandbox.ts";

/**
 * Classes of the host's realm: values cross between the realms (ArrayBuffers above all), and `instanceof` must hold
 * on both sides.
 */
export function passedGlobals(): Record<string, unknown> {
  const names = [
    "ArrayBuffer",
    ...[
      "Int8Array",
      "Uint8Array",
      "Uint8ClampedArray",
      "Int16Array",
      "Uint16Array",
      "Int32Array",
      "Uint32Array",
    ],
    ...["Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "DataView"],
    ...["TextEncoder", "TextDecoder", "TextEncoderStream", "TextDecoderStream"],
    ...["URL", "URLSearchParams", "Blob", "File", "FormData", "Headers", "Request", "Response"],
    ...["ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "WritableStream"],
    ...["WritableStreamDefaultWriter", "TransformStream", "CompressionStream", "DecompressionStream"],
    ...["ByteLengthQueuingStrategy", "CountQueuingStrategy"],
    ...["AbortController", "AbortSignal", "Event", "EventTarget", "CustomEvent", "DOMException"],
    ...["atob", "btoa", "structuredClone", "CryptoKey"],
  ];
  const host = globalThis as unknown as Record<string, unknown>;
  const passed: Record<string, unknown> = { AsyncLocalStorage, AsyncResource };
  for (const name of names) passed[name] = host[name];
  return passed;
}

type GuardedHooks = Pick<SandboxHooks, "currentExecution">;

function isDeterministic(hooks: GuardedHooks): boolean {
  const kind = hooks.currentExecution()?.kind;
  return kind === "query" || kind === "mutation";
}

function refusal(what: string): string {
  return `Can't use ${what} in queries and mutations. Please consider using an action. See https://docs.convex.dev/functions/actions for more details.`;
}

/** fetch and timers, which only actions have. */
export function guardedTimers(hooks: GuardedHooks): Record<string, unknown> {
  const guard = (name: "setTimeout" | "setInterval" | "setImmediate") => {
    // Called through globalThis each time: a test may have put fake timers there.
    return (callback: (...args: unknown[]) => void, ...rest: unknown[]): unknown => {
      if (isDeterministic(hooks)) throw new Error(refusal(`${name}()`));
      const set = globalThis[name] as (...args: unknown[]) => unknown;
      return timerId(set(guardedCallback(callback, hooks), ...rest));
    };
  };
  return {
    fetch: async (...args: Parameters<typeof fetch>): Promise<Response> => {
      if (isDeterministic(hooks)) throw new Error(refusal("fetch()"));
      return await globalThis.fetch(...args);
    },
    setTimeout: guard("setTimeout"),
    setInterval: guard("setInterval"),
    queueMicrotask: (callback: () => void) => globalThis.queueMicrotask(guardedCallback(callback, hooks)),
    clearTimeout: (id?: number) => globalThis.clearTimeout(id),
    clearInterval: (id?: number) => globalThis.clearInterval(id),
    performance: { now: () => (isDeterministic(hooks) ? 0 : globalThis.performance.now()) },
  };
}

/** What a callback throws fails the function that set it up; uncaught it would end the host's process. */
function guardedCallback<Args extends unknown[]>(
  callback: (...args: Args) => void,
  hooks: GuardedHooks,
): (...args: Args) => void {
  const execution = hooks.currentExecution();
  if (execution === null) return callback;
  return (...args) => {
    try {
      callback(...args);
    } catch (error) {
      execution.fail(error);
    }
  };
}

/** Timer ids are numbers in the Convex runtime, objects in Node. */
function timerId(timer: unknown): unknown {
  return typeof timer === "object" && timer !== null && Symbol.toPrimitive in timer ? Number(timer) : timer;
}

const NEEDS_RANDOMNESS = new Set(["generateKey", "wrapKey"]);
const RANDOMIZED_SIGNATURES = new Set(["ECDSA", "RSA-PSS"]);

/** Web Crypto; in queries and mutations random values follow the execution and keys cannot be made. */
export function guardedCrypto(hooks: GuardedHooks): Record<string, unknown> {
  const fill = <T extends ArrayBufferView>(view: T): T => {
    if (view.byteLength > 65_536) throw new Error("getRandomValues: at most 65536 bytes can be requested");
    const execution = hooks.currentExecution();
    if (execution === null)
      webcrypto.getRandomValues(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
    else execution.random.fill(view);
    return view;
  };
  const subtle = new Proxy(webcrypto.subtle, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name, target);
      if (typeof method !== "function") return method;
      return async (...args: unknown[]): Promise<unknown> => {
        if (isDeterministic(hooks) && usesRandomness(String(name), args[0])) {
          throw new Error(refusal(`crypto.subtle.${String(name)}()`));
        }
        return await (Reflect.apply(method, target, args) as Promise<unknown>);
      };
    },
  });
  return {
    subtle,
    getRandomValues: fill,
    randomUUID: () => uuidOf(fill(new Uint8Array(16))),
  };
}

function usesRandomness(method: string, algorithm: unknown): boolean {
  if (NEEDS_RANDOMNESS.has(method)) return true;
  const name = typeof algorithm === "string" ? algorithm : (algorithm as { name?: unknown } | null)?.name;
  if (method === "sign") return RANDOMIZED_SIGNATURES.has(String(name).toUpperCase());
  return method === "encrypt" && String(name).toUpperCase() === "RSA-OAEP";
}

function uuidOf(bytes: Uint8Array): string {
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Date, Math.random, WeakRef and FinalizationRegistry of the context itself, which are its intrinsics. */
export function installClock(context: vm.Context, hooks: GuardedHooks): void {
  const install = vm.runInContext(CLOCK, context, { filename: "convex-host-clock.js" }) as (clock: {
    now(): number;
    random(): number;
  }) => void;
  install({
    now: () => {
      const execution = hooks.currentExecution();
      return execution !== null && isDeterministic(hooks) ? execution.startedAtMs : Date.now();
    },
    random: () => hooks.currentExecution()?.random.next() ?? Math.random(),
  });
}

const CLOCK = `(clock) => {
  const RealDate = Date;
  const now = () => Math.floor(clock.now());
  function ClockDate(...args) {
    if (new.target === undefined) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target);
  }
  Object.defineProperties(ClockDate, {
    name: { value: "Date" },
    length: { value: 7 },
    prototype: { value: RealDate.prototype },
    now: { value: now, writable: true, configurable: true },
    parse: { value: RealDate.parse, writable: true, configurable: true },
    UTC: { value: RealDate.UTC, writable: true, configurable: true },
  });
  RealDate.prototype.constructor = ClockDate;
  globalThis.Date = ClockDate;
  Math.random = () => clock.random();
  globalThis.WeakRef = class WeakRef {
    #target;
    constructor(target) { this.#target = target; }
    deref() { return this.#target; }
  };
  globalThis.FinalizationRegistry = class FinalizationRegistry {
    register() {}
    unregister() { return false; }
  };
  delete globalThis.SharedArrayBuffer;
  delete globalThis.Atomics;
}`;
