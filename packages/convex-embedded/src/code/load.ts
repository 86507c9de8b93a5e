/** Turns evaluated modules into a code version: functions, router, crons, schema and auth providers. */

import type { MapFrames } from "./errors.ts";
import type { CodeVersion, HttpRouter } from "./executor.ts";
import { plainFrames } from "./frames.ts";
import { type FunctionInfo, type Modules, Registry } from "./registry.ts";

/** Modules as the sandbox (or a test's own realm) evaluated them. */
export interface ModuleSource {
  readonly hash: string;
  readonly modules: Modules;
  readonly schema: unknown;
  readonly crons: unknown;
  readonly http: unknown;
  readonly authConfig: unknown;
  readonly mapFrames?: MapFrames;
}

export interface LoadedCode extends CodeVersion {
  /** JSON text of `schema.export()`, or null without a schema. */
  readonly schema: string | null;
  /** JSON text of `crons.export()`, or null. */
  readonly crons: string | null;
  readonly authConfig: unknown;
}

export function loadCode(source: ModuleSource, system: readonly FunctionInfo[] = []): LoadedCode {
  return {
    hash: source.hash,
    registry: new Registry(source.modules, system),
    http: (source.http ?? null) as HttpRouter | null,
    mapFrames: source.mapFrames ?? plainFrames,
    schema: exported(source.schema),
    crons: exported(source.crons),
    authConfig: source.authConfig,
  };
}

function exported(definition: unknown): string | null {
  const exporter = (definition as { export?: () => unknown } | null | undefined)?.export;
  if (typeof exporter !== "function") return null;
  const text = exporter.call(definition);
  return typeof text === "string" ? text : null;
}
