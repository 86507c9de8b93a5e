import { HEALTH_PART_LABEL, HEALTH_PARTS, type HealthPart } from "@mc/shared/runtime/health";
import type { RuntimeMetrics } from "@mc/shared/runtime/report";
import { cn } from "@/lib/cn";
import { duration } from "@/lib/format";
import { megabytes, scoreTone, sharePercent } from "./runtime-words";
import type { RuntimeFull } from "./use-runtimes";

/** What makes up the health score, each part with the figure behind it. */
export function HealthParts({ health }: { health: RuntimeFull["health"] }) {
  const { metrics, score } = health;
  if (metrics === null || score === null)
    return (
      <p className="text-ink-2 text-sm">Nothing is measured yet. Figures come with the first check-in.</p>
    );
  return (
    <div className="flex flex-col gap-3">
      <p className="text-sm">
        <span className={cn("figures font-semibold text-2xl", scoreTone(score).text)}>{score}</span>
        <span className="text-ink-2">
          {" "}
          of 100, from the last {duration(Math.max(60_000, metrics.windowMs))}
        </span>
      </p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {HEALTH_PARTS.map((part) => (
          <Part key={part} part={part} value={health.parts[part]} figure={figureOf(part, metrics)} />
        ))}
      </ul>
    </div>
  );
}

function Part({ part, value, figure }: { part: HealthPart; value: number | null; figure: string }) {
  return (
    <li className="grid min-h-9 py-1 grid-cols-[8.5rem_1fr_2rem] items-center gap-3 text-sm">
      <span className="text-ink-2">{HEALTH_PART_LABEL[part]}</span>
      <span className="text-ink-3">{figure}</span>
      <span className={cn("figures text-right", value === null ? "text-ink-3" : scoreTone(value).text)}>
        {value ?? "–"}
      </span>
    </li>
  );
}

function figureOf(part: HealthPart, metrics: RuntimeMetrics): string {
  switch (part) {
    case "readiness":
      return metrics.readiness === null
        ? "no gateway is wanted"
        : `ready ${sharePercent(metrics.readiness)} of the time`;
    case "errorRate":
      return metrics.turns === 0 ? "no turn ended" : `${metrics.failures} of ${metrics.turns} turns failed`;
    case "deliverySuccess":
      return metrics.offered === 0
        ? "nothing was handed over"
        : `${metrics.taken} of ${metrics.offered} hand-offs taken`;
    case "latency":
      return metrics.latencyP95Ms === null
        ? "not measured"
        : `95 % within ${metrics.latencyP95Ms < 1_000 ? `${metrics.latencyP95Ms} ms` : duration(metrics.latencyP95Ms)}`;
    case "eventLoopLag":
      return `${metrics.loopLagMs} ms behind`;
    case "memory":
      return metrics.gatewayRssBytes === null
        ? `runtime ${megabytes(metrics.rssBytes)}`
        : `gateway ${megabytes(metrics.gatewayRssBytes)}, runtime ${megabytes(metrics.rssBytes)}`;
    case "restarts":
      return metrics.restarts === 0 ? "none" : `${metrics.restarts} unexpected`;
  }
}
