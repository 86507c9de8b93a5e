import { UserPlus } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/cn";
import { AssigneeStack } from "./AssigneeStack";
import type { TaskCard } from "./types";

/** Shows who is assigned and opens the picker. */
export function AssigneesButton({ members, agents, className, ...props }: Pick<TaskCard, "members" | "agents"> & ComponentProps<"button">) {
  const names = [...agents, ...members].map((each) => each.name);
  return (
    <button
      type="button"
      aria-label={names.length > 0 ? `Assignees: ${names.join(", ")}` : "Assign someone"}
      className={cn("inline-flex min-h-8 max-w-full items-center gap-2 rounded-sm border border-line-strong/60 bg-raised px-2 text-left text-sm transition-colors hover:border-line-strong disabled:opacity-60", className)}
      {...props}
    >
      {names.length === 0 ? (
        <span className="flex items-center gap-2 text-ink-3">
          <UserPlus aria-hidden className="size-4" /> Assign someone
        </span>
      ) : (
        <>
          <span aria-hidden className="flex">
            <AssigneeStack members={members} agents={agents} />
          </span>
          <span className="truncate">{names.join(", ")}</span>
        </>
      )}
    </button>
  );
}
