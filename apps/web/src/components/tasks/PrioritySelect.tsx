import { isPriority, PRIORITIES, PRIORITY_LABEL } from "@mc/shared/task/priority";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { PriorityGlyph } from "./PriorityGlyph";

export function PrioritySelect(props: { id?: string; value: number; onChange: (priority: number) => void; isReadOnly?: boolean; className?: string }) {
  const { id, value, onChange, isReadOnly = false, className } = props;
  return (
    <Select value={String(value)} onValueChange={(next) => onChange(Number(next))} disabled={isReadOnly}>
      <SelectTrigger id={id} aria-label="Priority" className={className}>
        <span className="flex items-center gap-2">
          <PriorityGlyph priority={value} />
          {isPriority(value) ? PRIORITY_LABEL[value] : value}
        </span>
      </SelectTrigger>
      <SelectContent>
        {PRIORITIES.map((priority) => (
          <SelectItem key={priority} value={String(priority)}>
            <span className="flex items-center gap-2">
              <PriorityGlyph priority={priority} />
              {PRIORITY_LABEL[priority]}
            </span>
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
