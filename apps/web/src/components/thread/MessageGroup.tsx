"use client";
import { ActorAvatar } from "@/components/people/ActorAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { MessageBody } from "./MessageBody";
import { ModelMark } from "./ModelMark";
import type { Message } from "./types";

type Props = {
  messages: readonly Message[];
  accountSlug: string;
  meId: string;
  canDeleteAny: boolean;
  highlightId: string | null;
  onShowRun: (runId: string) => void;
  handleOf: (id: string) => string | null;
  onReply: ((message: Message) => void) | null;
};

/** What one author said in one breath, under one name. */
export function MessageGroup(props: Props) {
  const { messages, accountSlug, meId, canDeleteAny, highlightId, onShowRun, handleOf, onReply } = props;
  const [first] = messages;
  if (!first) return null;
  const { author, model, isDemoModel, runId } = first;
  if (author.kind === "system") {
    return (
      <div className="pl-8.5 text-ink-2 text-sm">
        {messages.map((message) => (
          <MessageBody
            key={message.messageId}
            message={message}
            accountSlug={accountSlug}
            isOwn={false}
            canDelete={canDeleteAny}
            isHighlighted={highlightId === message.messageId}
            handleOf={handleOf}
            meId={meId}
            onReply={onReply}
          />
        ))}
      </div>
    );
  }
  return (
    <article
      aria-label={`${author.name}, ${messages.length === 1 ? "message" : `${messages.length} messages`}`}
      className="flex gap-2.5"
    >
      <span className="pt-0.5">
        <ActorAvatar kind={author.kind} name={author.name} icon={"icon" in author ? author.icon : null} />
      </span>
      <div className="min-w-0 flex-1">
        <header className="flex min-h-6 flex-wrap items-center gap-x-2">
          <span className="font-semibold text-sm">{author.name}</span>
          <RelativeTime at={first.createdAt} />
          {author.kind === "agent" ? <ModelMark model={model} isDemoModel={isDemoModel} /> : null}
          {runId ? (
            <button
              type="button"
              onClick={() => onShowRun(runId)}
              className="text-ink-3 text-xs underline-offset-2 hover:text-ink hover:underline"
            >
              show turn
            </button>
          ) : null}
          {first.kind === "note" ? <span className="text-ink-3 text-xs">note, wakes nobody</span> : null}
        </header>
        <div className="flex flex-col gap-1.5">
          {messages.map((message) => (
            <MessageBody
              key={message.messageId}
              message={message}
              accountSlug={accountSlug}
              isOwn={author.kind === "member" && author.id === meId}
              canDelete={canDeleteAny || (author.kind === "member" && author.id === meId)}
              isHighlighted={highlightId === message.messageId}
              handleOf={handleOf}
              meId={meId}
              onReply={onReply}
            />
          ))}
        </div>
      </div>
    </article>
  );
}
