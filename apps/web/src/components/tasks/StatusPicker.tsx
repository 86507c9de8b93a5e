import { BOARD_STATUSES, STATUS_LABEL } from "@mc/shared/task/status";
import { ChoiceMenu } from "./choice-menu";
import { noteFor } from "./move-reasons";
import { propertyStyle } from "./property-style";
import { StatusGlyph } from "./StatusGlyph";
import type { BoardStatus, TaskDetail } from "./types";

/** The status, and where it may go from here; what is not open says why. */
export function StatusPicker({
  task,
  isReadOnly,
  onChange,
}: {
  task: TaskDetail;
  isReadOnly: boolean;
  onChange: (to: BoardStatus) => void;
}) {
  const trigger = (
    <button
      type="button"
      disabled={isReadOnly}
      aria-label={`Status: ${STATUS_LABEL[task.status]}`}
      className={propertyStyle}
    >
      <StatusGlyph status={task.status} />
      {STATUS_LABEL[task.status]}
    </button>
  );
  const choices = BOARD_STATUSES.map((status) => ({
    value: status,
    label: STATUS_LABEL[status],
    glyph: <StatusGlyph status={status} />,
    isOpen: status === task.status || task.allowed.includes(status),
    note: noteFor(task, status),
  }));
  const choose = (value: string): void => {
    const to = BOARD_STATUSES.find((status) => status === value);
    if (to && to !== task.status) onChange(to);
  };
  return <ChoiceMenu trigger={trigger} choices={choices} value={task.status} onChoose={choose} />;
}
