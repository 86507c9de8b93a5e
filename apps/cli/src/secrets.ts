import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";

const secretsSchema = z.object({ adminKey: z.string().min(32), authSecret: z.string().min(32) });
export type Secrets = z.infer<typeof secretsSchema>;

const vapidSchema = z.object({ publicKey: z.string().length(87), privateKey: z.string().length(43) });
export type VapidKeys = z.infer<typeof vapidSchema>;

/**
 * The installation's own secrets, made once and kept in the data folder, readable by its owner only.
 * `adminKey` opens the backend's internal functions to the supervisor; `authSecret` encrypts the sign-in
 * provider's signing keys, so losing it ends every session.
 */
export function loadSecrets(dataDir: string): Secrets {
  const file = join(dataDir, "secrets.json");
  if (existsSync(file)) return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const secrets = { adminKey: randomBytes(32).toString("hex"), authSecret: randomBytes(32).toString("hex") };
  keep(file, secrets);
  return secrets;
}

/**
 * The keys by which push services know this installation (VAPID), made once and kept in the data folder. Browsers
 * subscribe to the public one: losing them ends every subscription.
 */
export function loadVapidKeys(dataDir: string): VapidKeys {
  const file = join(dataDir, "vapid.json");
  if (existsSync(file)) return vapidSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const { x = "", y = "", d = "" } = privateKey.export({ format: "jwk" });
  // the point as browsers take it: 0x04, x, y
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, "base64url"), Buffer.from(y, "base64url")]);
  const keys = { publicKey: point.toString("base64url"), privateKey: d };
  keep(file, keys);
  return keys;
}

/** Written whole or not at all, readable by its owner only. */
function keep(file: string, value: object): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.tmp`, JSON.stringify(value, null, 2), { mode: 0o600 });
  renameSync(`${file}.tmp`, file);
}
