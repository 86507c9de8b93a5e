/** Secrets that are shown once, most of them kept as SHA-256: 32 random bytes need no salt and no slow hash. */
const SECRET_BYTES = 32;

export async function sha256Hex(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A new secret, with a prefix that tells people and scanners what it is. */
export async function createSecret(
  prefix: "mcs" | "mca" | "mci" | "mce" | "mch" | "mcu",
): Promise<{ secret: string; hash: string; hint: string }> {
  const text = randomBase64();
  const secret = `${prefix}_${text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}`;
  return { secret, hash: await sha256Hex(secret), hint: secret.slice(0, 10) };
}

/** A secret that signs what we send, spelled as the receivers' libraries expect it (Standard Webhooks). */
export function createSigningSecret(): string {
  return `whsec_${randomBase64()}`;
}

function randomBase64(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(SECRET_BYTES))));
}
