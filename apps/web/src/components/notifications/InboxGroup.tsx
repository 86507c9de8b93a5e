"use client";
import { LEAD_CHAT_NUMBER, taskKey } from "@mc/shared/task/limits";
import { Archive, ArchiveRestore, Clock, Mail, MailOpen } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { ChoiceMenu } from "@/components/tasks/choice-menu";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { taskHref } from "@/lib/task-href";
import { NotificationRow } from "./NotificationRow";
import type { NotificationGroup } from "./notification-groups";
import { SNOOZE_LABEL, SNOOZES, type Snooze } from "./snooze";
import type { Notification, NotificationId } from "./use-notifications";

export type TriageAct = { kind: "read" | "unread" | "archive" | "restore" } | { kind: "snooze"; how: Snooze };

type Props = {
  group: NotificationGroup;
  accountSlug: string;
  isReadOnly: boolean;
  currentId: NotificationId | null;
  isChosen: boolean;
  onChoose: () => void;
  onFollow: (notification: Notification, event: MouseEvent) => void;
  /** On the whole group. */
  onAct: (notifications: readonly Notification[], act: TriageAct) => void;
};

/** What came about one task, with what can be done about all of it. */
export function InboxGroup(props: Props) {
  const { group, accountSlug, isReadOnly, currentId, isChosen, onChoose, onFollow, onAct } = props;
  const { items, taskNumber } = group;
  const [first] = items;
  if (!first) return null;
  const what = taskNumber === null ? `“${first.title}”` : `everything about ${taskKey(taskNumber)}`;
  return (
    <section
      aria-label={taskNumber === null ? first.title : taskKey(taskNumber)}
      className="group/inbox border-line border-b py-1.5 last:border-b-0"
    >
      <div className="flex min-h-7 items-center gap-2 px-2">
        {isReadOnly ? null : (
          <Checkbox
            aria-label={`Select ${what}`}
            checked={isChosen}
            onCheckedChange={onChoose}
            className="-ml-0.5"
          />
        )}
        {taskNumber === null ? (
          <span className="text-ink-3 text-xs">Account</span>
        ) : (
          <Link
            href={taskHref(accountSlug, taskNumber)}
            className={cn(
              "truncate text-ink-2 text-xs underline-offset-2 first-letter:uppercase hover:underline",
              taskNumber !== LEAD_CHAT_NUMBER && "figures",
            )}
          >
            {taskKey(taskNumber)}
          </Link>
        )}
        {items.length > 1 ? <span className="figures text-ink-3 text-xs">{items.length}</span> : null}
        {isReadOnly ? null : (
          <span className="ml-auto flex opacity-0 transition-opacity focus-within:opacity-100 group-hover/inbox:opacity-100 pointer-coarse:opacity-100">
            <TriageButtons items={items} what={what} onAct={onAct} />
          </span>
        )}
      </div>
      {items.map((notification) => (
        <NotificationRow
          key={notification.notificationId}
          notification={notification}
          accountSlug={accountSlug}
          isCurrent={notification.notificationId === currentId}
          onFollow={(event) => onFollow(notification, event)}
        />
      ))}
    </section>
  );
}

/** Read or unread, put off, put away; or bring back what is away. */
export function TriageButtons(props: {
  items: readonly Notification[];
  what: string;
  onAct: (notifications: readonly Notification[], act: TriageAct) => void;
}) {
  const { items, what, onAct } = props;
  const hasUnread = items.some((each) => each.readAt === null);
  if (items[0]?.place !== "inbox")
    return (
      <Act
        label={`Bring back ${what}`}
        icon={<ArchiveRestore aria-hidden />}
        onClick={() => onAct(items, { kind: "restore" })}
      />
    );
  return (
    <>
      <Act
        label={hasUnread ? `Mark ${what} read` : `Mark ${what} unread`}
        icon={hasUnread ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
        onClick={() => onAct(items, { kind: hasUnread ? "read" : "unread" })}
      />
      <ChoiceMenu
        trigger={
          <Button variant="quiet" size="icon-sm" aria-label={`Put off ${what}`} title={`Put off ${what}`}>
            <Clock aria-hidden />
          </Button>
        }
        value=""
        choices={SNOOZES.map((how) => ({ value: how, label: SNOOZE_LABEL[how] }))}
        onChoose={(value) => {
          const how = SNOOZES.find((each) => each === value);
          if (how) onAct(items, { kind: "snooze", how });
        }}
      />
      <Act
        label={`Archive ${what}`}
        icon={<Archive aria-hidden />}
        onClick={() => onAct(items, { kind: "archive" })}
      />
    </>
  );
}

function Act({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <Button variant="quiet" size="icon-sm" aria-label={label} title={label} onClick={onClick}>
      {icon}
    </Button>
  );
}
