/** Secrets that are shown once and kept as SHA-256: 32 random bytes need no salt and no slow hash. */
const SECRET_BYTES = 32;

export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A new secret, with a prefix that tells people and scanners what it is. */
export async function createSecret(
  prefix: "mcs" | "mca" | "mci" | "mce",
): Promise<{ secret: string; hash: string; hint: string }> {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
  const text = btoa(String.fromCharCode(...bytes));
  const secret = `${prefix}_${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
  return { secret, hash: await sha256Hex(secret), hint: secret.slice(0, 10) };
}
