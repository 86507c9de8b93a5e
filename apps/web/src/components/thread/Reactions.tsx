"use client";
import { cn } from "@/lib/cn";
import type { Message } from "./types";
import { useMessageCommands } from "./use-thread";

/** Who reacted with what; a click adds or takes back one's own. */
export function Reactions({
  message,
  meId,
  canReact,
}: {
  message: Message;
  meId: string;
  canReact: boolean;
}) {
  const { react } = useMessageCommands();
  if (message.reactions.length === 0) return null;
  return (
    <ul aria-label="Reactions" className="mt-1 flex flex-wrap gap-1">
      {message.reactions.map(({ emoji, members }) => {
        const isMine = members.some((member) => member.memberId === meId);
        const names = members.map((member) => member.name).join(", ");
        return (
          <li key={emoji}>
            <button
              type="button"
              disabled={!canReact}
              aria-pressed={isMine}
              aria-label={`${emoji} by ${names}`}
              title={names}
              onClick={() => void react(message.messageId, emoji)}
              className={cn(
                "inline-flex h-6 items-center gap-1 rounded-full border border-line px-2 text-xs transition-colors enabled:hover:bg-hover pointer-coarse:h-8",
                isMine && "border-accent bg-accent-wash",
              )}
            >
              <span aria-hidden>{emoji}</span>
              <span className="figures">{members.length}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
