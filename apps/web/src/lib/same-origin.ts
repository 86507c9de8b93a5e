/** The address under this origin when the backend is served from it, whatever name this origin was opened by. */
export function sameOrigin(url: string): string {
  const parsed = new URL(url, window.location.origin);
  return parsed.pathname.startsWith("/convex/") ? `${parsed.pathname}${parsed.search}` : url;
}
