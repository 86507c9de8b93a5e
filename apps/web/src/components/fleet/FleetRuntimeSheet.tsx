"use client";
import { X } from "lucide-react";
import { LogsSection } from "@/components/admin/LogsSection";
import { RuntimeActions } from "@/components/admin/RuntimeActions";
import { RuntimeView } from "@/components/admin/RuntimeView";
import type { AskRuntime } from "@/components/admin/use-runtimes";
import { ErrorState } from "@/components/frame/ErrorState";
import { Button } from "@/components/ui/button";
import { Sheet, SheetClose, SheetContent, SheetDescription, SheetTitle } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { type FleetLine, useFleetRuntime } from "./use-fleet";

/** Everything about one runtime of the fleet, with what its operators may do. */
export function FleetRuntimeSheet(props: {
  runtimeId: FleetLine["runtimeId"];
  ask: AskRuntime;
  onClose: () => void;
}) {
  const { runtimeId, ask, onClose } = props;
  const runtime = useFleetRuntime(runtimeId);
  return (
    <Sheet open onOpenChange={(next) => !next && onClose()}>
      <SheetContent className="max-w-3xl">
        <header className="flex items-start justify-between gap-4 px-5 pt-4 pb-5">
          <div>
            <SheetTitle className="font-semibold text-lg">
              {runtime.status === "ready" ? runtime.data.name : "Runtime"}
            </SheetTitle>
            <SheetDescription className="text-ink-2 text-sm">
              {runtime.status === "ready" ? runtime.data.accountName : ""}
            </SheetDescription>
          </div>
          <SheetClose asChild>
            <Button
              variant="quiet"
              size="icon-sm"
              aria-label="Close"
              className="-my-0.75 -mr-1.5 pointer-coarse:-my-2 pointer-coarse:-mr-3"
            >
              <X aria-hidden />
            </Button>
          </SheetClose>
        </header>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also while every button in it is off */}
        <section aria-label="About the runtime" tabIndex={0} className="overflow-y-auto px-5 pb-10">
          {runtime.status === "loading" ? <Skeleton className="h-96 w-full" /> : null}
          {runtime.status === "error" ? <ErrorState error={runtime.error} /> : null}
          {runtime.status === "ready" ? (
            <RuntimeView
              runtime={runtime.data}
              actions={<RuntimeActions runtime={runtime.data} ask={ask} />}
              limits={
                <p className="text-ink-2 text-sm">
                  {limitWords(runtime.data.limits)} Admins of the account change this.
                </p>
              }
              logs={<LogsSection runtime={runtime.data} logs={runtime.data.logs} ask={ask} />}
            />
          ) : null}
        </section>
      </SheetContent>
    </Sheet>
  );
}

function limitWords(limits: { parallelTurns: number | null; turnsPerMinute: number | null }): string {
  const parallel =
    limits.parallelTurns === null
      ? "No limit of turns at once"
      : `At most ${limits.parallelTurns} turns at once`;
  const rate = limits.turnsPerMinute === null ? "none a minute" : `${limits.turnsPerMinute} a minute`;
  return `${parallel}, ${rate}.`;
}
