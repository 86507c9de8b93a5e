import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { addedPair, type Pair } from "./skill-form";

/** Names with values, one to a line. */
export function PairList(props: {
  legend: string;
  hint: ReactNode;
  pairs: readonly Pair[];
  max: number;
  names: { name: string; value: string; add: string };
  isReadOnly: boolean;
  onChange: (pairs: Pair[]) => void;
}) {
  const { legend, hint, pairs, max, names, isReadOnly, onChange } = props;
  const set = (key: number, change: Partial<Pair>): void =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...change } : pair)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="font-medium text-sm">{legend}</legend>
      <p className="text-ink-3 text-sm">{hint}</p>
      {pairs.map(({ key, name, value }, index) => (
        <div key={key} className="flex items-center gap-2">
          <Input
            aria-label={`${names.name} ${index + 1}`}
            value={name}
            onChange={(event) => set(key, { name: event.target.value })}
            disabled={isReadOnly}
            placeholder={names.name}
            maxLength={60}
            autoComplete="off"
            className="w-2/5"
          />
          <Input
            aria-label={`${names.value} ${index + 1}`}
            value={value}
            onChange={(event) => set(key, { value: event.target.value })}
            disabled={isReadOnly}
            placeholder={names.value}
            maxLength={500}
            autoComplete="off"
            className="figures text-sm"
          />
          {isReadOnly ? null : (
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label={`Remove ${name || `${names.name.toLowerCase()} ${index + 1}`}`}
              onClick={() => onChange(pairs.filter((pair) => pair.key !== key))}
            >
              <X aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {isReadOnly || pairs.length >= max ? null : (
        <Button size="sm" className="self-start" onClick={() => onChange(addedPair(pairs))}>
          <Plus aria-hidden /> {names.add}
        </Button>
      )}
    </fieldset>
  );
}
