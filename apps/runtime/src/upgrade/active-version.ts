/**
 * Which OpenClaw this runtime runs, kept in its folder: an upgrade outlives the process that made it. Beside it the
 * version before, with a copy of the gateway's state from the moment it was left.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { writeDurably } from "../storage/files.ts";

const shape = z.object({
  version: z.string(),
  previous: z.object({ version: z.string(), snapshot: z.string() }).nullable(),
  /** What the settings wanted when it was last decided; another value there means an upgrade to it. */
  pin: z.string(),
});
export type VersionRecord = z.infer<typeof shape>;

export class ActiveVersion {
  readonly #file: string;
  #record: VersionRecord;

  /** A folder without a record is new, or from before there were records: then its configuration names the version. */
  constructor(place: { readonly runtimeDir: string; readonly configFile: string }, pin: string) {
    this.#file = join(place.runtimeDir, "openclaw-version.json");
    const version = versionOfConfig(read(place.configFile)) ?? pin;
    this.#record = parse(read(this.#file)) ?? { version, previous: null, pin: version };
  }

  get version(): string {
    return this.#record.version;
  }

  get previous(): VersionRecord["previous"] {
    return this.#record.previous;
  }

  get pin(): string {
    return this.#record.pin;
  }

  async set(change: Partial<VersionRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    await writeDurably(this.#file, `${JSON.stringify(this.#record, null, 2)}\n`);
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function versionOfConfig(text: string | null): string | null {
  return /"lastTouchedVersion":\s*"([\w.-]+)"/.exec(text ?? "")?.[1] ?? null;
}

function parse(text: string | null): VersionRecord | null {
  if (text === null) return null;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // Written whole or not at all; one that cannot be read was changed by hand and says nothing.
    return null;
  }
}
