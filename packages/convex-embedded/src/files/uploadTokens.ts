/** Tokens in upload URLs: signed by the deployment, valid for an hour, known to nobody else and stored nowhere. */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

const VALID_MS = 60 * 60_000;

export interface UploadTokens {
  issue(): string;
  isValid(token: string): boolean;
}

/** @param secret at least 32 random bytes; @param now epoch milliseconds. */
export function createUploadTokens({ secret, now }: { secret: Uint8Array; now: () => number }): UploadTokens {
  const sign = (payload: string) => createHmac("sha256", secret).update(payload).digest();
  return {
    issue: () => {
      const payload = `${(now() + VALID_MS).toString(36)}.${randomBytes(12).toString("base64url")}`;
      return `${payload}.${sign(payload).toString("base64url")}`;
    },
    isValid: (token) => {
      const dot = token.lastIndexOf(".");
      const payload = token.slice(0, dot);
      const given = Buffer.from(token.slice(dot + 1), "base64url");
      const expected = sign(payload);
      if (dot === -1 || given.length !== expected.length || !timingSafeEqual(given, expected)) return false;
      return Number.parseInt(payload, 36) > now();
    },
  };
}
