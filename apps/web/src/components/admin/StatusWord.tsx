import type { RuntimeStatus } from "@mc/shared/runtime/report";
import { RUNTIME_LOOK } from "@/components/frame/runtime-look";

/** Glyph and word of a runtime's state. */
export function StatusWord({ status }: { status: RuntimeStatus }) {
  const look = RUNTIME_LOOK[status];
  return (
    <span className="inline-flex items-center align-middle gap-1.5 whitespace-nowrap text-sm">
      <look.icon aria-hidden className={`size-4 ${look.tone}`} strokeWidth={2.2} />
      {look.label}
    </span>
  );
}
