import { CircleCheck, CircleDashed, CircleX, Loader, type LucideIcon } from "lucide-react";
import { compactCount, elapsed, money, plural } from "@/lib/format";
import type { Run } from "./types";

/** The sign of a turn's status; the word stands beside it. */
export const RUN_LOOK = {
  queued: [CircleDashed, "text-health-provisioning"],
  leased: [Loader, "text-health-provisioning"],
  accepted: [Loader, "text-health-provisioning"],
  running: [Loader, "text-health-online"],
  awaiting_approval: [CircleDashed, "text-health-degraded"],
  succeeded: [CircleCheck, "text-health-online"],
  failed: [CircleX, "text-health-offline"],
  cancelled: [CircleX, "text-health-provisioning"],
  timed_out: [CircleX, "text-health-offline"],
  dead_letter: [CircleX, "text-health-offline"],
} as const satisfies Record<Run["status"], readonly [LucideIcon, string]>;

/** Time, tools, tokens and cost of a turn, as far as they are known. */
export function runFacts(run: Run): string[] {
  const facts: string[] = [];
  if (run.startedAt !== null && run.endedAt !== null) facts.push(elapsed(run.endedAt - run.startedAt));
  if (run.tools.length > 0) facts.push(plural(run.tools.length, "tool"));
  if (run.usage) facts.push(`${compactCount(run.usage.input + run.usage.output)} tokens`);
  if (run.usage?.costUsd) facts.push(money(run.usage.costUsd));
  if (run.attempt > 1) facts.push(`attempt ${run.attempt}`);
  return facts;
}
