import { AtSign, CircleDot, FileText, SquareSlash } from "lucide-react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { cn } from "@/lib/cn";
import type { Completion } from "./completion";

/** What the text at the caret could become. The focus stays in the text; the chosen one is announced from there. */
export function CompletionList(props: {
  id: string;
  items: readonly Completion[];
  active: Completion | undefined;
  onChoose: (item: Completion) => void;
}) {
  const { id, items, active, onChoose } = props;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Completions"
      className="absolute bottom-full left-4 z-30 mb-1 max-h-72 w-112 max-w-[calc(100%-2rem)] overflow-y-auto rounded-md border border-line bg-raised p-1 shadow-float max-md:left-3"
    >
      {items.map((item) => (
        <div
          key={item.key}
          id={`${id}-${item.key}`}
          role="option"
          tabIndex={-1}
          aria-selected={item === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(item);
          }}
          className={cn(
            "flex min-h-8 items-center gap-2 rounded-sm px-2 py-1 text-sm pointer-coarse:min-h-11",
            item === active && "bg-hover",
          )}
        >
          <Sign sign={item.sign} />
          <span
            className={cn(
              "shrink-0",
              (item.sign === "task" || item.sign === "document") && "min-w-0 shrink truncate",
            )}
          >
            {item.label}
          </span>
          <span className="ml-auto min-w-0 truncate text-ink-3 text-xs">{item.hint}</span>
        </div>
      ))}
    </div>
  );
}

function Sign({ sign }: { sign: Completion["sign"] }) {
  if (sign === "command") return <SquareSlash aria-hidden className="size-4 shrink-0 text-ink-3" />;
  if (sign === "task") return <CircleDot aria-hidden className="size-4 shrink-0 text-ink-3" />;
  if (sign === "document") return <FileText aria-hidden className="size-4 shrink-0 text-ink-3" />;
  if (sign.kind === "agent") return <AgentAvatar name={sign.name} icon={sign.icon} size="sm" />;
  if (sign.kind === "member") return <PersonAvatar name={sign.name} size="sm" />;
  return <AtSign aria-hidden className="size-4 shrink-0 text-ink-3" />;
}
