import { taskKey } from "@mc/shared/task/limits";
import { CalendarDays, type LucideIcon, SignalHigh, UserPlus } from "lucide-react";
import { useContext } from "react";
import { cn } from "@/lib/cn";
import { CardActContext } from "./board-context";
import type { CardKey } from "./board-keys";

const ACTS: readonly { key: CardKey; label: string; icon: LucideIcon; className?: string }[] = [
  { key: "d", label: "Due date", icon: CalendarDays, className: "compact:hidden" },
  { key: "p", label: "Priority", icon: SignalHigh },
  { key: "a", label: "Assignees", icon: UserPlus },
];

/**
 * What is done most, on the card itself. Made only while the pointer or the focus is on the card, so that a board of
 * hundreds costs nothing; Tab from the card's title reaches them. A finger has the menu for it.
 */
export function CardQuickActs({ number }: { number: number }) {
  const act = useContext(CardActContext);
  if (!act) return null;
  return ACTS.map(({ key, label, icon: Icon, className }) => (
    <button
      key={key}
      type="button"
      title={`${label} (${key.toUpperCase()})`}
      aria-label={`${label} of ${taskKey(number)}`}
      className={cn(
        "inline-flex size-6 items-center justify-center rounded-xs text-ink-3 transition-colors hover:bg-hover hover:text-ink pointer-coarse:hidden",
        className,
      )}
      onClick={(event) => {
        // these buttons go when the focus does; it comes back to what stays
        event.currentTarget.closest("li")?.querySelector<HTMLElement>("[data-card-link]")?.focus();
        act(key, number);
      }}
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  ));
}
