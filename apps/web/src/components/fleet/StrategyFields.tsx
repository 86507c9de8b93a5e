import type { Strategy } from "@mc/shared/rollout/strategy";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

const MINUTE = 60_000;

/** The numbers of a strategy; which there are depends on its kind. */
export function StrategyFields(props: { strategy: Strategy; onChange: (strategy: Strategy) => void }) {
  const { strategy, onChange } = props;
  return (
    <>
      {strategy.kind === "canary" ? (
        <Count
          label="Watch the canaries for (minutes)"
          value={strategy.soakMs / MINUTE}
          max={10_080}
          onChange={(minutes) => onChange({ ...strategy, soakMs: minutes * MINUTE })}
        />
      ) : null}
      {strategy.kind === "immediate" ? null : (
        <>
          <Count
            label="Batch (% of the fleet)"
            value={strategy.batchPercent}
            min={1}
            max={100}
            onChange={(batchPercent) => onChange({ ...strategy, batchPercent })}
          />
          <Count
            label="Pause between batches (minutes)"
            value={strategy.pauseMs / MINUTE}
            max={10_080}
            onChange={(minutes) => onChange({ ...strategy, pauseMs: minutes * MINUTE })}
          />
        </>
      )}
      <Count
        label="Turn back above (% not well)"
        value={strategy.maxFailurePercent}
        max={100}
        onChange={(maxFailurePercent) => onChange({ ...strategy, maxFailurePercent })}
      />
    </>
  );
}

function Count(props: {
  label: string;
  value: number;
  min?: number;
  max: number;
  onChange: (value: number) => void;
}) {
  const { label, value, min = 0, max, onChange } = props;
  const id = useId();
  return (
    <Field id={id} label={label}>
      <Input
        id={id}
        type="number"
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(Math.min(max, Math.max(min, Math.round(Number(event.target.value)))))}
        className="figures"
        required
      />
    </Field>
  );
}
