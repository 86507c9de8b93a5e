/**
 * Pagination cursors: a place in one particular query. Encrypted, because index keys contain field values; with a
 * nonce derived from the content, because the same page must give the same text (results are compared by text).
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
} from "node:crypto";
import { ConvexError } from "convex/values";
import type { SerializedQuery } from "./compile.ts";

/** After the row with this key, or past the last row. */
export type Position = { readonly kind: "after"; readonly key: Uint8Array } | { readonly kind: "end" };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FINGERPRINT_BYTES = 16;

/** Makes `usePaginatedQuery` start over; the data form survives the redaction of production errors. */
export function invalidCursor(): ConvexError<{
  isConvexSystemError: true;
  paginationError: "InvalidCursor";
}> {
  const error = new ConvexError({
    isConvexSystemError: true as const,
    paginationError: "InvalidCursor" as const,
  });
  error.message =
    "InvalidCursor: Tried to run a query starting from a cursor, but it is invalid or belongs to another query.";
  return error;
}

export class CursorCodec {
  readonly #encryptionKey: KeyObject;
  readonly #nonceKey: KeyObject;

  constructor(secret: Buffer) {
    const keyFor = (purpose: string) =>
      createSecretKey(createHash("sha256").update(purpose).update(secret).digest());
    this.#encryptionKey = keyFor("cursor encryption");
    this.#nonceKey = keyFor("cursor nonce");
  }

  fingerprint(query: SerializedQuery, indexFields: readonly string[]): Buffer {
    const text = JSON.stringify([query.source, query.operators, indexFields]);
    return hash("sha256", text, "buffer").subarray(0, FINGERPRINT_BYTES);
  }

  encode(position: Position, fingerprint: Buffer): string {
    const key = position.kind === "after" ? [Buffer.from([1]), position.key] : [Buffer.from([0])];
    const plain = Buffer.concat([fingerprint, ...key]);
    const nonce = createHmac("sha256", this.#nonceKey).update(plain).digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv("aes-256-gcm", this.#encryptionKey, nonce);
    const secret = Buffer.concat([cipher.update(plain), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), secret]).toString("base64url");
  }

  /** Throws InvalidCursor for a forged text and for a cursor of another query. */
  decode(text: string, fingerprint: Buffer): Position {
    const plain = this.#decrypt(Buffer.from(text, "base64url"));
    if (plain === null || !plain.subarray(0, FINGERPRINT_BYTES).equals(fingerprint)) throw invalidCursor();
    const kind = plain[FINGERPRINT_BYTES];
    if (kind === 0) return { kind: "end" };
    return { kind: "after", key: plain.subarray(FINGERPRINT_BYTES + 1) };
  }

  #decrypt(bytes: Buffer): Buffer | null {
    if (bytes.length <= NONCE_BYTES + TAG_BYTES + FINGERPRINT_BYTES) return null;
    const decipher = createDecipheriv("aes-256-gcm", this.#encryptionKey, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    } catch {
      return null;
    }
  }
}
