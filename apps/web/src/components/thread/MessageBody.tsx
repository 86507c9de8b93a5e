"use client";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/cn";
import { MessageFiles } from "./MessageFiles";
import { Reactions } from "./Reactions";
import type { Message } from "./types";
import { useMessageCommands } from "./use-thread";

const Menu = onDemand(() => import("./MessageMenuOpen").then((module) => module.MessageMenuOpen));

type Props = {
  message: Message;
  accountSlug: string;
  isOwn: boolean;
  canDelete: boolean;
  isHighlighted: boolean;
  /** The handle under which someone is mentioned. */
  handleOf: (id: string) => string | null;
  meId: string;
  /** null for those who only read. */
  onReply: ((message: Message) => void) | null;
};

export function MessageBody(props: Props) {
  const { message, accountSlug, isOwn, canDelete, isHighlighted, handleOf, meId, onReply } = props;
  const [isEditing, setEditing] = useState(false);
  if (message.isDeleted) return <p className="text-ink-3 text-sm italic">This message was deleted.</p>;
  if (isEditing) return <EditMessage message={message} onDone={() => setEditing(false)} />;
  const mentioned = message.mentions.flatMap((mention) =>
    "id" in mention ? [mention.name, handleOf(mention.id) ?? mention.name] : [],
  );
  return (
    <div
      id={`message-${message.messageId}`}
      className={cn("group/message relative -mx-1.5 rounded-sm px-1.5", isHighlighted && "bg-accent-wash")}
    >
      {message.replyTo ? <Answered replyTo={message.replyTo} /> : null}
      {message.body ? (
        <LazyMarkdown source={message.body} accountSlug={accountSlug} mentioned={mentioned} />
      ) : null}
      <MessageFiles files={message.files} />
      <Reactions message={message} meId={meId} canReact={onReply !== null} />
      {message.editedAt === null ? null : <span className="text-ink-3 text-xs">edited</span>}
      <MessageMenu
        message={message}
        isOwn={isOwn}
        canDelete={canDelete}
        onEdit={() => setEditing(true)}
        onReply={onReply}
      />
    </div>
  );
}

/** What a message answers, in one line that leads there. */
function Answered({ replyTo }: { replyTo: NonNullable<Message["replyTo"]> }) {
  return (
    <button
      type="button"
      onClick={() =>
        document.getElementById(`message-${replyTo.messageId}`)?.scrollIntoView({ block: "center" })
      }
      className="mb-0.5 flex max-w-full items-baseline gap-1.5 border-line-strong border-l-2 pl-2 text-left text-ink-3 text-xs hover:text-ink-2"
    >
      <span className="shrink-0 font-medium">{replyTo.authorName}</span>
      <span className="truncate">{replyTo.isDeleted ? "deleted message" : replyTo.excerpt}</span>
    </button>
  );
}

type MenuProps = Pick<Props, "message" | "isOwn" | "canDelete" | "onReply"> & { onEdit: () => void };

function MessageMenu(props: MenuProps) {
  const trigger = (
    <button
      type="button"
      aria-label="Message actions"
      className="absolute top-0 right-0 inline-flex size-6 items-center justify-center rounded-xs bg-panel text-ink-3 opacity-0 transition-opacity hover:text-ink focus-visible:opacity-100 group-hover/message:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-60"
    >
      <MoreHorizontal aria-hidden className="size-4" />
    </button>
  );
  return <Menu {...props} trigger={trigger} />;
}

function EditMessage({ message, onDone }: { message: Message; onDone: () => void }) {
  const [body, setBody] = useState(message.body);
  const { edit, isBusy } = useMessageCommands();
  const save = async (): Promise<void> => {
    const result = await edit(message.messageId, body.trim());
    if (result.ok) onDone();
  };
  return (
    <div className="flex flex-col gap-2 py-1">
      <Textarea
        aria-label="Edit message"
        value={body}
        autoFocus
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) void save();
          if (event.key === "Escape") {
            event.stopPropagation();
            onDone();
          }
        }}
        className="max-h-80"
      />
      <div className="flex gap-2">
        <Button
          variant="primary"
          size="sm"
          isBusy={isBusy}
          disabled={!body.trim()}
          onClick={() => void save()}
        >
          Save
        </Button>
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
