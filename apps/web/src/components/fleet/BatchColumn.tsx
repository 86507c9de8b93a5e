import { TARGET_PHASE_LABEL } from "@mc/shared/rollout/labels";
import type { TargetPhase } from "@mc/shared/rollout/plan";
import { ArrowLeft, Check, Circle, CircleSlash, Loader, type LucideIcon, Undo2, X } from "lucide-react";
import { cn } from "@/lib/cn";
import type { Rollout } from "./use-fleet";

const LOOK: Record<TargetPhase, { icon: LucideIcon; tone: string }> = {
  pending: { icon: Circle, tone: "text-ink-3" },
  upgrading: { icon: Loader, tone: "text-health-upgrading" },
  succeeded: { icon: Check, tone: "text-health-online" },
  failed: { icon: X, tone: "text-health-offline" },
  rolling_back: { icon: ArrowLeft, tone: "text-health-degraded" },
  rolled_back: { icon: Undo2, tone: "text-health-degraded" },
  skipped: { icon: CircleSlash, tone: "text-ink-3" },
};
const SHOWN = 8;

type Target = Rollout["targets"][number];

/** One batch: how many of it are done, who is in it, and what must hold before the next. */
export function BatchColumn(props: {
  title: string;
  targets: readonly Target[];
  gate: readonly string[] | null;
}) {
  const { title, targets, gate } = props;
  const done = targets.filter(({ phase }) => phase !== "pending" && phase !== "upgrading").length;
  const shown = targets.slice(0, SHOWN);
  return (
    <>
      <li className="w-52 shrink-0 rounded-sm border border-line bg-ground p-2.5">
        <p className="flex items-baseline justify-between text-sm">
          <span className="font-medium">{title}</span>
          <span className="figures text-ink-2">
            {done}/{targets.length}
          </span>
        </p>
        <div aria-hidden className="mt-1.5 h-1 overflow-hidden rounded-full bg-pressed">
          <div
            className="h-full bg-health-upgrading transition-[width] duration-180"
            style={{ width: `${(100 * done) / Math.max(1, targets.length)}%` }}
          />
        </div>
        <ul className="mt-2 flex flex-col gap-1">
          {shown.map((target) => (
            <Line key={target.runtimeId} target={target} />
          ))}
          {targets.length > SHOWN ? (
            <li className="pl-5 text-ink-3 text-xs">and {targets.length - SHOWN} more</li>
          ) : null}
        </ul>
      </li>
      {gate ? (
        <li className="flex w-28 shrink-0 flex-col justify-center text-center text-ink-3 text-xs">
          <span aria-hidden>→</span>
          {gate.map((words) => (
            <span key={words}>{words}</span>
          ))}
        </li>
      ) : null}
    </>
  );
}

function Line({ target }: { target: Target }) {
  const look = LOOK[target.phase];
  return (
    <li className="text-xs">
      <span className="flex items-center gap-1.5">
        <look.icon aria-hidden className={cn("size-3.5 shrink-0", look.tone)} strokeWidth={2.4} />
        <span className="truncate">{target.accountName}</span>
        <span className={cn("ml-auto shrink-0", look.tone)}>
          {target.phase === "upgrading" && target.upgrade
            ? `${Math.round(target.upgrade.percent)} %`
            : TARGET_PHASE_LABEL[target.phase]}
        </span>
      </span>
      {target.reason && target.phase !== "skipped" ? (
        <span className="line-clamp-2 pl-5 text-ink-3">{target.reason}</span>
      ) : null}
    </li>
  );
}
