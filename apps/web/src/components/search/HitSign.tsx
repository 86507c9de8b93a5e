import { isTaskStatus } from "@mc/shared/task/status";
import { StatusGlyph } from "@/components/tasks/StatusGlyph";
import { cn } from "@/lib/cn";
import { TYPE_LOOK } from "./search-look";
import type { SearchHit } from "./use-search";

/** The sign of a result: a task carries its status, everything else the sign of its type. */
export function HitSign({ hit, className }: { hit: SearchHit; className?: string }) {
  if (hit.type === "task" && isTaskStatus(hit.detail))
    return <StatusGlyph status={hit.detail} className={cn(className)} />;
  const Icon = TYPE_LOOK[hit.type].icon;
  return <Icon aria-hidden className={cn("size-4 shrink-0 text-ink-3", className)} />;
}
