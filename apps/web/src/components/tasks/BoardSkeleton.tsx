import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import { Loading, Skeleton } from "@/components/ui/skeleton";

const CARDS = [3, 2, 3, 1, 1, 4] as const;

/** The board's shape while its cards are on their way. */
export function BoardSkeleton() {
  return (
    <Loading
      label="Loading the board"
      className="grid min-h-0 flex-1 auto-cols-[minmax(14.5rem,1fr)] compact:auto-cols-[minmax(11.25rem,1fr)] grid-flow-col gap-1 overflow-hidden px-2 max-md:auto-cols-[84vw]"
    >
      {BOARD_STATUSES.map((status, column) => (
        <div key={status} className="px-1">
          <div className="flex h-9 items-center px-1 font-medium text-ink-3 text-sm">
            {STATUS_LABEL[status]}
          </div>
          <div className="flex flex-col gap-2 py-1">
            {["a", "b", "c", "d"].slice(0, CARDS[column]).map((key) => (
              <Skeleton key={key} className="h-22 border border-line" />
            ))}
          </div>
        </div>
      ))}
    </Loading>
  );
}
