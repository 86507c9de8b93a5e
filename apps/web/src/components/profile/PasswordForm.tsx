"use client";
import { type FormEvent, useId, useState } from "react";
import { changePassword } from "@/auth/local/account";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import { toast } from "@/lib/toast";

const MIN_LENGTH = 8;
const MAX_LENGTH = 128;

/** A new password; whoever is signed in elsewhere with the old one is signed out. */
export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const ids = { current: useId(), next: useId() };
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    setBusy(true);
    const outcome = await changePassword(formText(form, "current"), formText(form, "next"));
    setBusy(false);
    setError(outcome.kind === "ok" ? null : outcome.refusal.message);
    if (outcome.kind !== "ok") return;
    element.reset();
    toast("Password changed", { description: "Every other browser was signed out." });
    onChanged();
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-3">
      <Field id={ids.current} label="Current password">
        <Input id={ids.current} name="current" type="password" required autoComplete="current-password" />
      </Field>
      <Field id={ids.next} label="New password" hint={`At least ${MIN_LENGTH} characters.`}>
        <Input
          id={ids.next}
          name="next"
          type="password"
          required
          minLength={MIN_LENGTH}
          maxLength={MAX_LENGTH}
          autoComplete="new-password"
          aria-describedby={describedBy(ids.next)}
        />
      </Field>
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
      <div>
        <Button type="submit" isBusy={isBusy}>
          {isBusy ? "Changing…" : "Change password"}
        </Button>
      </div>
    </form>
  );
}
