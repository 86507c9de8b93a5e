"use client";
import { LEAD_CHAT_NUMBER, taskKey } from "@mc/shared/task/limits";
import { ArrowUpRight } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ApprovalCard } from "@/components/approvals/ApprovalCard";
import { DecidedRow } from "@/components/approvals/DecidedList";
import { type ApprovalId, useApproval } from "@/components/approvals/use-approvals";
import { ErrorState } from "@/components/frame/ErrorState";
import { plainText } from "@/components/markdown/plain-text";
import { RelativeTime } from "@/components/people/RelativeTime";
import { TaskBody } from "@/components/tasks/TaskBody";
import { TaskSkeleton } from "@/components/tasks/TaskSkeleton";
import { useTask } from "@/components/tasks/use-task";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { notificationHref } from "./notification-href";
import type { Notification } from "./use-notifications";

/** What a notification is about, at the side of the list: its request, its task with the thread, or what it says. */
export function InboxPreview({ notification }: { notification: Notification }) {
  const { slug } = useAccount();
  const { approvalId, taskNumber, messageId, runId, title, body, actorName, createdAt } = notification;
  const href = notificationHref(notification, slug);
  const hasTask = taskNumber !== null && taskNumber !== LEAD_CHAT_NUMBER;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-11 shrink-0 items-center gap-2 border-line border-b px-4 text-sm">
        <span className="min-w-0 truncate text-ink-2">
          {hasTask ? <span className="figures">{taskKey(taskNumber)}</span> : title}
        </span>
        {href ? (
          <Button asChild variant="quiet" size="sm" className="ml-auto">
            <Link href={href}>
              Open <ArrowUpRight aria-hidden />
            </Link>
          </Button>
        ) : null}
      </header>
      {approvalId ? (
        <PreviewedApproval approvalId={approvalId} />
      ) : hasTask ? (
        <PreviewedTask number={taskNumber} messageId={messageId} runId={runId} />
      ) : (
        <div className="flex flex-col gap-2 p-4">
          <p className="font-medium">{title}</p>
          {body ? (
            <p className="max-w-prose whitespace-pre-wrap text-ink-2 text-sm">{plainText(body)}</p>
          ) : null}
          <p className="text-ink-3 text-xs">
            {actorName}, <RelativeTime at={createdAt} />
          </p>
        </div>
      )}
    </div>
  );
}

function PreviewedTask(props: { number: number; messageId: string | null; runId: string | null }) {
  const task = useTask(props.number);
  if (task.status === "loading") return <TaskSkeleton />;
  if (task.status === "error") return <ErrorState error={task.error} />;
  return (
    <TaskBody
      key={task.data.taskId}
      task={task.data}
      layout="sheet"
      highlightId={props.messageId}
      runId={props.runId}
    />
  );
}

function PreviewedApproval({ approvalId }: { approvalId: ApprovalId }) {
  const { slug, can } = useAccount();
  const approval = useApproval(approvalId);
  const [isWriting, setWriting] = useState(false);
  if (approval.status === "loading") return <TaskSkeleton />;
  if (approval.status === "error") return <ErrorState error={approval.error} />;
  const { data } = approval;
  return (
    <div className="overflow-y-auto p-4">
      {data.status === "pending" ? (
        <ApprovalCard
          approval={data}
          accountSlug={slug}
          canDecide={can("approval.decide")}
          isCurrent={false}
          isWriting={isWriting}
          onWriting={setWriting}
          onFocus={() => undefined}
        />
      ) : (
        <ul>
          <DecidedRow approval={data} accountSlug={slug} />
        </ul>
      )}
    </div>
  );
}
