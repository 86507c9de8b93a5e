"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/lib/toast";
import type { CommandResult } from "@/lib/use-command";
import type { RuntimeFull } from "./use-runtimes";

type Limits = RuntimeFull["limits"];

/** How much work the runtime may take. The server keeps to it at every hand-off, from the next one on. */
export function LimitsForm(props: {
  limits: Limits;
  canEdit: boolean;
  isBusy: boolean;
  onSave: (limits: Limits) => Promise<CommandResult<null>>;
}) {
  const { limits, canEdit, isBusy, onSave } = props;
  const ids = { parallel: useId(), rate: useId() };
  const [parallel, setParallel] = useState(word(limits.parallelTurns));
  const [rate, setRate] = useState(word(limits.turnsPerMinute));
  const [error, setError] = useState<string | null>(null);
  const isChanged = parallel !== word(limits.parallelTurns) || rate !== word(limits.turnsPerMinute);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await onSave({ parallelTurns: count(parallel), turnsPerMinute: count(rate) });
    setError(result.ok ? null : result.error.message);
    if (result.ok) toast("Limits saved");
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field id={ids.parallel} label="Turns at once" hint="1 to 8; empty for the machine's own limit.">
          <Input
            id={ids.parallel}
            type="number"
            min={1}
            max={8}
            value={parallel}
            disabled={!canEdit}
            aria-describedby={describedBy(ids.parallel)}
            onChange={(event) => setParallel(event.target.value)}
            className="figures"
          />
        </Field>
        <Field id={ids.rate} label="Turns a minute" hint="1 to 600; empty for no limit.">
          <Input
            id={ids.rate}
            type="number"
            min={1}
            max={600}
            value={rate}
            disabled={!canEdit}
            aria-describedby={describedBy(ids.rate)}
            onChange={(event) => setRate(event.target.value)}
            className="figures"
          />
        </Field>
      </div>
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
      {canEdit ? (
        <Button type="submit" className="self-start" isBusy={isBusy} disabled={!isChanged}>
          Save limits
        </Button>
      ) : (
        <p className="text-ink-3 text-sm">Admins change these limits.</p>
      )}
    </form>
  );
}

function word(value: number | null): string {
  return value === null ? "" : String(value);
}

function count(text: string): number | null {
  return text.trim() === "" ? null : Number(text);
}
