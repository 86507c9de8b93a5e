"use client";
import type { Entry } from "@/auth/types";
import { useAuth } from "@/auth/use-auth";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { formText } from "@/lib/form-text";
import { EntryPage, inlineLinkStyle } from "./EntryPage";
import { ProviderPanel } from "./ProviderPanel";
import { Refusal } from "./Refusal";
import { safePath, useEntry } from "./use-entry";

export function SignInPage({ next }: { next: string | null }) {
  const { entry } = useAuth();
  const target = safePath(next);
  if (entry.kind === "panel") return <ProviderPanel entry={entry} mode="sign-in" next={target} />;
  return <SignInForm entry={entry} next={target} />;
}

function SignInForm({ entry, next }: { entry: Entry & { kind: "fields" }; next: string }) {
  const { onSubmit, refusal, isBusy } = useEntry({
    submit: (form) => entry.signIn({ email: formText(form, "email"), password: formText(form, "password") }),
    next,
  });
  return (
    <EntryPage
      title="Sign in to Mission Control"
      footer={
        <>
          New here?{" "}
          <Link href="/sign-up" className={inlineLinkStyle}>
            Create an account
          </Link>
        </>
      }
    >
      <form method="post" onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
        <Field id="email" label="E-mail">
          <Input id="email" name="email" type="email" autoComplete="email" required autoFocus />
        </Field>
        <Field id="password" label="Password">
          <Input id="password" name="password" type="password" autoComplete="current-password" required />
        </Field>
        <Refusal refusal={refusal} />
        <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
          {isBusy ? "Signing in…" : "Sign in"}
        </Button>
      </form>
    </EntryPage>
  );
}
