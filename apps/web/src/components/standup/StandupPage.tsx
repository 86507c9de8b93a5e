"use client";
import { standupSentence } from "@mc/shared/standup/compose";
import { Presentation, RefreshCw } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { LoadMore } from "@/components/frame/LoadMore";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { DAY } from "@/lib/address";
import { cn } from "@/lib/cn";
import { toast } from "@/lib/toast";
import { useAddress } from "@/lib/use-address";
import { dayName } from "./day-name";
import { StandupView } from "./StandupView";
import { useRunStandup, useStandup, useStandups } from "./use-standup";

const PARAMS = { day: DAY };

/** Today's stand-up and those before it. */
export function StandupPage() {
  const { slug, can } = useAccount();
  const [{ day }, setAddress] = useAddress(PARAMS);
  const standup = useStandup(day);
  const past = useStandups();
  const { run, isBusy } = useRunStandup();
  const canRun = can("settings.manage");
  const runNow = async (): Promise<void> => {
    const result = await run();
    if (!result.ok) return;
    setAddress({ day: null });
    toast(result.value?.isNew ? "Stand-up written" : "Stand-up brought up to date");
  };
  const runButton = (
    <Button
      variant="primary"
      disabled={!canRun}
      title={canRun ? undefined : "Admins run the stand-up by hand."}
      isBusy={isBusy}
      onClick={() => void runNow()}
    >
      <RefreshCw aria-hidden /> {isBusy ? "Gathering…" : "Run now"}
    </Button>
  );
  const shown = standup.status === "ready" ? standup.data : null;
  const isFirst = past.status === "ready" && past.items.length === 0;
  return (
    <>
      <PageHeader title="Stand-up" actions={runButton} />
      <div
        className={cn(
          "grid w-full content-start gap-x-10 gap-y-8 px-4 pt-1 pb-16 max-md:px-3",
          !isFirst && "max-w-5xl lg:grid-cols-[minmax(0,1fr)_15rem]",
        )}
      >
        <div className="min-w-0">
          {standup.status === "loading" ? <ListSkeleton label="Loading the stand-up" /> : null}
          {standup.status === "error" ? (
            <ErrorState error={standup.error} backHref={`/${slug}/standup`} backLabel="Newest stand-up" />
          ) : null}
          {standup.status === "ready" && !shown ? (
            <EmptyState
              icon={<Presentation aria-hidden />}
              title={day ? `No stand-up of ${dayName(day)}` : "No stand-up yet"}
              action={
                day ? (
                  <Button asChild>
                    <Link href={`/${slug}/standup`}>Newest stand-up</Link>
                  </Button>
                ) : null
              }
            >
              Once a day it gathers what got done, what is in progress, blocked or waiting for review, and
              what people decided.{canRun ? " “Run now” writes today's at once." : ""}
            </EmptyState>
          ) : null}
          {shown ? <StandupView standup={shown} accountSlug={slug} /> : null}
        </div>
        <aside aria-label="Stand-ups by day" hidden={isFirst}>
          <h2 className="flex h-8 items-center border-line border-b font-semibold text-sm">By day</h2>
          {past.status === "loading" ? <ListSkeleton label="Loading stand-ups" /> : null}
          {past.status === "error" ? <p className="py-2 text-danger text-sm">{past.error.message}</p> : null}
          {past.status === "ready" ? (
            <>
              <ul className="-mx-2 flex flex-col pt-1">
                {past.items.map((each) => (
                  <li key={each.standupId}>
                    <Link
                      href={`/${slug}/standup?day=${each.day}`}
                      aria-current={shown?.day === each.day ? "page" : undefined}
                      className="block rounded-sm px-2 py-1.5 transition-colors hover:bg-hover aria-[current]:bg-pressed"
                    >
                      <span className="block text-sm">{dayName(each.day)}</span>
                      <span className="block truncate text-ink-3 text-xs">
                        {standupSentence(each.counts, each.isCut) ?? "Nothing to report"}
                      </span>
                    </Link>
                  </li>
                ))}
              </ul>
              <LoadMore list={past} label="Show older ones" />
            </>
          ) : null}
        </aside>
      </div>
    </>
  );
}
