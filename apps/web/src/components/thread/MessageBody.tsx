"use client";
import { Copy, Link2, MoreHorizontal, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { Button } from "@/components/ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "@/components/ui/dropdown-menu";
import { Textarea } from "@/components/ui/textarea";
import { cn } from "@/lib/cn";
import type { Message } from "./types";
import { useMessageCommands } from "./use-thread";

type Props = { message: Message; accountSlug: string; isOwn: boolean; canDelete: boolean; isHighlighted: boolean };

export function MessageBody({ message, accountSlug, isOwn, canDelete, isHighlighted }: Props) {
  const [isEditing, setEditing] = useState(false);
  if (message.isDeleted) return <p className="text-ink-3 text-sm italic">This message was deleted.</p>;
  if (isEditing) return <EditMessage message={message} onDone={() => setEditing(false)} />;
  const mentioned = message.mentions.flatMap((mention) => ("name" in mention ? [mention.name] : []));
  return (
    <div id={`message-${message.messageId}`} className={cn("group/message relative -mx-1.5 rounded-sm px-1.5", isHighlighted && "bg-accent-wash")}>
      <LazyMarkdown source={message.body} accountSlug={accountSlug} mentioned={[...mentioned, ...slugsIn(message.body)]} />
      {message.editedAt === null ? null : <span className="text-ink-3 text-xs">edited</span>}
      <MessageMenu message={message} accountSlug={accountSlug} isOwn={isOwn} canDelete={canDelete} onEdit={() => setEditing(true)} />
    </div>
  );
}

/** Handles as they were typed; whom they reached was decided by the server when the message was sent. */
function slugsIn(body: string): string[] {
  return [...body.matchAll(/@([a-z0-9-]+)/gi)].map((match) => match[1] ?? "");
}

function MessageMenu({ message, isOwn, canDelete, onEdit }: Omit<Props, "isHighlighted"> & { onEdit: () => void }) {
  const { remove } = useMessageCommands();
  const copy = (text: string, what: string): void => {
    void navigator.clipboard.writeText(text).then(() => toast(`${what} copied`));
  };
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label="Message actions"
        className="absolute top-0 right-0 inline-flex size-6 items-center justify-center rounded-xs bg-panel text-ink-3 opacity-0 transition-opacity hover:text-ink focus-visible:opacity-100 group-hover/message:opacity-100 aria-expanded:opacity-100 pointer-coarse:opacity-60"
      >
        <MoreHorizontal aria-hidden className="size-4" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => copy(message.body, "Text")}>
          <Copy aria-hidden /> Copy text
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => copy(`${window.location.origin}${window.location.pathname}?message=${message.messageId}`, "Link")}>
          <Link2 aria-hidden /> Copy link
        </DropdownMenuItem>
        {isOwn ? (
          <DropdownMenuItem onSelect={onEdit}>
            <Pencil aria-hidden /> Edit
          </DropdownMenuItem>
        ) : null}
        {canDelete ? (
          <DropdownMenuItem isDanger onSelect={() => void remove(message.messageId)}>
            <Trash2 aria-hidden /> Delete
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
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
        <Button variant="primary" size="sm" isBusy={isBusy} disabled={!body.trim()} onClick={() => void save()}>
          Save
        </Button>
        <Button size="sm" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  );
}
