/**
 * Walks a range of an index and remembers exactly how far it looked: a walk stopped early depends only on the keys
 * up to the last row it returned; an exhausted one depends on its whole range.
 */
import { documentKey, documentKeyText } from "../catalog/catalog.ts";
import type { KeyText, ReadSet } from "../store/readSet.ts";
import type { ReadTx } from "../store/readTx.ts";
import { parseDocument } from "../store/rowContent.ts";
import { successorText } from "../values/key.ts";
import type { IndexRange } from "./compile.ts";

const MAX_BATCH = 256;
/** Rows are fetched ahead, but not more text than about this. */
const MAX_BATCH_BYTES = 1024 * 1024;

export class IndexScan {
  readonly #tx: ReadTx;
  readonly #range: IndexRange;
  #ahead: string[] = [];
  #position = 0;
  #batch: number;
  #last: string | null = null;
  #isExhausted = false;
  #isAtEnd = false;
  #fetchedAt = -1;

  /** `expectedRows`: how many rows the caller will want at most, if it knows. */
  constructor(tx: ReadTx, range: IndexRange, expectedRows?: number) {
    this.#tx = tx;
    this.#range = range;
    this.#batch = Math.max(1, Math.min(expectedRows ?? 16, MAX_BATCH));
  }

  /** Of the row that was returned last. */
  get lastKey(): Uint8Array | null {
    return this.#last === null ? null : this.keyOf(this.#last);
  }

  keyOf(body: string): Uint8Array {
    return documentKey(this.#range.index, parseDocument(body));
  }

  /** The text of the next row, counted against the limits; null at the end of the range. */
  next(): string | null {
    if (this.#isExhausted) return null;
    if (this.#fetchedAt !== this.#tx.writeVersion) this.#discard();
    if (this.#position >= this.#ahead.length) this.#fetch();
    const body = this.#ahead[this.#position];
    if (body === undefined) {
      this.#isExhausted = true;
      return null;
    }
    this.#position += 1;
    this.#last = body;
    this.#tx.chargeRead(body);
    return body;
  }

  /** Adds what was looked at so far to the read set. */
  record(readSet: ReadSet): void {
    const { lo, hi, isDescending } = this.#range;
    if (this.#isExhausted) {
      readSet.intervals.push({ lo, hi });
      return;
    }
    const last = this.#lastText;
    if (last === null) return;
    readSet.intervals.push(isDescending ? { lo: last, hi } : { lo, hi: successorText(last) });
  }

  get #lastText(): KeyText | null {
    return this.#last === null ? null : documentKeyText(this.#range.index, parseDocument(this.#last));
  }

  #fetch(): void {
    this.#position = 0;
    this.#fetchedAt = this.#tx.writeVersion;
    if (this.#isAtEnd) {
      this.#ahead = [];
      return;
    }
    const { lo, hi, isDescending, index } = this.#range;
    const last = this.#lastText;
    this.#ahead = this.#tx.fetch(index, {
      lo: last !== null && !isDescending ? successorText(last) : lo,
      hi: last !== null && isDescending ? last : hi,
      isDescending,
      limit: this.#batch,
    });
    this.#isAtEnd = this.#ahead.length < this.#batch;
    let bytes = 0;
    for (const body of this.#ahead) bytes += body.length;
    const average = bytes / Math.max(1, this.#ahead.length);
    this.#batch = Math.max(
      1,
      Math.min(this.#batch * 2, MAX_BATCH, Math.floor(MAX_BATCH_BYTES / (average + 1))),
    );
  }

  /** The transaction wrote since the last fetch: what was fetched ahead may be gone or changed. */
  #discard(): void {
    this.#ahead = [];
    this.#position = 0;
    this.#isAtEnd = false;
  }
}
