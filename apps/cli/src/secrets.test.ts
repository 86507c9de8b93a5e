import { createECDH } from "node:crypto";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { loadSecrets, loadVapidKeys } from "./secrets.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function dataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "mc-secrets-"));
  folders.push(folder);
  return join(folder, "data");
}

describe("secrets of an installation", () => {
  it("are made once, kept, and readable by their owner only", () => {
    const folder = dataDir();
    const [secrets, keys] = [loadSecrets(folder), loadVapidKeys(folder)];
    expect([loadSecrets(folder), loadVapidKeys(folder)]).toEqual([secrets, keys]);
    expect(loadVapidKeys(dataDir())).not.toEqual(keys);
    for (const name of ["secrets.json", "vapid.json"]) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    }
  });

  it("the public key of push is that of the private one", () => {
    const { publicKey, privateKey } = loadVapidKeys(dataDir());
    const curve = createECDH("prime256v1");
    curve.setPrivateKey(Buffer.from(privateKey, "base64url"));
    expect(curve.getPublicKey().toString("base64url")).toBe(publicKey);
  });
});
