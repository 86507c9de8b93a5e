"use client";
import { taskKey } from "@mc/shared/task/limits";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Link } from "@/components/ui/link";
import { cn } from "@/lib/cn";
import { taskHref } from "@/lib/task-href";
import { ApprovalFacts } from "./ApprovalFacts";
import { approvalSentence, askedBecause } from "./approval-words";
import { DecisionForm } from "./DecisionForm";
import { ExpiresIn } from "./ExpiresIn";
import type { Approval } from "./use-approvals";

type Props = {
  approval: Approval;
  accountSlug: string;
  canDecide: boolean;
  isCurrent: boolean;
  isWriting: boolean;
  onWriting: (isWriting: boolean) => void;
  onFocus: () => void;
};

/** One request that waits: what the agent wants to do, with what, why it asks, and the decision. */
export function ApprovalCard(props: Props) {
  const { approval, accountSlug, canDecide, isCurrent, isWriting, onWriting, onFocus } = props;
  const { agentName, taskNumber, taskTitle } = approval;
  return (
    <article
      id={`approval-${approval.approvalId}`}
      // The keys j and k go from one to the next.
      tabIndex={-1}
      aria-label={`${agentName} wants to ${approvalSentence(approval)}`}
      onFocus={onFocus}
      className={cn(
        "flex scroll-mt-14 gap-3 rounded-md border border-line bg-panel p-4 outline-none transition-colors max-md:p-3",
        isCurrent && "border-accent",
      )}
    >
      <AgentAvatar name={agentName} icon={approval.agentIcon} />
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <header>
          <h3 className="[overflow-wrap:anywhere]">
            <span className="font-semibold">{agentName}</span> wants to{" "}
            <span className="font-medium">{approvalSentence(approval)}</span>
          </h3>
          <p className="mt-0.5 flex flex-wrap items-baseline gap-x-3 text-ink-3 text-xs">
            {taskNumber === null ? null : (
              <Link
                href={taskHref(accountSlug, taskNumber, { run: approval.runId })}
                className="max-w-full truncate text-ink-2 underline-offset-2 hover:underline"
              >
                <span className="figures mr-1">{taskKey(taskNumber)}</span> {taskTitle}
              </Link>
            )}
            <span>
              asked <RelativeTime at={approval.askedAt} />
            </span>
            <ExpiresIn at={approval.expiresAt} />
          </p>
        </header>
        <ApprovalFacts approval={approval} accountSlug={accountSlug} />
        <p className="text-ink-2 text-sm">
          {askedBecause(approval)}
          {approval.isTurnOver ? " The turn that asked has ended; a decision starts a new one." : null}
        </p>
        {canDecide ? (
          <DecisionForm approval={approval} isWriting={isWriting} onWriting={onWriting} hasKeys={isCurrent} />
        ) : (
          <p className="text-ink-3 text-sm">
            An admin or the owner decides.{approval.isTurnOver ? "" : " The turn waits until then."}
          </p>
        )}
      </div>
    </article>
  );
}
