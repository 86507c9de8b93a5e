"use client";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { ApprovalFacts } from "./ApprovalFacts";
import { approvalSentence } from "./approval-words";
import { DecisionForm } from "./DecisionForm";
import { ExpiresIn } from "./ExpiresIn";
import { type Approval, usePendingApprovals } from "./use-approvals";

/** The requests of one turn, decided where the turn waits. */
export function RunApprovals({ runId }: { runId: string }) {
  const account = useAccount();
  const waiting = dataOf(usePendingApprovals(account)) ?? [];
  return waiting
    .filter((each) => each.runId === runId)
    .map((approval) => (
      <RunApproval
        key={approval.approvalId}
        approval={approval}
        accountSlug={account.slug}
        canDecide={account.can("approval.decide")}
      />
    ));
}

function RunApproval(props: { approval: Approval; accountSlug: string; canDecide: boolean }) {
  const { approval, accountSlug, canDecide } = props;
  const [isWriting, setWriting] = useState(false);
  return (
    <section
      aria-label={`${approval.agentName} wants to ${approvalSentence(approval)}`}
      className="flex flex-col gap-2 border-line border-t px-2.5 py-2.5 text-sm"
    >
      <p>
        Wants to <span className="font-medium">{approvalSentence(approval)}</span>
        <span className="ml-2 text-xs">
          <ExpiresIn at={approval.expiresAt} />
        </span>
      </p>
      <ApprovalFacts approval={approval} accountSlug={accountSlug} />
      {canDecide ? (
        <DecisionForm approval={approval} isWriting={isWriting} onWriting={setWriting} />
      ) : (
        <p className="text-ink-3">An admin or the owner decides.</p>
      )}
    </section>
  );
}
