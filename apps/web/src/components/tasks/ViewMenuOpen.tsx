"use client";
import { Archive, Bookmark, Columns3, List, Repeat, Settings2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import type { Trigger } from "@/components/ui/on-demand";
import { dataOf } from "@/lib/async";
import { SavedViewsDialog } from "./SavedViewsDialog";
import { useSavedViews } from "./use-saved-views";
import { TASK_VIEWS, type TaskView, VIEW_LABEL } from "./use-task-view";

const ICON = { board: Columns3, list: List, archived: Archive } as const;

export function ViewMenuOpen({
  view,
  onChange,
  trigger,
}: { view: TaskView; onChange: (view: TaskView) => void } & Trigger) {
  const { slug, can } = useAccount();
  const router = useRouter();
  const views = dataOf(useSavedViews()) ?? [];
  const [isManaging, setManaging] = useState(false);
  return (
    <>
      <DropdownMenu defaultOpen>
        <DropdownMenuTrigger asChild>{trigger}</DropdownMenuTrigger>
        <DropdownMenuContent className="w-56">
          <DropdownMenuRadioGroup
            value={view}
            onValueChange={(value) => {
              const next = TASK_VIEWS.find((each) => each === value);
              if (next) onChange(next);
            }}
          >
            {TASK_VIEWS.map((each) => {
              const Icon = ICON[each];
              return (
                <DropdownMenuRadioItem key={each} value={each}>
                  <Icon aria-hidden /> {VIEW_LABEL[each]}
                </DropdownMenuRadioItem>
              );
            })}
          </DropdownMenuRadioGroup>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => router.push(`/${slug}/tasks/recurring`)}>
            <Repeat aria-hidden /> Recurring tasks
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuLabel>Saved views</DropdownMenuLabel>
          {views.length === 0 ? (
            <p className="px-2 pb-1.5 text-ink-3 text-xs">None yet. A view keeps filters and sorting.</p>
          ) : null}
          {views.map((saved) => (
            <DropdownMenuItem
              key={saved.viewId}
              onSelect={() => router.push(`/${slug}/tasks${saved.query ? `?${saved.query}` : ""}`)}
            >
              <Bookmark aria-hidden /> <span className="truncate">{saved.name}</span>
            </DropdownMenuItem>
          ))}
          {can("task.write") ? (
            <DropdownMenuItem onSelect={() => setManaging(true)}>
              <Settings2 aria-hidden /> Save or remove views…
            </DropdownMenuItem>
          ) : null}
        </DropdownMenuContent>
      </DropdownMenu>
      {isManaging ? <SavedViewsDialog views={views} onClose={() => setManaging(false)} /> : null}
    </>
  );
}
