"use client";
import { NOTIFICATION_LABEL, NOTIFICATION_TYPES } from "@mc/shared/notification/types";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useEffect } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { PageHeader } from "@/components/frame/PageHeader";
import { ChoiceMenu } from "@/components/tasks/choice-menu";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/cn";
import { InboxGroup, type TriageAct } from "./InboxGroup";
import { groupByTask } from "./notification-groups";
import {
  type Notification,
  useInboxCommands,
  useNotificationCommands,
  useNotifications,
} from "./use-notifications";

const SHOW = ["all", "unread", "snoozed", "archived"] as const;
const SHOW_LABEL = { all: "Inbox", unread: "Unread", snoozed: "Put off", archived: "Archived" } as const;
const EMPTY = {
  all: [
    "Nothing yet",
    "You are told when someone mentions you, assigns you a task, asks for a review or writes in a thread that you follow.",
  ],
  unread: ["All read", "New mentions, assignments and reviews appear here."],
  snoozed: ["Nothing is put off", "What you put off until tomorrow comes back unread."],
  archived: ["Nothing is archived", "What you archive leaves the inbox and stays here."],
} as const;
const ANY = "any";

/** The inbox: what came, task by task, with reading, putting off and putting away. */
export function NotificationsPage() {
  const { slug, can } = useAccount();
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(SHOW).withDefault("all"));
  const [type, setType] = useQueryState("type", parseAsStringLiteral(NOTIFICATION_TYPES));
  const list = useNotifications({ place: show, type, pageSize: 50 });
  const { markRead, markAllRead, isBusy } = useNotificationCommands();
  const inbox = useInboxCommands();
  const isReadOnly = !can("inbox.manage");
  // A page of one type may be empty while older ones are not.
  const next =
    list.status === "ready" && list.items.length === 0 && list.canLoadMore && !list.isLoadingMore
      ? list.loadMore
      : null;
  useEffect(() => next?.(), [next]);
  const act = (notifications: readonly Notification[], kind: TriageAct): void => {
    const [only, ...others] = notifications;
    if (kind === "read" && only && others.length === 0) void markRead(only.notificationId);
    else void inbox.act(notifications, kind === "snooze" ? { kind, until: tomorrowMorning() } : { kind });
  };
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          isReadOnly ? null : (
            <Button variant="quiet" isBusy={isBusy} onClick={() => void markAllRead()}>
              Mark all read
            </Button>
          )
        }
      >
        <fieldset className="flex gap-1">
          <legend className="sr-only">Show</legend>
          {SHOW.map((each) => (
            <Button
              key={each}
              variant="quiet"
              size="sm"
              aria-pressed={show === each}
              className={cn(show === each && "bg-pressed text-ink")}
              onClick={() => void setShow(each)}
            >
              {SHOW_LABEL[each]}
            </Button>
          ))}
        </fieldset>
        <ChoiceMenu
          trigger={
            <Button variant="quiet" size="sm" className={type === null ? "" : "bg-accent-wash text-ink"}>
              {type === null ? "Any kind" : NOTIFICATION_LABEL[type]}
            </Button>
          }
          value={type ?? ANY}
          choices={[
            { value: ANY, label: "Any kind" },
            ...NOTIFICATION_TYPES.map((value) => ({ value, label: NOTIFICATION_LABEL[value] })),
          ]}
          onChoose={(value) => void setType(NOTIFICATION_TYPES.find((each) => each === value) ?? null)}
        />
      </PageHeader>
      <div className="w-full max-w-3xl px-2 pb-10 max-md:px-1">
        {list.status === "loading" ? <ListSkeleton label="Loading notifications" /> : null}
        {list.status === "error" ? <ErrorState error={list.error} /> : null}
        {list.status === "ready" && list.items.length === 0 && !list.canLoadMore ? (
          <EmptyState title={type === null ? EMPTY[show][0] : `No “${NOTIFICATION_LABEL[type]}” here`}>
            {EMPTY[show][1]}
          </EmptyState>
        ) : null}
        {list.status === "ready" ? (
          <>
            {groupByTask(list.items).map((group) => (
              <InboxGroup
                key={group.key}
                group={group}
                accountSlug={slug}
                isReadOnly={isReadOnly}
                onAct={act}
              />
            ))}
            <LoadMore list={list} label="Show older notifications" />
          </>
        ) : null}
      </div>
    </>
  );
}

/** Nine o'clock on the next day, on the clock of this browser. */
function tomorrowMorning(): number {
  const date = new Date();
  date.setDate(date.getDate() + 1);
  return date.setHours(9, 0, 0, 0);
}
