"use client";
import { DECIDED_APPROVAL_STATUSES } from "@mc/shared/agent/approvals";
import { TOOL_NAMES, TOOLS } from "@mc/shared/tools/catalog";
import { CircleCheck, CircleSlash, CircleX, Clock, ListFilter, type LucideIcon } from "lucide-react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { RelativeTime } from "@/components/people/RelativeTime";
import { ChoiceMenu } from "@/components/tasks/choice-menu";
import { useRoster } from "@/components/tasks/use-roster";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NAME, oneOf } from "@/lib/address";
import { cn } from "@/lib/cn";
import { taskHref } from "@/lib/task-href";
import { useAddress } from "@/lib/use-address";
import { useFillPage } from "@/lib/use-fill-page";
import { approvalSentence, outcomeWords } from "./approval-words";
import { type Approval, type DecidedFilter, useDecidedApprovals } from "./use-approvals";

const PAGE_SIZE = 30;
const ANY = "any";
/** Tools that only read never ask. */
const ASKING = TOOL_NAMES.filter((name) => !TOOLS[name].isRead);
const PARAMS = { outcome: oneOf(DECIDED_APPROVAL_STATUSES), agent: NAME, tool: oneOf(TOOL_NAMES) };

export const OUTCOME_LOOK = {
  pending: [Clock, "text-health-degraded"],
  approved: [CircleCheck, "text-health-online"],
  used: [CircleCheck, "text-health-online"],
  refused: [CircleX, "text-health-offline"],
  expired: [Clock, "text-health-provisioning"],
  withdrawn: [CircleSlash, "text-health-provisioning"],
} as const satisfies Record<Approval["status"], readonly [LucideIcon, string]>;

/** What is over, narrowed by outcome, agent and tool; the address keeps the choice. */
export function DecidedList({ accountSlug }: { accountSlug: string }) {
  const roster = useRoster();
  const [query, setQuery] = useAddress(PARAMS);
  const agent = roster.agents.find((each) => each.slug === query.agent);
  const filter: DecidedFilter = {
    ...(query.outcome ? { status: query.outcome } : {}),
    ...(agent ? { agentId: agent.agentId } : {}),
    ...(query.tool ? { tool: query.tool } : {}),
  };
  const list = useDecidedApprovals(filter, PAGE_SIZE);
  useFillPage(list);
  const isFiltered = query.outcome !== null || query.agent !== null || query.tool !== null;
  return (
    <section aria-label="Decided">
      <div className="flex min-h-9 flex-wrap items-center gap-1 border-line border-b">
        <h2 className="mr-2 font-semibold text-sm">Decided</h2>
        <Filter
          label="Outcome"
          value={query.outcome}
          choices={DECIDED_APPROVAL_STATUSES.map((value) => ({ value, label: outcomeWords(value) }))}
          onChoose={(value) =>
            setQuery({ outcome: DECIDED_APPROVAL_STATUSES.find((each) => each === value) ?? null })
          }
        />
        <Filter
          label="Agent"
          value={query.agent}
          choices={roster.agents.map((each) => ({ value: each.slug, label: each.name }))}
          onChoose={(value) => setQuery({ agent: value })}
        />
        <Filter
          label="Tool"
          value={query.tool}
          choices={ASKING.map((value) => ({ value, label: value }))}
          onChoose={(value) => setQuery({ tool: TOOL_NAMES.find((each) => each === value) ?? null })}
        />
      </div>
      {list.status === "loading" ? <ListSkeleton label="Loading what was decided" /> : null}
      {list.status === "error" ? <ErrorState error={list.error} /> : null}
      {list.status === "ready" && list.items.length === 0 && !list.canLoadMore ? (
        <p className="py-4 text-ink-3 text-sm">
          {isFiltered ? "Nothing was decided like this." : "Nothing was decided yet."}
        </p>
      ) : null}
      {list.status === "ready" ? (
        <>
          <ul>
            {list.items.map((approval) => (
              <DecidedRow key={approval.approvalId} approval={approval} accountSlug={accountSlug} />
            ))}
          </ul>
          <LoadMore list={list} label="Show older decisions" />
        </>
      ) : null}
    </section>
  );
}

export function DecidedRow({ approval, accountSlug }: { approval: Approval; accountSlug: string }) {
  const [Icon, tone] = OUTCOME_LOOK[approval.status];
  const who = approval.decidedByName ? `by ${approval.decidedByName}` : "";
  const sentence = (
    <>
      <span className="font-medium">{approval.agentName}</span> wanted to {approvalSentence(approval)}
    </>
  );
  return (
    <li className="flex items-start gap-2.5 border-line border-b py-2 text-sm last:border-b-0">
      <AgentAvatar name={approval.agentName} icon={approval.agentIcon} size="sm" />
      <div className="min-w-0 flex-1">
        <p className="text-ink-2 [overflow-wrap:anywhere]">
          {approval.taskNumber === null ? (
            sentence
          ) : (
            <Link
              href={taskHref(accountSlug, approval.taskNumber, { run: approval.runId })}
              className="underline-offset-2 hover:underline"
            >
              {sentence}
            </Link>
          )}
        </p>
        <p className="flex flex-wrap items-center gap-x-1.5 text-ink-3 text-xs">
          <Icon aria-hidden className={cn("size-3.5", tone)} strokeWidth={2.2} />
          <span>
            {outcomeWords(approval.status)} {who}
          </span>
          {approval.reason ? <span className="text-ink-2">“{approval.reason}”</span> : null}
        </p>
      </div>
      <RelativeTime at={approval.decidedAt ?? approval.askedAt} className="pt-0.5" />
    </li>
  );
}

function Filter(props: {
  label: string;
  value: string | null;
  choices: readonly { value: string; label: string }[];
  onChoose: (value: string | null) => void;
}) {
  const { label, value, choices, onChoose } = props;
  const shown = choices.find((choice) => choice.value === value)?.label;
  return (
    <ChoiceMenu
      trigger={
        <Button variant="quiet" size="sm" className={shown ? "bg-accent-wash text-ink" : ""}>
          <ListFilter aria-hidden className="text-ink-3 max-lg:hidden" />
          {shown ? <span className="sr-only">{label}: </span> : null}
          {shown ?? label}
        </Button>
      }
      value={value ?? ANY}
      choices={[{ value: ANY, label: `Any ${label.toLowerCase()}` }, ...choices]}
      onChoose={(next) => onChoose(next === ANY ? null : next)}
    />
  );
}
