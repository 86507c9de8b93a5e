"use client";
import { CircleCheckBig } from "lucide-react";
import { useEffect, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Kbd } from "@/components/ui/kbd";
import { Link } from "@/components/ui/link";
import { NAME } from "@/lib/address";
import { dataOf } from "@/lib/async";
import { plural } from "@/lib/format";
import { useAddress } from "@/lib/use-address";
import { ApprovalCard } from "./ApprovalCard";
import { DecidedList, DecidedRow } from "./DecidedList";
import { useApprovalKeys } from "./use-approval-keys";
import { type Approval, type ApprovalId, useApproval, useDecide, usePendingApprovals } from "./use-approvals";

const PARAMS = { approval: NAME };

/** What waits for a yes or a no, first; then what was decided. `?approval=` is the request that a link meant. */
export function ApprovalsPage() {
  const account = useAccount();
  const pending = usePendingApprovals(account);
  const canDecide = account.can("approval.decide");
  const [{ approval: linkedId }] = useAddress(PARAMS);
  const waiting = dataOf(pending);
  const isGone =
    waiting !== undefined && linkedId !== null && !waiting.some((each) => each.approvalId === linkedId);
  return (
    <>
      <PageHeader title="Approvals">
        {waiting && waiting.length > 0 ? (
          <p className="text-ink-3 text-sm">{plural(waiting.length, "request waits", "requests wait")}</p>
        ) : null}
      </PageHeader>
      <div className="flex w-full max-w-3xl flex-col gap-8 px-4 pt-1 pb-16 max-md:px-3">
        {pending.status === "loading" ? <ListSkeleton label="Loading what waits" /> : null}
        {pending.status === "error" ? <ErrorState error={pending.error} /> : null}
        {isGone ? <LinkedDecision approvalId={linkedId as ApprovalId} accountSlug={account.slug} /> : null}
        {waiting?.length === 0 ? (
          <EmptyState
            title="Nothing waits for a decision"
            icon={<CircleCheckBig aria-hidden />}
            action={
              account.can("settings.manage") ? (
                <Button asChild>
                  <Link href={`/${account.slug}/settings/agents`}>Agent defaults</Link>
                </Button>
              ) : null
            }
          >
            When an agent wants to use a tool that needs an approval, its turn waits and the request appears
            here. Which tools ask is set per agent and in the agent defaults.
          </EmptyState>
        ) : null}
        {waiting && waiting.length > 0 ? (
          <WaitingList
            waiting={waiting}
            canDecide={canDecide}
            linkedId={linkedId}
            accountSlug={account.slug}
          />
        ) : null}
        <DecidedList accountSlug={account.slug} />
      </div>
    </>
  );
}

function WaitingList(props: {
  waiting: readonly Approval[];
  canDecide: boolean;
  linkedId: string | null;
  accountSlug: string;
}) {
  const { waiting, canDecide, linkedId, accountSlug } = props;
  const ids = waiting.map((each) => each.approvalId);
  const [chosenId, setChosenId] = useState<string | null>(linkedId);
  const [writingId, setWritingId] = useState<string | null>(null);
  const { decide } = useDecide();
  const currentId = ids.find((id) => id === chosenId) ?? ids[0] ?? null;
  const go = (id: string): void => {
    setChosenId(id);
    document.getElementById(`approval-${id}`)?.focus();
  };
  useApprovalKeys({
    ids,
    currentId,
    onGo: go,
    onApprove: (id) => {
      const meant = canDecide ? ids.find((each) => each === id) : undefined;
      if (meant) void decide(meant, "approved", "");
    },
    onRefuse: (id) => {
      if (canDecide) setWritingId(id);
    },
  });
  useEffect(() => {
    if (linkedId) document.getElementById(`approval-${linkedId}`)?.focus();
  }, [linkedId]);
  return (
    <section aria-label="Waiting" className="flex flex-col gap-2">
      {waiting.map((approval) => (
        <ApprovalCard
          key={approval.approvalId}
          approval={approval}
          accountSlug={accountSlug}
          canDecide={canDecide}
          isCurrent={approval.approvalId === currentId}
          isWriting={approval.approvalId === writingId}
          onWriting={(isWriting) => setWritingId(isWriting ? approval.approvalId : null)}
          onFocus={() => setChosenId(approval.approvalId)}
        />
      ))}
      {canDecide ? (
        <p className="text-ink-3 text-xs pointer-coarse:hidden">
          <Kbd>J</Kbd> <Kbd>K</Kbd> next and previous · <Kbd>A</Kbd> approve · <Kbd>R</Kbd> refuse
        </p>
      ) : null}
    </section>
  );
}

/** A link into a request that is over says what became of it. */
function LinkedDecision({ approvalId, accountSlug }: { approvalId: ApprovalId; accountSlug: string }) {
  const approval = useApproval(approvalId);
  if (approval.status === "loading") return null;
  return (
    <section aria-label="The request of this link">
      <h2 className="font-semibold text-sm">The request of this link</h2>
      {approval.status === "error" ? (
        <p className="py-2 text-ink-2 text-sm">{approval.error.message}</p>
      ) : (
        <ul className="mt-1 rounded-md border border-line bg-panel px-3">
          <DecidedRow approval={approval.data} accountSlug={accountSlug} />
        </ul>
      )}
    </section>
  );
}
