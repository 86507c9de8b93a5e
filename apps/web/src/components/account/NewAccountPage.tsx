"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { EntryPage, inlineLinkStyle } from "@/components/auth/EntryPage";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { formText } from "@/lib/form-text";
import { useEarlyInput } from "@/lib/use-early-input";
import { useCreateAccount } from "./use-accounts";
import { useSignInFirst } from "./use-sign-in-first";

export function NewAccountPage() {
  const router = useRouter();
  const create = useCreateAccount();
  useSignInFirst("/new-account");
  useEarlyInput();
  const demoId = useId();
  const [withDemoTeam, setWithDemoTeam] = useState(true);
  const [error, setError] = useState<string | null>(null);

  const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const name = formText(new FormData(event.currentTarget), "name").trim();
    const result = await create.run({ name, withDemoTeam });
    if (result.ok) router.replace(`/${result.value.slug}`);
    else setError(result.error.message);
  };

  return (
    <EntryPage
      title="Name your account"
      intro="An account is one office: its people, agents and tasks. Nobody outside it sees anything of it."
      footer={
        <div className="flex flex-wrap gap-x-5 gap-y-2">
          <Link href="/new-account/import" className={inlineLinkStyle}>
            Import an exported account
          </Link>
          <Link href="/sign-out" className={inlineLinkStyle}>
            Sign out
          </Link>
        </div>
      }
    >
      <form method="post" onSubmit={(event) => void onSubmit(event)} className="flex flex-col gap-4">
        <Field
          id="name"
          label="Account name"
          error={error}
          hint="Your company, team or project. You can change it later."
        >
          <Input
            id="name"
            name="name"
            required
            maxLength={80}
            autoFocus
            autoComplete="organization"
            aria-invalid={error !== null}
            aria-describedby={describedBy("name")}
          />
        </Field>
        <div className="flex items-start gap-2.5">
          <Checkbox
            id={demoId}
            checked={withDemoTeam}
            onCheckedChange={(checked) => setWithDemoTeam(checked === true)}
            className="mt-0.5"
          />
          <label htmlFor={demoId} className="text-sm">
            <span className="font-medium">Add a demo team</span>
            <span className="block text-ink-3">
              Six agents with different roles, ready for a first task. You can change or remove them.
            </span>
          </label>
        </div>
        <Button type="submit" variant="primary" size="lg" isBusy={create.isBusy}>
          {create.isBusy ? "Creating…" : "Create account"}
        </Button>
      </form>
    </EntryPage>
  );
}
