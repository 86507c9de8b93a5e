"use client";
import { Copy, Link2, Pencil, Trash2 } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import { toast } from "@/lib/toast";
import type { Message } from "./types";
import { useMessageCommands } from "./use-thread";

type Props = { message: Message; isOwn: boolean; canDelete: boolean; onEdit: () => void };

export function MessageMenuOpen({ message, isOwn, canDelete, onEdit, trigger }: Props & Trigger) {
  const { remove } = useMessageCommands();
  const copy = (text: string, what: string): void =>
    void navigator.clipboard.writeText(text).then(() => toast(`${what} copied`));
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
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
          <DropdownMenuItem isDanger onSelect={() => void remove(message.messageId)}>
            <Trash2 aria-hidden /> Delete
          </DropdownMenuItem>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
