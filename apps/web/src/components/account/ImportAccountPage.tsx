"use client";
import { type ChangeEvent, useId, useState } from "react";
import { EntryPage, inlineLinkStyle } from "@/components/auth/EntryPage";
import { Button } from "@/components/ui/button";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Link } from "@/components/ui/link";
import { useEarlyInput } from "@/lib/use-early-input";
import { ImportOutcome, ImportRunning } from "./ImportProgress";
import { contentsOf, type Reading, readImportFile, staysBehind } from "./import-file";
import { useImport } from "./use-import";
import { useSignInFirst } from "./use-sign-in-first";

/** An exported account becomes a new one of whoever imports it. */
export function ImportAccountPage() {
  useSignInFirst("/new-account/import");
  useEarlyInput();
  const fileId = useId();
  const { state, run, reset } = useImport();
  const [reading, setReading] = useState<Reading | "busy" | null>(null);
  const [name, setName] = useState("");
  const isSending = state.kind === "running";
  const read = reading !== null && reading !== "busy" && reading.ok ? reading.read : null;
  const refusal = reading !== null && reading !== "busy" && !reading.ok ? reading.message : null;

  const onChoose = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [chosen] = event.currentTarget.files ?? [];
    reset();
    if (!chosen) return setReading(null);
    setReading("busy");
    const result = await readImportFile(chosen);
    setReading(result);
    if (result.ok) setName(result.read.file.head.name);
  };

  return (
    <EntryPage
      title="Import an account"
      intro="A file that was exported under Settings, Data becomes a new account of yours. Nobody is told, and its agents wait until you resume them."
      footer={
        isSending ? null : (
          <Link href="/new-account" className={inlineLinkStyle}>
            Start with an empty account
          </Link>
        )
      }
    >
      {state.kind === "done" ? (
        <ImportOutcome done={state} />
      ) : (
        <div className="flex flex-col gap-4">
          <Field id={fileId} label="Exported file" error={refusal} hint="The .json file, as it was saved.">
            <Input
              id={fileId}
              type="file"
              className="h-auto py-2 text-ink-2 file:mr-3 file:border-0 file:bg-transparent file:p-0 file:font-medium file:text-accent"
              accept=".json,application/json"
              disabled={isSending}
              onChange={(event) => void onChoose(event)}
              aria-invalid={refusal !== null}
              aria-describedby={describedBy(fileId)}
            />
          </Field>
          {reading === "busy" ? (
            <p role="status" className="text-ink-2 text-sm">
              Reading the file…
            </p>
          ) : null}
          {read ? (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void run(read, name);
              }}
              className="flex flex-col gap-4"
            >
              <p className="text-sm">
                It holds {contentsOf(read)}.
                {staysBehind(read) ? (
                  <span className="mt-1 block text-ink-3">
                    Stays in the file, for it proves what happened there: {staysBehind(read)}. Keep it.
                  </span>
                ) : null}
              </p>
              <Field id="import-name" label="Account name">
                <Input
                  id="import-name"
                  value={name}
                  required
                  maxLength={80}
                  disabled={isSending}
                  onChange={(event) => setName(event.currentTarget.value)}
                />
              </Field>
              {state.kind === "stopped" ? (
                <p role="alert" className="text-danger text-sm">
                  {state.message} What is in stays in; the same file goes on where it stopped.
                </p>
              ) : null}
              {isSending ? <ImportRunning progress={state.progress} /> : null}
              <Button type="submit" variant="primary" size="lg" isBusy={isSending}>
                {isSending ? "Importing…" : state.kind === "stopped" ? "Go on" : "Import"}
              </Button>
            </form>
          ) : null}
        </div>
      )}
    </EntryPage>
  );
}
