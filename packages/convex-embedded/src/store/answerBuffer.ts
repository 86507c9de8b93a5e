/**
 * Answers to mutations of sessions that the writer has in hand: those since the last flush, and how far each session
 * has come, so that only a request that may have been answered before is looked up. Requests of a session are numbered
 * upwards, and only what is sent again has an answer.
 */
import type { Connection } from "./sqlite.ts";

/** Which mutation of which session. */
export interface AnswerKey {
  readonly session: string;
  readonly request: number;
}

export interface Answer {
  /** The commit timestamp, in decimal. */
  readonly ts: string;
  /** Wire JSON text. */
  readonly result: string;
  /** JSON text of a list. */
  readonly logLines: string;
}

export interface AnswerRow extends AnswerKey, Answer {
  readonly atMs: number;
}

/** Beyond it what is known of sessions is dropped, to be asked for again. */
const MAX_KNOWN_SESSIONS = 4_096;

export class AnswerBuffer {
  readonly #connection: Connection;
  /** Another map for each group: see `RowBuffer`. */
  #pending = new Map<string, AnswerRow>();
  /** No request above it has an answer; one at or below it may have. */
  readonly #latest = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  get changes(): number {
    return this.#pending.size;
  }

  find(key: AnswerKey): Answer | null {
    const pending = this.#pending.get(nameOf(key));
    if (pending !== undefined) return pending;
    return key.request > this.#latestOf(key.session) ? null : this.#connection.answer(key);
  }

  put(row: AnswerRow): void {
    this.#latest.set(row.session, Math.max(row.request, this.#latestOf(row.session)));
    this.#pending.set(nameOf(row), row);
  }

  /** Undoes `put`. */
  takeBack(key: AnswerKey): void {
    if (!this.#pending.delete(nameOf(key))) this.#connection.deleteAnswer(key);
  }

  flush(): void {
    this.#connection.insertAnswers([...this.#pending.values()]);
    this.#pending = new Map();
    // Not before SQLite has all: what is asked for again must be the whole of it.
    if (this.#latest.size > MAX_KNOWN_SESSIONS) this.#latest.clear();
  }

  /** Drops what was not stored. That a session had come so far may be too much said then, which costs a look and no more. */
  forget(): void {
    this.#pending = new Map();
  }

  #latestOf(session: string): number {
    let latest = this.#latest.get(session);
    if (latest === undefined) {
      latest = this.#connection.latestAnswered(session);
      this.#latest.set(session, latest);
    }
    return latest;
  }
}

function nameOf({ session, request }: AnswerKey): string {
  return `${request} ${session}`;
}
