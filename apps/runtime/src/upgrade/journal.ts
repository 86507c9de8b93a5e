/**
 * How far an upgrade got, on disk before each step is taken: a runtime that was killed reads it and finishes the
 * upgrade, or goes back.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { readTextOrNull, writeDurably } from "../storage/files.ts";

/** In this order; `restoring` is entered from `switching` on when something fails. */
export const UPGRADE_STEPS = [
  "installing",
  "preflighting",
  "draining",
  "stopping",
  "snapshotting",
  "switching",
  "verifying",
  "restoring",
] as const;
export type UpgradeStep = (typeof UPGRADE_STEPS)[number];

const shape = z.object({
  id: z.string(),
  kind: z.enum(["upgrade", "roll_back"]),
  from: z.string(),
  to: z.string(),
  /** The copy of the state that a roll-back returns to. */
  restoreFrom: z.string().nullable(),
  /** Who asked; null when the settings of the runtime did. */
  order: z.object({ commandId: z.string(), generation: z.number() }).nullable(),
  step: z.enum(UPGRADE_STEPS),
  /** How often a process took it up. */
  attempts: z.number(),
  /** Why it goes back. */
  reason: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof shape>;

export class UpgradeJournal {
  readonly #file: string;

  constructor(runtimeDir: string) {
    this.#file = join(runtimeDir, "upgrade.json");
  }

  async read(): Promise<JournalEntry | null> {
    const text = await readTextOrNull(this.#file);
    if (text === null) return null;
    try {
      return shape.parse(JSON.parse(text));
    } catch {
      return null;
    }
  }

  async write(entry: JournalEntry): Promise<void> {
    await writeDurably(this.#file, `${JSON.stringify(entry, null, 2)}\n`);
  }

  async clear(): Promise<void> {
    await rm(this.#file, { force: true });
  }
}
