import { approvalSentence } from "@/components/approvals/approval-words";
import { ExpiresIn } from "@/components/approvals/ExpiresIn";
import type { Approval } from "@/components/approvals/use-approvals";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { Link } from "@/components/ui/link";

const SHOWN = 3;

/** Requests that wait for a decision, each leading to itself. */
export function ApprovalRows({
  approvals,
  accountSlug,
}: {
  approvals: readonly Approval[];
  accountSlug: string;
}) {
  const more = approvals.length - SHOWN;
  return (
    <ul className="flex flex-col">
      {approvals.slice(0, SHOWN).map((approval) => (
        <li key={approval.approvalId}>
          <Link
            href={`/${accountSlug}/approvals?approval=${approval.approvalId}`}
            className="-mx-2 flex items-start gap-2.5 rounded-sm px-2 py-2 transition-colors hover:bg-hover compact:py-1"
          >
            <AgentAvatar name={approval.agentName} icon={approval.agentIcon} size="sm" />
            <span className="min-w-0 flex-1 text-sm">
              <span className="font-medium">{approval.agentName}</span> wants to{" "}
              <span className="[overflow-wrap:anywhere]">{approvalSentence(approval)}</span>
            </span>
            <span className="shrink-0 pt-0.5 text-xs">
              <ExpiresIn at={approval.expiresAt} />
            </span>
          </Link>
        </li>
      ))}
      {more > 0 ? (
        <li>
          <Link href={`/${accountSlug}/approvals`} className="text-ink-3 text-sm hover:text-ink">
            {more} more
          </Link>
        </li>
      ) : null}
    </ul>
  );
}
