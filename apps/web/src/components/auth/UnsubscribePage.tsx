"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { useEarlyInput } from "@/lib/use-early-input";
import { EntryPage } from "./EntryPage";

type State =
  | { kind: "asking" }
  | { kind: "done"; accountName: string }
  | { kind: "refused"; message: string };

/** Where the link in a mail leads: one button ends the mails, signed in or not. */
export function UnsubscribePage({ token }: { token: string }) {
  useEarlyInput();
  const [state, setState] = useState<State>({ kind: "asking" });
  const [isBusy, setBusy] = useState(false);
  const act = async (): Promise<void> => {
    setBusy(true);
    setState(await unsubscribe(token));
    setBusy(false);
  };
  if (state.kind === "done") {
    return (
      <EntryPage
        title="No more mails"
        intro={`${state.accountName} sends you no more e-mail. What concerns you is still in your inbox there, and your notification settings switch e-mail on again.`}
      />
    );
  }
  return (
    <EntryPage
      title="Stop e-mail from Mission Control?"
      intro="This ends all e-mail of this account to you: notifications and digests. Nothing else changes."
    >
      {state.kind === "refused" ? (
        <p role="alert" className="text-danger text-sm">
          {state.message}
        </p>
      ) : null}
      <Button size="lg" variant="primary" isBusy={isBusy} onClick={() => void act()}>
        {isBusy ? "Stopping…" : "Stop e-mail"}
      </Button>
    </EntryPage>
  );
}

async function unsubscribe(token: string): Promise<State> {
  try {
    const answer = await fetch("/unsubscribe/act", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token }),
    });
    const data = (await answer.json()) as { accountName?: string; message?: string };
    if (answer.ok) return { kind: "done", accountName: data.accountName ?? "The account" };
    return { kind: "refused", message: data.message ?? "It was refused. Use the link of a newer mail." };
  } catch {
    return { kind: "refused", message: "Mission Control could not be reached. Try again in a moment." };
  }
}
