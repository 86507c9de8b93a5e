import { AtSign } from "lucide-react";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { cn } from "@/lib/cn";
import type { MentionChoice } from "./mention-query";

/** Who the mention at the caret could mean. The focus stays in the text; the chosen one is announced from there. */
export function MentionList(props: {
  id: string;
  choices: readonly MentionChoice[];
  active: MentionChoice | undefined;
  onChoose: (choice: MentionChoice) => void;
}) {
  const { id, choices, active, onChoose } = props;
  return (
    <div
      id={id}
      role="listbox"
      aria-label="Mention"
      className="absolute bottom-full left-4 z-30 mb-1 w-72 max-w-[calc(100%-2rem)] rounded-md border border-line bg-raised p-1 shadow-float"
    >
      {choices.map((choice) => (
        <div
          key={choice.slug}
          id={`${id}-${choice.slug}`}
          role="option"
          tabIndex={-1}
          aria-selected={choice === active}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(choice);
          }}
          className={cn(
            "flex min-h-8 items-center gap-2 rounded-sm px-2 py-1 text-sm pointer-coarse:min-h-11",
            choice === active && "bg-hover",
          )}
        >
          <Portrait choice={choice} />
          <span className="truncate">{choice.name}</span>
          <span className="ml-auto truncate text-ink-3 text-xs">{choice.hint}</span>
        </div>
      ))}
    </div>
  );
}

function Portrait({ choice }: { choice: MentionChoice }) {
  if (choice.kind === "agent") return <AgentAvatar name={choice.name} icon={choice.icon} size="sm" />;
  if (choice.kind === "member") return <PersonAvatar name={choice.name} size="sm" />;
  return <AtSign aria-hidden className="size-4 text-ink-3" />;
}
