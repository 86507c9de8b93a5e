"use client";
import { DEFAULT_WARN_PERCENT } from "@mc/shared/usage/budget";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { unlessChanged } from "@/lib/unless-changed";
import { BudgetBar } from "./BudgetBar";
import { numberOf, textOf } from "./number-text";
import { type Budget, type UsageOf, useBudgetCommands } from "./use-usage";

type Form = { usd: string; tokens: string; warn: string };
type Props = { of: UsageOf; period: "day" | "month"; budget: Budget | null; isReadOnly: boolean };

export function BudgetForm({ of, period, budget, isReadOnly }: Props) {
  const id = useId();
  const { save, remove, isBusy } = useBudgetCommands(of);
  const [draft, setDraft] = useState<Form | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const saved = formOf(budget);
  const form = draft ?? saved;
  const isDirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const [limitUsd, limitTokens, warn] = [numberOf(form.usd), numberOf(form.tokens), numberOf(form.warn)];
    if ([limitUsd, limitTokens, warn].some(Number.isNaN)) {
      setRefusal("Write plain numbers, for example 5 or 2.50.");
      return;
    }
    const result = await save({ period, limitUsd, limitTokens, warnPercent: warn ?? DEFAULT_WARN_PERCENT });
    setRefusal(result.ok ? null : result.error.message);
    if (result.ok) setDraft(unlessChanged(draft, null));
  };
  const field = (name: keyof Form, label: string) => (
    <Field id={`${id}-${name}`} label={label} className="min-w-0 flex-1 basis-28">
      <Input
        id={`${id}-${name}`}
        inputMode="decimal"
        autoComplete="off"
        placeholder={name === "warn" ? undefined : "no limit"}
        className="figures text-sm"
        value={form[name]}
        disabled={isReadOnly}
        onChange={(event) => setDraft({ ...form, [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <form
      method="post"
      aria-label={`Budget per ${period}`}
      onSubmit={(event) => void onSubmit(event)}
      className="flex flex-col gap-2.5 py-3"
    >
      <h3 className="font-medium text-sm">Per {period}</h3>
      {budget ? <BudgetBar budget={budget} /> : null}
      <div className="flex flex-wrap gap-3">
        {field("usd", "Dollars")}
        {field("tokens", "Tokens")}
        {field("warn", "Warn at %")}
      </div>
      {refusal ? (
        <p role="alert" className="text-danger text-sm">
          {refusal}
        </p>
      ) : null}
      {isReadOnly ? null : (
        <div className="flex justify-end gap-2">
          {budget && !isDirty ? (
            <Button isBusy={isBusy} onClick={() => void remove(budget)}>
              Remove budget
            </Button>
          ) : null}
          {isDirty ? <Button onClick={() => setDraft(null)}>Discard changes</Button> : null}
          <Button type="submit" variant={isDirty ? "primary" : "outline"} isBusy={isBusy} disabled={!isDirty}>
            {budget ? "Change budget" : "Set budget"}
          </Button>
        </div>
      )}
    </form>
  );
}

function formOf(budget: Budget | null): Form {
  const warn = String(budget?.warnPercent ?? DEFAULT_WARN_PERCENT);
  return { usd: textOf(budget?.limitUsd), tokens: textOf(budget?.limitTokens), warn };
}
