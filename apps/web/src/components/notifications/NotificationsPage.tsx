"use client";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { cn } from "@/lib/cn";
import { NotificationRow } from "./NotificationRow";
import { useNotificationCommands, useNotifications } from "./use-notifications";

const SHOW = ["all", "unread"] as const;
const SHOW_LABEL = { all: "All", unread: "Unread" } as const;

export function NotificationsPage() {
  const { slug } = useAccount();
  const [show, setShow] = useQueryState("show", parseAsStringLiteral(SHOW).withDefault("all"));
  const list = useNotifications({ isUnreadOnly: show === "unread", pageSize: 50 });
  const commands = useNotificationCommands();
  return (
    <>
      <PageHeader
        title="Notifications"
        actions={
          <Button variant="quiet" isBusy={commands.isBusy} onClick={() => void commands.markAllRead()}>
            Mark all read
          </Button>
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
      </PageHeader>
      <div className="w-full max-w-3xl px-2 pb-10 max-md:px-1">
        {list.status === "loading" ? <ListSkeleton label="Loading notifications" /> : null}
        {list.status === "error" ? <ErrorState error={list.error} /> : null}
        {list.status === "ready" && list.items.length === 0 ? (
          <EmptyState title={show === "unread" ? "All read" : "Nothing yet"}>
            {show === "unread"
              ? "New mentions, assignments and reviews appear here."
              : "You are told when someone mentions you, assigns you a task, asks for a review or writes in a thread that you follow."}
          </EmptyState>
        ) : null}
        {list.status === "ready" ? (
          <>
            {list.items.map((notification) => (
              <NotificationRow
                key={notification.notificationId}
                notification={notification}
                accountSlug={slug}
                onRead={() => void commands.markRead(notification.notificationId)}
              />
            ))}
            <LoadMore list={list} label="Show older notifications" />
          </>
        ) : null}
      </div>
    </>
  );
}
