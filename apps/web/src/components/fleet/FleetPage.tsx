"use client";
import { Server } from "lucide-react";
import { useState } from "react";
import { AdminTabs } from "@/components/admin/AdminTabs";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { dataOf } from "@/lib/async";
import { fetched } from "@/lib/fetched";
import { FleetTable } from "./FleetTable";
import { FleetTotals } from "./FleetTotals";
import { RolloutHistory } from "./RolloutHistory";
import { RolloutProgress } from "./RolloutProgress";
import {
  useFleetAccess,
  useFleetCommands,
  useFleetLines,
  useFleetSummary,
  useRollout,
  useRollouts,
} from "./use-fleet";

const RolloutWizard = fetched(() => import("./RolloutWizard").then((module) => module.RolloutWizard));

/** All runtimes of the installation, for its operators; others are told whose page it is. */
export function FleetPage() {
  const access = useFleetAccess();
  const canEnter = dataOf(access)?.isOperator === true && dataOf(access)?.isOn === true;
  return (
    <>
      {canEnter ? <Fleet /> : null}
      {canEnter ? null : (
        <PageHeader title="Fleet">
          <AdminTabs here="/admin/fleet" />
        </PageHeader>
      )}
      {access.status === "loading" ? (
        <div className="px-4">
          <ListSkeleton label="Loading the fleet" />
        </div>
      ) : null}
      {access.status === "error" ? <ErrorState error={access.error} /> : null}
      {access.status === "ready" && !access.data.isOperator ? (
        <EmptyState title="The fleet is for its operators" icon={<Server aria-hidden />}>
          They look after the runtimes of every account of this installation. Ask one of them to put you on
          their list.
        </EmptyState>
      ) : null}
      {access.status === "ready" && access.data.isOperator && !access.data.isOn ? (
        <EmptyState title="The fleet is switched off">
          The feature flag “Fleet” is off on this installation. A fleet operator can switch it on.
        </EmptyState>
      ) : null}
    </>
  );
}

function Fleet() {
  const summary = useFleetSummary();
  const lines = useFleetLines();
  const rollouts = dataOf(useRollouts()) ?? [];
  const open = rollouts.find(({ endedAt }) => endedAt === null);
  const rollout = dataOf(useRollout(open?.rolloutId));
  const commands = useFleetCommands();
  const [isPlanning, setPlanning] = useState(false);
  const count = dataOf(lines)?.length ?? 0;
  return (
    <>
      <PageHeader
        title="Fleet"
        actions={
          <Button
            variant="primary"
            disabled={count === 0 || open !== undefined}
            onClick={() => setPlanning(true)}
          >
            Plan an upgrade
          </Button>
        }
      >
        <AdminTabs here="/admin/fleet" />
      </PageHeader>
      <div className="flex w-full flex-col gap-8 px-4 pt-2 pb-16 max-md:px-3">
        {rollout ? <RolloutProgress rollout={rollout} commands={commands} /> : null}
        {summary.status === "ready" ? <FleetTotals summary={summary.data} /> : null}
        {lines.status === "loading" ? <ListSkeleton label="Loading the runtimes" /> : null}
        {lines.status === "error" ? <ErrorState error={lines.error} /> : null}
        {lines.status === "ready" ? <FleetTable lines={lines.data} commands={commands} /> : null}
        <RolloutHistory rollouts={rollouts.filter(({ endedAt }) => endedAt !== null)} />
      </div>
      {isPlanning && summary.status === "ready" && lines.status === "ready" ? (
        <RolloutWizard
          lines={lines.data}
          testedVersions={summary.data.testedVersions}
          commands={commands}
          onClose={() => setPlanning(false)}
        />
      ) : null}
    </>
  );
}
