"use client";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { dataOf } from "@/lib/async";
import { fetched } from "@/lib/fetched";
import { AdminTabs } from "./AdminTabs";
import { EnrolmentList } from "./EnrolmentList";
import { RuntimeRow } from "./RuntimeRow";
import { useEnrolments, useRuntimeCommands, useRuntimes } from "./use-runtimes";

const EnrolDialog = fetched(() => import("./EnrolDialog").then((module) => module.EnrolDialog));

/** Every runtime of the account: the one that takes its work, and those that stand by. */
export function RuntimesPage() {
  const account = useAccount();
  const canOperate = account.can("runtime.operate");
  const runtimes = useRuntimes();
  const enrolments = dataOf(useEnrolments(canOperate)) ?? [];
  const commands = useRuntimeCommands();
  const [isEnrolling, setEnrolling] = useState(false);
  const open = enrolments.filter(({ status }) => status === "open");
  return (
    <>
      <PageHeader
        title="All runtimes"
        actions={
          canOperate ? (
            <Button variant="primary" onClick={() => setEnrolling(true)}>
              Connect a runtime
            </Button>
          ) : null
        }
      >
        <AdminTabs here="/admin/runtimes" />
      </PageHeader>
      <div className="flex w-full max-w-5xl flex-col gap-8 px-4 pt-2 pb-16 max-md:px-3">
        {runtimes.status === "loading" ? <ListSkeleton label="Loading the runtimes" /> : null}
        {runtimes.status === "error" ? <ErrorState error={runtimes.error} /> : null}
        {runtimes.status === "ready" && runtimes.data.length === 0 ? (
          <EmptyState title="No runtime">Connect one, on this machine or on any other.</EmptyState>
        ) : null}
        {runtimes.status === "ready" && runtimes.data.length > 0 ? (
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {runtimes.data.map((runtime) => (
              <RuntimeRow
                key={runtime.runtimeId}
                runtime={runtime}
                canOperate={canOperate}
                onActivate={() => commands.activate(runtime.runtimeId)}
                onRemove={() => commands.remove(runtime.runtimeId)}
              />
            ))}
          </ul>
        ) : null}
        {canOperate && open.length > 0 ? (
          <EnrolmentList enrolments={open} onRevoke={commands.revokeEnrolment} />
        ) : null}
        <p className="max-w-prose text-ink-2 text-sm">
          One runtime takes the account's work at a time. A new one takes it over when it connects; the one
          before stands by and can be given the work back.
        </p>
      </div>
      {isEnrolling ? (
        <EnrolDialog
          isBusy={commands.isEnrolling}
          onClose={() => setEnrolling(false)}
          onEnrol={commands.enrol}
        />
      ) : null}
    </>
  );
}
