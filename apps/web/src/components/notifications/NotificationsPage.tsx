"use client";
import { useAccount } from "@/components/account/use-account";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { useUnreadCount } from "@/components/frame/use-frame";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { dataOf } from "@/lib/async";
import { Inbox } from "./Inbox";
import { InboxFilters } from "./InboxFilters";
import { useInboxFilter } from "./use-inbox-filter";
import { useNotificationCommands } from "./use-notifications";

/** The inbox: what came, task by task, with reading, putting off and putting away; what is chosen is shown at the side. */
export function NotificationsPage() {
  const account = useAccount();
  const { can } = account;
  const unread = dataOf(useUnreadCount(account));
  const filter = useInboxFilter();
  const { markAllRead, isBusy } = useNotificationCommands();
  const isReadOnly = !can("inbox.manage");
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <PageHeader
        title="Notifications"
        actions={
          isReadOnly ? null : (
            <Button
              variant="quiet"
              disabled={unread === 0}
              isBusy={isBusy}
              onClick={() => void markAllRead()}
            >
              Mark all read
            </Button>
          )
        }
      >
        <InboxFilters filter={filter} />
      </PageHeader>
      {filter.isUnknown ? (
        <EmptyState
          title="There is no such task or agent"
          action={<Button onClick={filter.clear}>Show all</Button>}
        >
          It may have been deleted, or the address is wrong.
        </EmptyState>
      ) : filter.args === null ? (
        <div className="px-4">
          <ListSkeleton label="Loading notifications" />
        </div>
      ) : (
        <Inbox key={JSON.stringify(filter.args)} args={filter.args} filter={filter} isReadOnly={isReadOnly} />
      )}
    </div>
  );
}
