import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const secretsSchema = z.object({ adminKey: z.string().min(32), authSecret: z.string().min(32) });
export type Secrets = z.infer<typeof secretsSchema>;

/**
 * The installation's own secrets, made once and kept in the data folder, readable by its owner only.
 * `adminKey` opens the backend's internal functions to the supervisor; `authSecret` encrypts the sign-in
 * provider's signing keys, so losing it ends every session.
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = { adminKey: randomBytes(32).toString("hex"), authSecret: randomBytes(32).toString("hex") };
  writeFileSync(`${file}.tmp`, JSON.stringify(secrets, null, 2), { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
  return secrets;
}
