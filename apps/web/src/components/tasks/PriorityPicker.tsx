import { isPriority, PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { ChoiceMenu } from "./choice-menu";
import { PriorityGlyph } from "./PriorityGlyph";

export const PRIORITY_CHOICES = PRIORITIES.map((priority) => ({
  value: String(priority),
  label: PRIORITY_LABEL[priority],
  glyph: <PriorityGlyph priority={priority} />,
}));

export function PriorityPicker(props: {
  id?: string;
  value: number;
  onChange: (priority: number) => void;
  isReadOnly?: boolean;
  className: string;
}) {
  const { id, value, onChange, isReadOnly = false, className } = props;
  const label = isPriority(value) ? PRIORITY_LABEL[value] : String(value);
  const trigger = (
    <button
      type="button"
      id={id}
      disabled={isReadOnly}
      aria-label={`Priority: ${label}`}
      className={className}
    >
      <PriorityGlyph priority={value} />
      {label}
    </button>
  );
  return (
    <ChoiceMenu
      trigger={trigger}
      choices={PRIORITY_CHOICES}
      value={String(value)}
      onChoose={(next) => onChange(Number(next))}
    />
  );
}
