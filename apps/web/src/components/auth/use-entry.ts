import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import type { AuthOutcome, AuthRefusal } from "@/auth/types";
import { useEarlyInput } from "@/lib/use-early-input";

/** A path on this site, or the start page: a link must not send people elsewhere after signing in. */
export function safePath(path: string | null | undefined): string {
  return path?.startsWith("/") && !path.startsWith("//") && !path.startsWith("/\\") ? path : "/";
}

/** One submit of an entry form: waits, shows the refusal, or goes on. */
export function useEntry(options: { submit: (form: FormData) => Promise<AuthOutcome>; next: string }) {
  const router = useRouter();
  useEarlyInput();
  const [refusal, setRefusal] = useState<AuthRefusal | null>(null);
  const [isBusy, setBusy] = useState(false);

  const onSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    const outcome = await options.submit(new FormData(event.currentTarget));
    if (outcome.kind === "ok") router.replace(options.next);
    else {
      setRefusal(outcome.refusal);
      setBusy(false);
    }
  };
  return { onSubmit, refusal, isBusy };
}
