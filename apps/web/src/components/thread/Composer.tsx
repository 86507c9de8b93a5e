"use client";
import { Paperclip, SendHorizontal, X } from "lucide-react";
import { type KeyboardEvent, type RefObject, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { ACCEPTED_ENDINGS } from "@/components/docs/upload";
import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { AttachmentChips } from "./AttachmentChips";
import { CompletionList } from "./CompletionList";
import { type Completion, complete, type MentionChoice } from "./completion";
import { PreviewLine } from "./PreviewLine";
import { useCompletion } from "./use-completion";
import type { ComposerState } from "./use-composer";

type Props = {
  composer: ComposerState;
  choices: readonly MentionChoice[];
  isReadOnly: boolean;
  placeholder?: string;
  hasCommands?: boolean;
  fieldRef?: RefObject<HTMLTextAreaElement | null>;
};

/** Writes into the thread: grows, completes mentions, tasks and commands, says whom it reaches before it is sent. */
export function Composer({
  composer,
  choices,
  isReadOnly,
  placeholder = "Write a message (@ # /)",
  hasCommands = true,
  fieldRef,
}: Props) {
  const listId = useId();
  const own = useRef<HTMLTextAreaElement>(null);
  const field = fieldRef ?? own;
  const [caret, setCaret] = useState(0);
  const completion = useCompletion(composer.body, caret, { mentions: choices, hasCommands });
  const { chosen, typed } = completion;
  const isListOpen = completion.items.length > 0;
  const { attachments, replyTo } = composer;

  const take = (item: Completion): void => {
    if (!typed) return;
    const next = complete(composer.body, typed, item.insert);
    // at once: moved a moment later, the caret would land before what quick hands have typed by then
    flushSync(() => {
      composer.setBody(next.text);
      setCaret(next.caret);
      completion.reset();
    });
    field.current?.focus();
    field.current?.setSelectionRange(next.caret, next.caret);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      composer.send();
      return;
    }
    if (!isListOpen || !chosen) {
      if (event.key === "Escape" && replyTo) {
        event.stopPropagation();
        composer.setReplyTo(null);
      }
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp")
      completion.step(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" || event.key === "Tab") take(chosen);
    else if (event.key === "Escape") completion.dismiss();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const addFiles = (files: Iterable<File>): boolean => {
    const list = [...files];
    if (!attachments || list.length === 0) return false;
    attachments.add(list);
    return true;
  };

  if (isReadOnly)
    return (
      <p className="px-4 py-3 text-ink-3 text-sm">
        Viewers can read this thread. Ask an admin for the member role to write.
      </p>
    );
  const isNothing = !composer.body.trim() && (attachments?.sent.length ?? 0) === 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping files is a second way; the button does the same
    <div
      className="relative px-4 pt-2 pb-3 max-md:px-3"
      onDragOver={(event) => {
        if (attachments && event.dataTransfer.types.includes("Files")) event.preventDefault();
      }}
      onDrop={(event) => {
        if (addFiles(event.dataTransfer.files)) event.preventDefault();
      }}
    >
      {isListOpen ? (
        <CompletionList id={listId} items={completion.items} active={chosen} onChoose={take} />
      ) : null}
      {replyTo ? (
        <p className="mb-1.5 flex items-center gap-2 border-accent border-l-2 pl-2 text-sm">
          <span className="min-w-0 flex-1 truncate text-ink-2">
            Replying to <span className="font-medium text-ink">{replyTo.authorName}</span>: {replyTo.excerpt}
          </span>
          <Button
            variant="quiet"
            size="icon-sm"
            aria-label="Do not reply to this message"
            onClick={() => composer.setReplyTo(null)}
          >
            <X aria-hidden />
          </Button>
        </p>
      ) : null}
      {attachments ? <AttachmentChips items={attachments.items} onRemove={attachments.remove} /> : null}
      <div className="flex items-end gap-2">
        {attachments ? <FileButton onFiles={(files) => void addFiles(files)} /> : null}
        <Textarea
          ref={field}
          aria-label="Write a message"
          aria-autocomplete="list"
          aria-controls={isListOpen ? listId : undefined}
          aria-activedescendant={isListOpen && chosen ? `${listId}-${chosen.key}` : undefined}
          placeholder={placeholder}
          value={composer.body}
          onChange={(event) => {
            composer.setBody(event.target.value);
            setCaret(event.target.selectionStart);
            completion.reset();
          }}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onPaste={(event) => {
            if (addFiles(event.clipboardData.files)) event.preventDefault();
          }}
          onBlur={completion.dismiss}
          onFocus={completion.revive}
          onKeyDown={onKeyDown}
          className="max-h-[40vh] min-h-10 flex-1 py-2"
        />
        <Button
          variant="primary"
          size="icon"
          className="size-10"
          aria-label={composer.command ? "Run the command" : "Send"}
          title="Send (Ctrl or ⌘ + Enter)"
          isBusy={composer.isBusy}
          disabled={isNothing || (composer.command !== null && composer.command.problem !== null)}
          onClick={composer.send}
        >
          <SendHorizontal aria-hidden />
        </Button>
      </div>
      <PreviewLine preview={composer.preview} command={composer.command} isEmpty={!composer.body.trim()} />
    </div>
  );
}

function FileButton({ onFiles }: { onFiles: (files: Iterable<File>) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        variant="quiet"
        size="icon"
        className="size-10"
        aria-label="Add files"
        title="Add files (or paste, or drop them here)"
        onClick={() => input.current?.click()}
      >
        <Paperclip aria-hidden />
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files"
        accept={ACCEPTED_ENDINGS}
        onChange={(event) => {
          onFiles(event.target.files ?? []);
          event.target.value = "";
        }}
      />
    </>
  );
}
