"use client";
import type { RefObject } from "react";
import { Composer } from "./Composer";
import type { ComposerState } from "./use-composer";
import { useMentionChoices } from "./use-mention-choices";

/** The composer of a task, or why one cannot write here. */
export function TaskComposer(props: {
  composer: ComposerState;
  isReadOnly: boolean;
  isArchived: boolean;
  onSend: () => void;
  fieldRef?: RefObject<HTMLTextAreaElement | null>;
}) {
  const { composer, isReadOnly, isArchived, onSend, fieldRef } = props;
  const choices = useMentionChoices();
  if (isArchived)
    return <p className="px-4 py-3 text-ink-3 text-sm">This task is archived. Restore it to write.</p>;
  const send = (): void => {
    composer.send();
    requestAnimationFrame(onSend);
  };
  return (
    <Composer
      composer={{ ...composer, send }}
      choices={choices}
      isReadOnly={isReadOnly}
      {...(fieldRef ? { fieldRef } : {})}
    />
  );
}
