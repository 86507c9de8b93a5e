"use client";
import { type FormEvent, useId, useState } from "react";
import { changeEmail } from "@/auth/local/account";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";

/** Another address to sign in with, to be invited under and to be mailed at. The page begins anew with it. */
export function EmailForm({ email }: { email: string }) {
  const ids = { email: useId(), password: useId() };
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    const outcome = await changeEmail(formText(form, "email"), formText(form, "password"));
    if (outcome.kind === "ok") {
      // the token of this page still says the old one
      window.location.reload();
      return;
    }
    setBusy(false);
    setError(outcome.refusal.message);
  };
  return (
    <form method="post" onSubmit={(event) => void submit(event)} className="flex max-w-md flex-col gap-3">
      <Field id={ids.email} label="E-mail" hint="Changing it signs out every other browser.">
        <Input
          id={ids.email}
          name="email"
          type="email"
          required
          maxLength={254}
          defaultValue={email}
          autoComplete="email"
          aria-describedby={describedBy(ids.email)}
        />
      </Field>
      <Field id={ids.password} label="Password, to confirm">
        <Input id={ids.password} name="password" type="password" required autoComplete="current-password" />
      </Field>
      {error ? (
        <p role="alert" className="text-danger text-sm">
          {error}
        </p>
      ) : null}
      <div>
        <Button type="submit" isBusy={isBusy}>
          {isBusy ? "Changing…" : "Change e-mail"}
        </Button>
      </div>
    </form>
  );
}
