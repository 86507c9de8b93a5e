import { isPriority, PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { ChevronDown } from "lucide-react";
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
  /** In a form it looks like any other field that offers choices. */
  isField?: boolean;
  className: string;
}) {
  const { id, value, onChange, isReadOnly = false, isField = false, className } = props;
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
      {isField ? <ChevronDown aria-hidden className="ml-auto size-3.5 shrink-0 text-ink-3" /> : null}
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
