// Words and tones of runtimes. Pure.
import { HEALTH_PART_LABEL, HEALTH_PARTS, type Health } from "@mc/shared/runtime/health";
import type { RuntimeProvider } from "@mc/shared/runtime/report";

export const PROVIDER_LABEL = {
  local: "This installation",
  docker: "Docker",
  digitalocean: "DigitalOcean",
  fly: "Fly.io",
  aws: "AWS",
  gcp: "Google Cloud",
  other: "Other",
} as const satisfies Record<RuntimeProvider, string>;

/** The fixed hues of health: what is fine, what to look at, what is broken. */
export function scoreTone(score: number): { text: string; fill: string; word: string } {
  if (score >= 80) return { text: "text-health-online", fill: "bg-health-online", word: "well" };
  if (score >= 50) return { text: "text-health-degraded", fill: "bg-health-degraded", word: "struggling" };
  return { text: "text-health-offline", fill: "bg-health-offline", word: "not well" };
}

/** "Readiness 100, error rate 80, …": the parts for ears. */
export function partsSentence(parts: Health["parts"]): string {
  return HEALTH_PARTS.map((part) => `${HEALTH_PART_LABEL[part]} ${parts[part] ?? "not measured"}`).join(", ");
}

export function megabytes(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GB` : `${Math.round(bytes / 2 ** 20)} MB`;
}

export function sharePercent(share: number | null): string {
  return share === null ? "not measured" : `${Math.round(1000 * share) / 10} %`;
}
