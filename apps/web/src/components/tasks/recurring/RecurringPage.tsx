"use client";
import { Plus, Repeat } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { fetched } from "@/lib/fetched";
import { RecurrenceRow } from "./RecurrenceRow";
import { type Recurrence, useRecurrences } from "./use-recurrences";

const RecurrenceDialog = fetched(() =>
  import("./RecurrenceDialog").then((module) => module.RecurrenceDialog),
);

/** Tasks that come back by themselves: when, for whom, and the ones that are planned next. */
export function RecurringPage() {
  const { slug, can } = useAccount();
  const list = useRecurrences();
  const [editing, setEditing] = useState<Recurrence | "new" | null>(null);
  const isReadOnly = !can("task.write");
  const add = isReadOnly ? null : (
    <Button variant="primary" onClick={() => setEditing("new")}>
      <Plus aria-hidden /> New recurring task
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Recurring tasks"
        within={{ label: "Tasks", href: `/${slug}/tasks` }}
        actions={list.status === "ready" && list.data.length > 0 ? add : null}
      />
      <div className="w-full px-4 pb-16 max-md:px-3">
        {list.status === "loading" ? <ListSkeleton label="Loading recurring tasks" /> : null}
        {list.status === "error" ? <ErrorState error={list.error} /> : null}
        {list.status === "ready" && list.data.length === 0 ? (
          <EmptyState title="No recurring tasks yet" icon={<Repeat aria-hidden />} action={add}>
            A recurring task is created anew by a schedule, with the same text, labels and assignees. An
            assigned agent starts on it at once.
          </EmptyState>
        ) : null}
        {list.status === "ready" && list.data.length > 0 ? (
          <ul className="flex max-w-4xl flex-col gap-2 pt-1">
            {list.data.map((recurrence) => (
              <RecurrenceRow
                key={recurrence.recurrenceId}
                recurrence={recurrence}
                accountSlug={slug}
                isReadOnly={isReadOnly}
                onEdit={() => setEditing(recurrence)}
              />
            ))}
          </ul>
        ) : null}
      </div>
      {editing ? (
        <RecurrenceDialog recurrence={editing === "new" ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
    </>
  );
}
