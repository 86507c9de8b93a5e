"use client";
import { normaliseLabels, TASK_LIMITS } from "@mc/shared/task/limits";
import { X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { fieldStyle } from "@/components/ui/input";
import { cn } from "@/lib/cn";
import { typedLabels } from "./typed-labels";
import { useLabels } from "./use-labels";

/** Words as chips, with those already in use to choose from: Enter or comma adds one, Backspace in the empty field takes the last one back. */
export function LabelsInput(props: {
  id: string;
  value: readonly string[];
  onChange: (labels: string[]) => void;
  className?: string;
  autoFocus?: boolean;
}) {
  const { id, value, onChange, className, autoFocus = false } = props;
  const [text, setText] = useState("");
  const isFull = value.length >= TASK_LIMITS.labels;
  const known = useLabels().filter((label) => !value.includes(label));

  const add = (words: string): void => {
    const labels = typedLabels(words);
    if (labels.length > 0) onChange(normaliseLabels([...value, ...labels]));
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter" && text.trim()) {
      event.preventDefault();
      add(text);
    } else if (event.key === "Backspace" && text === "") onChange(value.slice(0, -1));
  };
  return (
    <div
      className={cn(
        fieldStyle,
        "flex min-h-8 pointer-coarse:min-h-10 flex-wrap items-center gap-1 px-1.5 py-1",
        // the ring of any other field: it is the input within that has the focus
        "has-[>input:focus-visible]:border-accent has-[>input:focus-visible]:outline-2 has-[>input:focus-visible]:outline-accent",
        className,
      )}
    >
      {value.map((label) => (
        <span
          key={label}
          className="inline-flex min-h-5 min-w-0 max-w-full items-center gap-0.5 rounded-full border border-line pl-1.5 text-ink-2 text-xs"
        >
          <span title={label} className="truncate">
            {label}
          </span>
          <button
            type="button"
            aria-label={`Remove label ${label}`}
            onClick={() => onChange(value.filter((each) => each !== label))}
            className="shrink-0 rounded-full p-0.5 hover:bg-hover pointer-coarse:p-2"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        id={id}
        value={text}
        list={`${id}-known`}
        onChange={(event) => {
          const { value: typed } = event.target;
          // A suggestion that is chosen arrives at once as a whole; what is typed comes letter by letter.
          const isChosen = known.includes(typed) && !isTyping(event.nativeEvent);
          if (typed.includes(",") || isChosen) add(typed);
          else setText(typed);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => add(text)}
        disabled={isFull}
        // biome-ignore lint/a11y/noAutofocus: asked for by a dialog that a key on a card opens for this one field
        autoFocus={autoFocus}
        placeholder={value.length === 0 ? "Add a label" : ""}
        className="h-5 min-w-8 flex-1 bg-transparent px-1 outline-none [&::-webkit-calendar-picker-indicator]:hidden!"
      />
      <datalist id={`${id}-known`}>
        {known.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
    </div>
  );
}

function isTyping(event: Event): boolean {
  return event instanceof InputEvent && event.inputType !== "insertReplacementText";
}
