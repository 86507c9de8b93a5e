"use client";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/cn";
import type { CommandResult } from "@/lib/use-command";
import { type Draft, draftState, lineChanges } from "./text-draft";

/** Units of UTF-16, as the backend counts them: what OpenClaw reads of one workspace file. */
const MAX_LENGTH = 20_000;

type Props = {
  label: string;
  file: string;
  value: string;
  isBusy: boolean;
  onSave: (text: string) => Promise<CommandResult<unknown>>;
};

/** Text on the left, as it reads on the right; says whether it is saved and never overwrites another's change unseen. */
export function AgentTextEditor({ label, file, value, isBusy, onSave }: Props) {
  const id = useId();
  const { can, slug } = useAccount();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const text = draft?.text ?? value;
  const state = draftState(draft, value);
  const isDirty = state !== "saved";
  useWarnBeforeLeaving(isDirty);

  if (!can("agent.manage"))
    return value.trim() ? (
      <LazyMarkdown source={value} accountSlug={slug} />
    ) : (
      <p className="text-ink-3 text-sm">{file} is empty.</p>
    );

  const save = async (): Promise<void> => {
    const result = await onSave(text);
    setRefusal(result.ok ? null : result.error.message);
    if (result.ok) setDraft((current) => (current?.text === text ? null : current));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "s" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (isDirty && !isBusy) void save();
  };
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-4 xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-1.5">
          <label htmlFor={id} className="font-medium text-sm">
            {label}
          </label>
          <Textarea
            id={id}
            value={text}
            maxLength={MAX_LENGTH}
            onChange={(event) =>
              setDraft((current) => ({ text: event.target.value, from: current?.from ?? value }))
            }
            onKeyDown={onKeyDown}
            aria-describedby={`${id}-state`}
            className="figures max-h-[60vh] min-h-72 flex-1 text-sm tracking-normal"
          />
        </div>
        <div className="flex min-w-0 flex-col gap-1.5">
          <h2 className="font-medium text-ink-3 text-sm">Preview</h2>
          <section
            aria-label={`${file} as it reads`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and there may be nothing in it to tab to
            tabIndex={0}
            className="max-h-[60vh] min-h-32 flex-1 overflow-y-auto rounded-md border border-line bg-panel px-3.5 py-3"
          >
            {text.trim() ? (
              <LazyMarkdown source={text} accountSlug={slug} />
            ) : (
              <p className="text-ink-3 text-sm">{file} is empty.</p>
            )}
          </section>
        </div>
      </div>
      {refusal ? (
        <p role="alert" className="text-danger text-sm">
          {refusal}
        </p>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        <p
          id={`${id}-state`}
          role="status"
          className={cn("mr-auto text-sm", isDirty ? "text-ink" : "text-ink-3")}
        >
          <StateWords draft={draft} value={value} file={file} />
        </p>
        {state === "changed_meanwhile" ? (
          <Button onClick={() => setDraft((current) => (current ? { ...current, from: value } : null))}>
            Keep mine
          </Button>
        ) : null}
        {isDirty ? (
          <Button onClick={() => setDraft(null)}>
            {state === "changed_meanwhile" ? "Take theirs" : "Discard changes"}
          </Button>
        ) : null}
        <Button variant="primary" isBusy={isBusy} disabled={state !== "unsaved"} onClick={() => void save()}>
          {isBusy ? "Saving…" : "Save"}
        </Button>
      </div>
    </div>
  );
}

function StateWords({ draft, value, file }: { draft: Draft | null; value: string; file: string }) {
  switch (draftState(draft, value)) {
    case "saved":
      return `Saved. The runtime writes it to ${file}.`;
    case "unsaved": {
      const { added, removed } = lineChanges(value, draft?.text ?? value);
      return `Unsaved: ${added} lines added, ${removed} removed.`;
    }
    case "changed_meanwhile":
      return "Somebody else saved this text meanwhile. Keep yours or take theirs.";
  }
}

/** The browser asks before a tab with an unsaved text is closed. */
function useWarnBeforeLeaving(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isDirty]);
}
