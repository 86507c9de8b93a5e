"use client";
import { MoreHorizontal } from "lucide-react";
import { useState } from "react";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/cn";
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
};

export function MessageBody({ message, accountSlug, isOwn, canDelete, isHighlighted, handleOf }: Props) {
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
      <LazyMarkdown source={message.body} accountSlug={accountSlug} mentioned={mentioned} />
      {message.editedAt === null ? null : <span className="text-ink-3 text-xs">edited</span>}
      <MessageMenu message={message} isOwn={isOwn} canDelete={canDelete} onEdit={() => setEditing(true)} />
    </div>
  );
}

function MessageMenu(props: { message: Message; isOwn: boolean; canDelete: boolean; onEdit: () => void }) {
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
