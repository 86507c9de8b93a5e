// Clerk's publishable key carries the host of its API: pk_test_ or pk_live_, then that host and a dollar sign in base64.

/** The host that pages of this key talk to, or null when it is no publishable key. */
export function clerkHost(publishableKey: string): string | null {
  const encoded = /^pk_(?:test|live)_([A-Za-z0-9+/=_-]+)$/.exec(publishableKey)?.[1];
  if (!encoded) return null;
  const host = Buffer.from(encoded, "base64").toString("utf8");
  return /^[a-z0-9.-]+(:\d+)?\$$/.test(host) ? host.slice(0, -1) : null;
}
