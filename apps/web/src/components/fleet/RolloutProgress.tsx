"use client";
import { ROLLOUT_STATUS_LABEL, TARGET_PHASE_LABEL } from "@mc/shared/rollout/labels";
import { STRATEGY_LABEL } from "@mc/shared/rollout/strategy";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { fetched } from "@/lib/fetched";
import { plural } from "@/lib/format";
import { BatchColumn } from "./BatchColumn";
import { batchesOf, gateWords } from "./rollout-model";
import type { Rollout, useFleetCommands } from "./use-fleet";

const HaltDialog = fetched(() => import("./HaltDialog").then((module) => module.HaltDialog));

/** The rollout that goes on: its batches filling up from left to right, and Halt in reach. */
export function RolloutProgress(props: {
  rollout: Rollout;
  commands: Pick<ReturnType<typeof useFleetCommands>, "pause" | "resume" | "halt">;
}) {
  const { rollout, commands } = props;
  const [isHalting, setHalting] = useState(false);
  const batches = batchesOf(rollout.targets);
  const skipped = rollout.targets.filter(({ phase }) => phase === "skipped");
  const done = rollout.targets.filter(({ phase }) => phase === "succeeded").length;
  const gates = gateWords(rollout.strategy);
  const isForward = ["scheduled", "running", "paused"].includes(rollout.status);
  return (
    <section aria-label="Rollout" className="rounded-md border border-line bg-panel p-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold text-base">
            OpenClaw <span className="figures">{rollout.version}</span> ·{" "}
            {ROLLOUT_STATUS_LABEL[rollout.status]}
          </h2>
          <p aria-live="polite" className="text-ink-2 text-sm">
            {done} of {plural(rollout.targets.length - skipped.length, "runtime")} upgraded.{" "}
            {rollout.reason ?? rollout.waitsFor ?? ""}
          </p>
          <p className="text-ink-3 text-xs">
            {STRATEGY_LABEL[rollout.strategy.kind]}, planned by {rollout.startedByName}{" "}
            <RelativeTime at={rollout.createdAt} />
          </p>
        </div>
        <div className="flex gap-2">
          {rollout.status === "paused" ? (
            <Button onClick={() => void commands.resume(rollout.rolloutId)}>Resume</Button>
          ) : null}
          {rollout.status === "running" || rollout.status === "scheduled" ? (
            <Button onClick={() => void commands.pause(rollout.rolloutId)}>Pause</Button>
          ) : null}
          {isForward || rollout.status === "rolling_back" ? (
            <Button variant="danger" onClick={() => setHalting(true)}>
              Halt…
            </Button>
          ) : null}
        </div>
      </div>
      <ol className="mt-4 flex items-stretch gap-2 overflow-x-auto pb-1">
        {batches.map((targets, index) => (
          <BatchColumn
            key={targets[0]?.runtimeId ?? index}
            title={rollout.strategy.kind === "canary" && index === 0 ? "Canary" : `Batch ${index + 1}`}
            targets={targets}
            gate={index < batches.length - 1 ? gates : null}
          />
        ))}
      </ol>
      {skipped.length > 0 ? (
        <details className="mt-3 text-sm">
          <summary className="cursor-pointer text-ink-2">
            {plural(skipped.length, "runtime")} {TARGET_PHASE_LABEL.skipped.toLowerCase()}
          </summary>
          <ul className="mt-1 flex max-h-40 flex-col overflow-y-auto text-ink-3 text-xs">
            {skipped.map((target) => (
              <li key={target.runtimeId}>
                {target.accountName} · {target.name}: {target.reason}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      {isHalting ? (
        <HaltDialog
          upgraded={done}
          canRollBack={rollout.status === "running" || rollout.status === "paused"}
          onClose={() => setHalting(false)}
          onHalt={async (rollBack) => void (await commands.halt(rollout.rolloutId, rollBack))}
        />
      ) : null}
    </section>
  );
}
