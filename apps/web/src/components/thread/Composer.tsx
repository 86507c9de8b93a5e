"use client";
import { MAX_MESSAGE_LENGTH } from "@mc/shared/message/limits";
import { SendHorizontal } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { MentionList } from "./MentionList";
import { completeMention, type MentionChoice, matchMentions, mentionQueryAt } from "./mention-query";
import { PreviewLine } from "./PreviewLine";
import type { ComposerState } from "./use-composer";

/** Writes into the thread: grows, completes mentions, says whom it reaches before it is sent. */
export function Composer({
  composer,
  choices,
  isReadOnly,
}: {
  composer: ComposerState;
  choices: readonly MentionChoice[];
  isReadOnly: boolean;
}) {
  const listId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const query = mentionQueryAt(composer.body, caret);
  const found = query && query.start !== dismissedAt ? matchMentions(choices, query.text) : [];
  const isListOpen = found.length > 0;
  const chosen = found[Math.min(active, found.length - 1)];

  const complete = (choice: MentionChoice): void => {
    if (!query) return;
    const { text, caret: next } = completeMention(composer.body, query, choice);
    composer.setBody(text);
    setCaret(next);
    setActive(0);
    requestAnimationFrame(() => field.current?.setSelectionRange(next, next));
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      composer.send();
      return;
    }
    if (!isListOpen || !chosen || !query) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      setActive((active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length);
    else if (event.key === "Enter" || event.key === "Tab") complete(chosen);
    else if (event.key === "Escape") setDismissedAt(query.start);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  if (isReadOnly)
    return (
      <p className="px-4 py-3 text-ink-3 text-sm">
        Viewers can read this thread. Ask an admin for the member role to write.
      </p>
    );
  return (
    <div className="relative px-4 pt-2 pb-3 max-md:px-3">
      {isListOpen ? <MentionList id={listId} choices={found} active={chosen} onChoose={complete} /> : null}
      <div className="flex items-end gap-2">
        <Textarea
          ref={field}
          aria-label="Write a message"
          aria-autocomplete="list"
          aria-controls={isListOpen ? listId : undefined}
          aria-activedescendant={isListOpen && chosen ? `${listId}-${chosen.slug}` : undefined}
          placeholder="Write a message, @ mentions people and agents"
          value={composer.body}
          maxLength={MAX_MESSAGE_LENGTH}
          onChange={(event) => {
            composer.setBody(event.target.value);
            setCaret(event.target.selectionStart);
            setActive(0);
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onBlur={() => setDismissedAt(query?.start ?? null)}
          onFocus={() => setDismissedAt(null)}
          onKeyDown={onKeyDown}
          className="max-h-[40vh] min-h-10 flex-1 py-2"
        />
        <Button
          variant="primary"
          size="icon"
          className="size-10"
          aria-label="Send"
          title="Send (Ctrl or ⌘ + Enter)"
          disabled={!composer.body.trim()}
          onClick={composer.send}
        >
          <SendHorizontal aria-hidden />
        </Button>
      </div>
      <PreviewLine preview={composer.preview} isEmpty={!composer.body.trim()} />
    </div>
  );
}
