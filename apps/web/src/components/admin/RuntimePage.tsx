"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { PageHeader } from "@/components/frame/PageHeader";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { dataOf } from "@/lib/async";
import { AdminTabs } from "./AdminTabs";
import { LimitsForm } from "./LimitsForm";
import { LogsSection } from "./LogsSection";
import { RuntimeActions } from "./RuntimeActions";
import { RuntimeView } from "./RuntimeView";
import {
  type RuntimeFull,
  useRuntimeCommands,
  useRuntimeFull,
  useRuntimeLogs,
  useRuntimes,
} from "./use-runtimes";

/** The runtime that takes the account's work, and its OpenClaw gateway. */
export function RuntimePage() {
  const lines = useRuntimes();
  const active = dataOf(lines)?.find(({ isActive }) => isActive);
  const runtime = useRuntimeFull(active?.runtimeId);
  return (
    <>
      <PageHeader title="Runtime">
        <AdminTabs here="/admin/openclaw" />
      </PageHeader>
      <div className="w-full max-w-5xl px-4 pt-2 pb-16 max-md:px-3">
        {lines.status === "error" ? <ErrorState error={lines.error} /> : null}
        {runtime.status === "error" ? <ErrorState error={runtime.error} /> : null}
        {lines.status === "ready" && active === undefined ? (
          <EmptyState title="No runtime">An admin can connect one in All runtimes.</EmptyState>
        ) : null}
        {runtime.status === "ready" ? <Loaded runtime={runtime.data} /> : null}
        {lines.status === "loading" || (active && runtime.status === "loading") ? (
          <Skeleton className="h-96 w-full" />
        ) : null}
      </div>
    </>
  );
}

function Loaded({ runtime }: { runtime: RuntimeFull }) {
  const account = useAccount();
  const canOperate = account.can("runtime.operate");
  const logs = dataOf(useRuntimeLogs(runtime.runtimeId, canOperate));
  const commands = useRuntimeCommands();
  const ask = commands.askOf(runtime.runtimeId);
  return (
    <RuntimeView
      runtime={runtime}
      actions={
        canOperate ? (
          <RuntimeActions runtime={runtime} ask={ask} />
        ) : (
          <p className="text-ink-3 text-sm">Admins restart, upgrade and roll it back.</p>
        )
      }
      limits={
        <LimitsForm
          key={`${runtime.limits.parallelTurns}:${runtime.limits.turnsPerMinute}`}
          limits={runtime.limits}
          canEdit={canOperate}
          isBusy={commands.isSavingLimits}
          onSave={(limits) => commands.setLimits(runtime.runtimeId, limits)}
        />
      }
      logs={
        canOperate ? (
          <LogsSection runtime={runtime} logs={logs} ask={ask} />
        ) : (
          <p className="text-ink-3 text-sm">
            Admins read its logs. What changed is in the{" "}
            <Link
              href={`/${account.slug}/admin/audit?type=runtime`}
              className="text-accent underline underline-offset-2"
            >
              audit log
            </Link>
            .
          </p>
        )
      }
    />
  );
}
