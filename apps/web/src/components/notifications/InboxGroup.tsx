"use client";
import { taskKey } from "@mc/shared/task/limits";
import { Archive, ArchiveRestore, Clock, Mail, MailOpen } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NotificationRow } from "./NotificationRow";
import type { NotificationGroup } from "./notification-groups";
import type { Notification } from "./use-notifications";

export type TriageAct = "read" | "unread" | "archive" | "restore" | "snooze";

type Props = {
  group: NotificationGroup;
  accountSlug: string;
  isReadOnly: boolean;
  /** On the whole group, or on one that was followed. */
  onAct: (notifications: readonly Notification[], act: TriageAct) => void;
};

/** What came about one task, with what can be done about all of it. */
export function InboxGroup({ group, accountSlug, isReadOnly, onAct }: Props) {
  const { items, taskNumber } = group;
  const [first] = items;
  if (!first) return null;
  const what = taskNumber === null ? `“${first.title}”` : `everything about ${taskKey(taskNumber)}`;
  const hasUnread = items.some((each) => each.readAt === null);
  return (
    <section
      aria-label={taskNumber === null ? first.title : taskKey(taskNumber)}
      className="group/inbox border-line border-b py-1.5 last:border-b-0"
    >
      <div className="flex min-h-7 items-center gap-2 px-2">
        {taskNumber === null ? (
          <span className="text-ink-3 text-xs">Account</span>
        ) : (
          <Link
            href={`/${accountSlug}/tasks/${taskNumber}`}
            className="figures text-ink-2 text-xs underline-offset-2 hover:underline"
          >
            {taskKey(taskNumber)}
          </Link>
        )}
        {items.length > 1 ? <span className="figures text-ink-3 text-xs">{items.length}</span> : null}
        {isReadOnly ? null : (
          <span className="ml-auto flex opacity-0 transition-opacity focus-within:opacity-100 group-hover/inbox:opacity-100 pointer-coarse:opacity-100">
            {first.place === "inbox" ? (
              <>
                <Act
                  label={hasUnread ? `Mark ${what} read` : `Mark ${what} unread`}
                  icon={hasUnread ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
                  onClick={() => onAct(items, hasUnread ? "read" : "unread")}
                />
                <Act
                  label={`Put off ${what} until tomorrow`}
                  icon={<Clock aria-hidden />}
                  onClick={() => onAct(items, "snooze")}
                />
                <Act
                  label={`Archive ${what}`}
                  icon={<Archive aria-hidden />}
                  onClick={() => onAct(items, "archive")}
                />
              </>
            ) : (
              <Act
                label={`Bring back ${what}`}
                icon={<ArchiveRestore aria-hidden />}
                onClick={() => onAct(items, "restore")}
              />
            )}
          </span>
        )}
      </div>
      {items.map((notification) => (
        <NotificationRow
          key={notification.notificationId}
          notification={notification}
          accountSlug={accountSlug}
          onRead={() => onAct([notification], "read")}
        />
      ))}
    </section>
  );
}

function Act({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Button variant="quiet" size="icon-sm" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </Button>
  );
}
