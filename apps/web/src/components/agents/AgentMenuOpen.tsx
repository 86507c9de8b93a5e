"use client";
import { Pause, Pencil, Play, Trash2 } from "lucide-react";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import type { RosterAgent } from "./use-agents";

type Props = {
  agent: RosterAgent;
  onEdit: () => void;
  onSetPaused: (isPaused: boolean) => void;
  onRemove: () => void;
};

export function AgentMenuOpen({ agent, onEdit, onSetPaused, onRemove, trigger }: Props & Trigger) {
  return (
    <DropdownMenu defaultOpen>
      <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={onEdit}>
          <Pencil aria-hidden /> Edit
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => onSetPaused(!agent.isPaused)}>
          {agent.isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}{" "}
          {agent.isPaused ? "Resume" : "Pause"}
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem isDanger onSelect={onRemove}>
          <Trash2 aria-hidden /> Remove
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
