import type { TaskStatus } from "@mc/shared/task/status";
import { cn } from "@/lib/cn";

export const STATUS_TONE = {
  inbox: "text-status-inbox",
  assigned: "text-status-assigned",
  in_progress: "text-status-in-progress",
  review: "text-status-review",
  done: "text-status-done",
  blocked: "text-status-blocked",
  archived: "text-status-archived",
} as const satisfies Record<TaskStatus, string>;

/** Share of the circle that is filled: how far the work has come. */
const FILLED = {
  inbox: 0,
  assigned: 0.25,
  in_progress: 0.5,
  review: 0.75,
  done: 1,
  blocked: 0,
  archived: 0,
} as const satisfies Record<TaskStatus, number>;

/** The sign of a status; the word stands beside it. */
export function StatusGlyph({ status, className }: { status: TaskStatus; className?: string }) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className={cn("size-4 shrink-0", STATUS_TONE[status], className)}
    >
      <Shape status={status} />
    </svg>
  );
}

function Shape({ status }: { status: TaskStatus }) {
  if (status === "blocked") {
    return (
      <>
        <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
        <path
          d="M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6"
          stroke="currentColor"
          strokeWidth="1.7"
          strokeLinecap="round"
        />
      </>
    );
  }
  if (status === "archived") {
    return (
      <>
        <rect
          x="2.4"
          y="2.4"
          width="11.2"
          height="11.2"
          rx="2.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        />
        <path d="M5 8h6" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </>
    );
  }
  if (status === "done") {
    return (
      <>
        <circle cx="8" cy="8" r="6.8" fill="currentColor" />
        <path
          d="M5.1 8.2l2 2 3.8-4.1"
          fill="none"
          className="stroke-panel"
          strokeWidth="1.7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </>
    );
  }
  const around = 2 * Math.PI * 1.9;
  return (
    <>
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.7" />
      {FILLED[status] > 0 ? (
        <circle
          cx="8"
          cy="8"
          r="1.9"
          fill="none"
          stroke="currentColor"
          strokeWidth="3.8"
          strokeDasharray={`${around * FILLED[status]} ${around}`}
          transform="rotate(-90 8 8)"
        />
      ) : null}
    </>
  );
}
