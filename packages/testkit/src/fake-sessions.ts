/** Sessions of the fake gateway: in memory, or one file each in a folder, so that they outlive a kill -9 as OpenClaw's do. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Row {
  readonly role: "user" | "assistant";
  readonly content: { type: "text"; text: string }[];
  readonly runId: string | null;
  readonly stopReason?: "stop" | "aborted" | "toolUse";
  /** Of this call of the model alone. */
  readonly usage?: { input: number; output: number; cacheRead: number; cacheWrite: number };
  readonly idempotencyKey?: string;
}

export interface Session {
  readonly key: string;
  rows: Row[];
  status: "idle" | "running" | "done" | "failed";
  isInterrupted: boolean;
  tail: Promise<void>;
  current: { runId: string; text: string; abort: AbortController } | null;
}

export class FakeSessions {
  readonly #sessions = new Map<string, Session>();
  readonly #folder: string | null;

  constructor(folder: string | null) {
    this.#folder = folder;
    if (folder === null) return;
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".json"))) {
      const kept = JSON.parse(readFileSync(join(folder, name), "utf8")) as Pick<
        Session,
        "key" | "rows" | "status" | "isInterrupted"
      >;
      const isInterrupted = kept.isInterrupted || kept.status === "running";
      this.#sessions.set(kept.key, { ...kept, isInterrupted, tail: Promise.resolve(), current: null });
    }
  }

  find(key: string): Session | null {
    return this.#sessions.get(key) ?? null;
  }

  get(key: string): Session {
    const known = this.#sessions.get(key);
    if (known !== undefined) return known;
    const session: Session = {
      key,
      rows: [],
      status: "idle",
      isInterrupted: false,
      tail: Promise.resolve(),
      current: null,
    };
    this.#sessions.set(key, session);
    return session;
  }

  all(): Session[] {
    return [...this.#sessions.values()];
  }

  /** Whole or not at all, like a database that was killed. */
  save({ key, rows, status, isInterrupted }: Session): void {
    if (this.#folder === null) return;
    const file = join(this.#folder, `${Buffer.from(key).toString("base64url")}.json`);
    writeFileSync(`${file}.tmp`, JSON.stringify({ key, rows, status, isInterrupted }));
    renameSync(`${file}.tmp`, file);
  }
}
