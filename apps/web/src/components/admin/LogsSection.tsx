"use client";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { toastError } from "@/lib/toast";
import type { AskRuntime, RuntimeLine, RuntimeLogs } from "./use-runtimes";

/** The last lines of the runtime and its gateway, as they were when somebody asked. */
export function LogsSection(props: { runtime: RuntimeLine; logs: RuntimeLogs | undefined; ask: AskRuntime }) {
  const { runtime, logs, ask } = props;
  const isComing = runtime.commands.some(({ kind }) => kind === "collect_logs");
  const isThere = runtime.status !== "none" && runtime.status !== "offline";
  const collect = async (): Promise<void> => {
    const refusal = await ask("collect_logs");
    if (refusal !== null) toastError("The logs were not collected", refusal);
  };
  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center gap-3">
        <Button onClick={() => void collect()} isBusy={isComing} disabled={!isThere}>
          {isComing ? "Collecting…" : logs ? "Collect again" : "Collect logs"}
        </Button>
        {logs ? (
          <p className="text-ink-3 text-sm">
            Collected <RelativeTime at={logs.at} />. Secrets are taken out.
          </p>
        ) : null}
      </div>
      {logs ? (
        <section
          aria-label="Log lines"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3"
        >
          <pre className="figures whitespace-pre-wrap break-all text-xs">{logs.text}</pre>
        </section>
      ) : null}
    </div>
  );
}
