"use client";
import { PRICE_FIELDS } from "@mc/shared/usage/prices";
import { type FormEvent, useId, useState } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { unlessChanged } from "@/lib/unless-changed";
import { numberOf } from "./number-text";
import { usePrices } from "./use-usage";

const NAMES = { input: "In", output: "Out", cacheRead: "Cache read", cacheWrite: "Cache write" } as const;
const EMPTY = { model: "", input: "", output: "", cacheRead: "", cacheWrite: "" };

/** The account's own prices, in dollars per million tokens; they count before the product's list. */
export function PriceList({ isReadOnly }: { isReadOnly: boolean }) {
  const id = useId();
  const { prices, save, isBusy } = usePrices();
  const [form, setForm] = useState(EMPTY);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (prices.status === "error") return <ErrorState error={prices.error} />;
  if (prices.status === "loading") return <Skeleton className="h-16 w-full" />;
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const [input, output, cacheRead, cacheWrite] = PRICE_FIELDS.map((field) => numberOf(form[field]) ?? 0);
    const price = {
      input: input ?? 0,
      output: output ?? 0,
      cacheRead: cacheRead ?? 0,
      cacheWrite: cacheWrite ?? 0,
    };
    const result = await save(form.model, price);
    setRefusal(result.ok ? null : result.error.message);
    if (result.ok) setForm(unlessChanged(form, EMPTY));
  };
  return (
    <div className="flex flex-col gap-3">
      {prices.data.own.length > 0 ? (
        <ul aria-label="Own prices" className="flex flex-col divide-y divide-line border-line border-y">
          {prices.data.own.map(({ model, ...price }) => (
            <li key={model} className="flex items-center gap-3 py-1.5 text-sm">
              <span className="min-w-0 flex-1">
                <span className="figures block truncate text-xs">{model}</span>
                <span className="figures block text-ink-2 text-xs">
                  {PRICE_FIELDS.map((field) => `${NAMES[field].toLowerCase()} $${price[field]}`).join(" · ")}
                </span>
              </span>
              {isReadOnly ? null : (
                <Button
                  size="sm"
                  isBusy={isBusy}
                  onClick={() => void save(model, null)}
                  aria-label={`Remove the price of ${model}`}
                >
                  Remove
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      <p className="text-ink-3 text-sm">
        The product knows the prices of {prices.data.listed.length} models. Any other model's cost stays
        unknown until it has a price here.
      </p>
      {isReadOnly ? null : (
        <form
          method="post"
          aria-label="Set a price"
          onSubmit={(event) => void onSubmit(event)}
          className="grid grid-cols-2 items-end gap-3 sm:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
        >
          <Field id={`${id}-model`} label="Model" className="col-span-full min-w-0">
            <Input
              id={`${id}-model`}
              required
              autoComplete="off"
              placeholder="provider/model"
              className="figures text-sm"
              value={form.model}
              onChange={(event) => setForm({ ...form, model: event.target.value })}
            />
          </Field>
          {PRICE_FIELDS.map((field) => (
            <Field key={field} id={`${id}-${field}`} label={NAMES[field]}>
              <Input
                id={`${id}-${field}`}
                inputMode="decimal"
                autoComplete="off"
                placeholder="0"
                className="figures text-sm"
                value={form[field]}
                onChange={(event) => setForm({ ...form, [field]: event.target.value })}
              />
            </Field>
          ))}
          <Button type="submit" isBusy={isBusy} className="max-sm:col-span-full max-sm:justify-self-start">
            Set price
          </Button>
        </form>
      )}
      {refusal ? (
        <p role="alert" className="text-danger text-sm">
          {refusal}
        </p>
      ) : null}
    </div>
  );
}
