/**
 * Tokens in upload URLs: signed by the deployment, valid for an hour, known to nobody else and stored nowhere. One
 * token stores one file; which ones did is remembered by this process, for as long as they would be valid.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const VALID_MS = 60 * 60_000;

export interface UploadTokens {
  issue(): string;
  isValid(token: string): boolean;
  /** Uses the token up; null when it is not valid or was used. What is returned gives it back: nothing was stored. */
  redeem(token: string): (() => void) | null;
}

/** @param secret at least 32 random bytes; @param now epoch milliseconds. */
export function createUploadTokens({ secret, now }: { secret: Uint8Array; now: () => number }): UploadTokens {
  /** By payload: base64 has several spellings of one signature. The value is when the token ends. */
  const used = new Map<string, number>();
  const sign = (payload: string) => createHmac("sha256", secret).update(payload).digest();
  const endOf = (payload: string) => Number.parseInt(payload, 36);
  /** What was signed, when the signature is ours and the hour is not over. */
  const validPayload = (token: string): string | null => {
    const dot = token.lastIndexOf(".");
    const payload = token.slice(0, dot);
    const given = Buffer.from(token.slice(dot + 1), "base64url");
    const expected = sign(payload);
    if (dot === -1 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return endOf(payload) > now() ? payload : null;
  };
  return {
    issue: () => {
      const payload = `${(now() + VALID_MS).toString(36)}.${randomBytes(12).toString("base64url")}`;
      return `${payload}.${sign(payload).toString("base64url")}`;
    },
    isValid: (token) => validPayload(token) !== null,
    redeem: (token) => {
      const payload = validPayload(token);
      if (payload === null || used.has(payload)) return null;
      // Oldest first: a token used early ends early, give or take the hour.
      for (const [old, end] of used) {
        if (end > now()) break;
        used.delete(old);
      }
      used.set(payload, endOf(payload));
      return () => void used.delete(payload);
    },
  };
}
