"use client";
import type { ReactNode } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { PageHeader } from "@/components/frame/PageHeader";
import { RuntimeDetails } from "@/components/frame/RuntimeDetails";
import { RUNTIME_LOOK } from "@/components/frame/runtime-look";
import { type Runtime, useRuntime, useStats } from "@/components/frame/use-frame";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Link } from "@/components/ui/link";
import { Skeleton } from "@/components/ui/skeleton";
import { dataOf } from "@/lib/async";
import { duration } from "@/lib/format";
import { useNow } from "@/lib/use-now";

/** The account's runtime and its OpenClaw gateway, as they last checked in. */
export function RuntimePage() {
  const account = useAccount();
  const runtime = useRuntime(account);
  return (
    <>
      <PageHeader title="Runtime" />
      <div className="flex w-full max-w-4xl flex-col gap-8 px-4 pt-2 pb-16 max-md:px-3">
        {runtime.status === "loading" ? <Skeleton className="h-64 w-full" /> : null}
        {runtime.status === "error" ? <ErrorState error={runtime.error} /> : null}
        {runtime.status === "ready" ? (
          <div className="grid items-start gap-6 md:grid-cols-2">
            <section aria-label="State" className="rounded-md border border-line bg-panel p-4">
              <RuntimeDetails runtime={runtime.data} look={RUNTIME_LOOK[runtime.data?.status ?? "none"]} />
            </section>
            {runtime.data ? <Facts runtime={runtime.data} /> : null}
          </div>
        ) : null}
        <p className="text-ink-2 text-sm">
          Who may connect a runtime is in{" "}
          <Link
            href={`/${account.slug}/settings/runtime`}
            className="text-accent underline underline-offset-2"
          >
            Settings, Runtime & tokens
          </Link>
          ; when it changed its state is in the{" "}
          <Link
            href={`/${account.slug}/admin/audit?type=runtime`}
            className="text-accent underline underline-offset-2"
          >
            audit log
          </Link>
          .
        </p>
      </div>
    </>
  );
}

function Facts({ runtime }: { runtime: Runtime }) {
  const account = useAccount();
  const stats = dataOf(useStats(account));
  const now = useNow("minute");
  return (
    <section aria-label="Facts">
      <dl className="flex flex-col divide-y divide-line border-line border-y text-sm">
        <Fact name="Name">{runtime.name}</Fact>
        <Fact name="Runs on">{runtime.provider}</Fact>
        <Fact name="In this state for">
          {now === 0 ? "" : duration(Math.max(0, now - runtime.statusSince))}
        </Fact>
        <Fact name="Runtime version">
          <span className="figures">{runtime.runtimeVersion ?? "not known yet"}</span>
        </Fact>
        <Fact name="OpenClaw version">
          <span className="figures">{runtime.openclawVersion ?? "not installed yet"}</span>
        </Fact>
        <Fact name="Gateway since">
          {runtime.gateway ? <RelativeTime at={runtime.gateway.since} className="text-ink text-sm" /> : "–"}
        </Fact>
        <Fact name="Turns running">
          <span className="figures">{stats?.runsActive ?? "–"}</span>
        </Fact>
        <Fact name="Turns waiting">
          <span className="figures">{stats?.runsWaiting ?? "–"}</span>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex min-h-9 items-center justify-between gap-4">
      <dt className="text-ink-3">{name}</dt>
      <dd className="min-w-0 truncate text-right">{children}</dd>
    </div>
  );
}
