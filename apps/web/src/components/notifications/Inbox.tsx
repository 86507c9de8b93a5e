"use client";
import { Bell } from "lucide-react";
import { type MouseEvent, useCallback, useMemo, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { TaskSkeleton } from "@/components/tasks/TaskSkeleton";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { fetched } from "@/lib/fetched";
import { useFillPage } from "@/lib/use-fill-page";
import { InboxGroup, type TriageAct, TriageButtons } from "./InboxGroup";
import { groupByTask, type NotificationGroup } from "./notification-groups";
import { snoozeUntil } from "./snooze";
import type { InboxFilter } from "./use-inbox-filter";
import { useInboxKeys } from "./use-inbox-keys";
import {
  type InboxQuery,
  type Notification,
  type NotificationId,
  useInboxCommands,
  useNotificationCommands,
  useNotifications,
} from "./use-notifications";

const InboxPreview = fetched(() => import("./InboxPreview").then((module) => module.InboxPreview), {
  Place: TaskSkeleton,
  whenLost: "in place",
});

const PAGE_SIZE = 50;
/** Where there is room for the side; below it a notification leads to its page. */
const WIDE = "(min-width: 64rem)";
const EMPTY = {
  all: [
    "Nothing yet",
    "You are told when someone mentions you, assigns you a task, asks for a review or writes in a thread that you follow.",
  ],
  unread: ["All read", "New mentions, assignments and reviews appear here."],
  snoozed: ["Nothing is put off", "What you put off comes back unread at its time."],
  archived: ["Nothing is archived", "What you archive leaves the inbox and stays here."],
} as const;

export function Inbox(props: { args: InboxQuery; filter: InboxFilter; isReadOnly: boolean }) {
  const { args, filter, isReadOnly } = props;
  const { slug } = useAccount();
  const list = useNotifications({ ...args, pageSize: PAGE_SIZE });
  useFillPage(list);
  const { markRead } = useNotificationCommands();
  const { act: send, gone } = useInboxCommands();
  const [currentId, setCurrentId] = useState<NotificationId | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const loaded = list.status === "ready" ? list.items : null;
  const groups = useMemo(
    () => groupByTask((loaded ?? []).filter((each) => !gone.has(each.notificationId))),
    [loaded, gone],
  );
  // In the order of the screen, which the keys follow.
  const items = useMemo(() => groups.flatMap((group) => group.items), [groups]);
  const current = items.find((each) => each.notificationId === currentId) ?? null;

  const act = useCallback(
    (notifications: readonly Notification[], what: TriageAct): void => {
      setChosen(new Set());
      void send(
        notifications,
        what.kind === "snooze" ? { kind: "snooze", until: snoozeUntil(what.how, Date.now()) } : what,
      );
    },
    [send],
  );
  const show = useCallback(
    (notification: Notification): void => {
      setCurrentId(notification.notificationId);
      if (notification.readAt === null && !isReadOnly) void markRead(notification.notificationId);
      const row = document.querySelector<HTMLElement>(`[data-notification="${notification.notificationId}"]`);
      row?.focus();
      row?.scrollIntoView({ block: "nearest" });
    },
    [markRead, isReadOnly],
  );
  useInboxKeys({ items, current, isReadOnly, onGo: show, onAct: act });

  const follow = (notification: Notification, event: MouseEvent): void => {
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey;
    if (!isElsewhere && window.matchMedia(WIDE).matches) {
      event.preventDefault();
      show(notification);
    } else if (notification.readAt === null && !isReadOnly) void markRead(notification.notificationId);
  };
  if (list.status === "loading")
    return (
      <div className="px-4">
        <ListSkeleton label="Loading notifications" />
      </div>
    );
  if (list.status === "error") return <ErrorState error={list.error} />;
  const place = args.place ?? "all";
  if (items.length === 0 && !list.canLoadMore)
    return (
      <EmptyState
        icon={<Bell aria-hidden />}
        title={filter.isNarrowed ? "Nothing like this here" : EMPTY[place][0]}
        action={filter.isNarrowed ? <Button onClick={filter.clear}>Show all kinds</Button> : null}
      >
        {filter.isNarrowed ? "No notification fits what is chosen above." : EMPTY[place][1]}
      </EmptyState>
    );
  const chosenItems = groups.filter((group) => chosen.has(group.key)).flatMap((group) => group.items);
  return (
    <div className="grid min-h-0 flex-1 grid-rows-[minmax(0,1fr)] overflow-hidden lg:grid-cols-[minmax(22rem,28rem)_minmax(0,1fr)]">
      <div className="min-h-0 overflow-y-auto border-line px-2 pb-16 max-lg:w-full max-lg:max-w-3xl lg:border-r">
        {chosenItems.length > 0 ? (
          <section
            aria-label="Selected notifications"
            className="sticky top-0 z-10 flex h-10 items-center gap-2 border-line border-b bg-ground px-2 text-sm"
          >
            <span className="figures">{chosenItems.length}</span> selected
            <span className="ml-auto flex">
              <TriageButtons items={chosenItems} what="the selected ones" onAct={act} />
            </span>
            <Button variant="quiet" size="sm" onClick={() => setChosen(new Set(groups.map(keyOf)))}>
              Select all
            </Button>
            <Button variant="quiet" size="sm" onClick={() => setChosen(new Set())}>
              Clear
            </Button>
          </section>
        ) : null}
        {groups.map((group) => (
          <InboxGroup
            key={group.key}
            group={group}
            accountSlug={slug}
            isReadOnly={isReadOnly}
            currentId={current?.notificationId ?? null}
            isChosen={chosen.has(group.key)}
            onChoose={() => setChosen((before) => toggled(before, group.key))}
            onFollow={follow}
            onAct={act}
          />
        ))}
        <LoadMore list={list} label="Show older notifications" />
      </div>
      <section aria-label="Preview" className="hidden min-h-0 flex-col bg-panel lg:flex">
        {current ? (
          <InboxPreview key={current.notificationId} notification={current} />
        ) : (
          <div className="m-auto max-w-md px-6 text-center text-ink-3 text-sm">
            <p>Choose a notification to read it here and answer.</p>
            <p className="mt-3 flex flex-wrap justify-center gap-x-3 gap-y-1.5 text-xs pointer-coarse:hidden">
              <span>
                <Kbd>J</Kbd> <Kbd>K</Kbd> next, previous
              </span>
              <span>
                <Kbd>E</Kbd> archive
              </span>
              <span>
                <Kbd>H</Kbd> tomorrow
              </span>
              <span>
                <Kbd>U</Kbd> unread
              </span>
            </p>
          </div>
        )}
      </section>
    </div>
  );
}

function keyOf(group: NotificationGroup): string {
  return group.key;
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}
