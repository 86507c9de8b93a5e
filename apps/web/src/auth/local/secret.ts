import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/**
 * The secret that signs sessions and encrypts the token keys: the configured one, else one made once per data
 * directory and readable by its owner only. Losing it signs everybody out.
 */
export function authSecret(options: { configured: string | undefined; dataDir: string }): string {
  if (options.configured !== undefined) return options.configured;
  const file = join(options.dataDir, "auth.secret");
  try {
    // "wx" so that two processes starting at once agree on one secret: the loser reads what the winner wrote.
    const handle = openSync(file, "wx", 0o600);
    const secret = randomBytes(32).toString("hex");
    writeSync(handle, secret);
    closeSync(handle);
    return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    return readFileSync(file, "utf8").trim();
  }
}
