"use client";
import { Copy, Link2, Pencil, Reply, Trash2 } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import { toast } from "@/lib/toast";
import type { Message } from "./types";
import { useMessageCommands } from "./use-thread";

type Props = {
  message: Message;
  isOwn: boolean;
  canDelete: boolean;
  onEdit: () => void;
  onReply: ((message: Message) => void) | null;
};

const QUICK = ["👍", "🎉", "👀", "✅", "❤️", "🤔"] as const;

export function MessageMenuOpen({ message, isOwn, canDelete, onEdit, onReply, trigger }: Props & Trigger) {
  const { remove, react } = useMessageCommands();
  const copy = (text: string, what: string): void =>
    void navigator.clipboard.writeText(text).then(() => toast(`${what} copied`));
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {onReply ? (
          <>
            <div className="flex">
              {QUICK.map((emoji) => (
                <DropdownMenuItem
                  key={emoji}
                  aria-label={`React with ${emoji}`}
                  className="size-8 justify-center px-0 text-base"
                  onSelect={() => void react(message.messageId, emoji)}
                >
                  {emoji}
                </DropdownMenuItem>
              ))}
            </div>
            <DropdownMenuSeparator />
            <DropdownMenuItem onSelect={() => onReply(message)}>
              <Reply aria-hidden /> Reply
            </DropdownMenuItem>
          </>
        ) : null}
        <DropdownMenuItem onSelect={() => copy(message.body, "Text")}>
          <Copy aria-hidden /> Copy text
        </DropdownMenuItem>
        <DropdownMenuItem
          onSelect={() =>
            copy(`${window.location.origin}${window.location.pathname}?message=${message.messageId}`, "Link")
          }
        >
          <Link2 aria-hidden /> Copy link
        </DropdownMenuItem>
        {isOwn ? (
          <DropdownMenuItem onSelect={onEdit}>
            <Pencil aria-hidden /> Edit
          </DropdownMenuItem>
        ) : null}
        {canDelete ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuItem isDanger onSelect={() => void remove(message.messageId)}>
              <Trash2 aria-hidden /> Delete
            </DropdownMenuItem>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
