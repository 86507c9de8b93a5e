"use client";
import { parsePullRequest } from "@mc/shared/task/prLink";
import { ExternalLink, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { cn } from "@/lib/cn";
import { propertyStyle } from "./property-style";

/** The pull request in which the work is done. Pasted as an address, shown as "owner/repo#12". */
export function PullRequestField(props: {
  id: string;
  value: string | null;
  isReadOnly: boolean;
  onChange: (url: string | null) => void;
}) {
  const { id, value, isReadOnly, onChange } = props;
  const [text, setText] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  if (value !== null) {
    const parsed = parsePullRequest(value);
    return (
      <div className="flex min-w-0 items-center">
        <a
          href={value}
          target="_blank"
          rel="noreferrer"
          className="flex min-h-8 min-w-0 items-center gap-1.5 rounded-sm px-2 text-accent text-sm underline-offset-2 hover:underline"
        >
          <span className="truncate">{parsed.ok ? parsed.decision.label : value}</span>
          <ExternalLink aria-hidden className="size-3.5 shrink-0" />
          <span className="sr-only">(opens in a new tab)</span>
        </a>
        {isReadOnly ? null : (
          <button
            id={id}
            type="button"
            aria-label="Remove the pull request"
            onClick={() => onChange(null)}
            className="flex size-6 shrink-0 items-center justify-center rounded-xs text-ink-3 hover:bg-hover hover:text-ink pointer-coarse:size-9"
          >
            <X aria-hidden className="size-3.5" />
          </button>
        )}
      </div>
    );
  }
  if (isReadOnly) return <p className="flex min-h-8 items-center px-2 text-ink-3 text-sm">None</p>;
  const commit = (): void => {
    const wanted = text.trim();
    if (!wanted) {
      setRefusal(null);
      return;
    }
    const parsed = parsePullRequest(wanted);
    setRefusal(parsed.ok ? null : parsed.error.message);
    if (!parsed.ok) return;
    setText("");
    onChange(parsed.decision.url);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter") commit();
  };
  return (
    <div className="min-w-0">
      <input
        id={id}
        type="url"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={commit}
        onKeyDown={onKeyDown}
        placeholder="Paste its address"
        autoComplete="off"
        aria-invalid={refusal !== null || undefined}
        aria-describedby={refusal === null ? undefined : `${id}-refusal`}
        className={cn(propertyStyle, "bg-transparent")}
      />
      {refusal === null ? null : (
        <p id={`${id}-refusal`} role="alert" className="px-2 pb-1 text-danger text-xs">
          {refusal}
        </p>
      )}
    </div>
  );
}
