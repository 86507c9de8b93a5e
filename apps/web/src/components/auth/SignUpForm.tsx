"use client";
import { useAuth } from "@/auth/use-auth";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formText } from "@/lib/form-text";
import { rememberJoining } from "./joining";
import { Refusal } from "./Refusal";
import { useEntry } from "./use-entry";

/** `email` is fixed when the invitation is meant for one person. */
export function SignUpForm(props: { inviteToken: string | null; email: string | null; next: string }) {
  const { inviteToken, email, next } = props;
  const { entry } = useAuth();
  const { onSubmit, refusal, isBusy } = useEntry({
    submit: async (form) => {
      if (inviteToken) rememberJoining(inviteToken);
      if (entry.kind !== "fields") throw new TypeError("the account provider has no fields of ours");
      return await entry.signUp({
        name: formText(form, "name").trim(),
        email: formText(form, "email"),
        password: formText(form, "password"),
        inviteToken,
      });
    },
    next,
  });
  return (
    <form method="post" onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
      <Field id="name" label="Your name">
        <Input id="name" name="name" autoComplete="name" required maxLength={80} autoFocus />
      </Field>
      <Field id="email" label="E-mail" hint={email ? "The invitation is for this address." : null}>
        {/* made anew when the address becomes known: what was written beside it meanwhile stays */}
        <Input
          key={email}
          id="email"
          name="email"
          type="email"
          autoComplete="email"
          required
          defaultValue={email ?? ""}
          readOnly={email !== null}
          aria-describedby={email ? describedBy("email") : undefined}
        />
      </Field>
      <Field id="password" label="Password" hint="At least 8 characters.">
        <Input
          id="password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          maxLength={128}
          aria-describedby={describedBy("password")}
        />
      </Field>
      <Refusal refusal={refusal} />
      <Button type="submit" variant="primary" size="lg" isBusy={isBusy}>
        {isBusy ? "Creating your account…" : "Create account"}
      </Button>
    </form>
  );
}
