import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { whyNot } from "./move-reasons";
import { StatusGlyph } from "./StatusGlyph";
import type { BoardStatus, TaskDetail } from "./types";

/** The status, and where it may go from here; what is not open says why. */
export function StatusSelect({ task, isReadOnly, onChange }: { task: TaskDetail; isReadOnly: boolean; onChange: (to: BoardStatus) => void }) {
  return (
    <Select
      value={task.status}
      disabled={isReadOnly}
      onValueChange={(next) => {
        const to = BOARD_STATUSES.find((status) => status === next);
        if (to && to !== task.status) onChange(to);
      }}
    >
      <SelectTrigger aria-label={`Status: ${STATUS_LABEL[task.status]}`} className="w-full">
        <span className="flex items-center gap-2">
          <StatusGlyph status={task.status} />
          {STATUS_LABEL[task.status]}
        </span>
      </SelectTrigger>
      <SelectContent className="max-w-72">
        {BOARD_STATUSES.map((status) => {
          const reason = whyNot(task, status, { kind: "member", role: "member" });
          return (
            <SelectItem key={status} value={status} disabled={reason !== null} note={reason}>
              <span className="flex items-center gap-2">
                <StatusGlyph status={status} />
                {STATUS_LABEL[status]}
              </span>
            </SelectItem>
          );
        })}
      </SelectContent>
    </Select>
  );
}
