"use client";
import type { RunAction } from "@mc/shared/delivery/deadlines";
import { Button } from "@/components/ui/button";
import { useRunCommands } from "./use-run-commands";

type RunId = Parameters<ReturnType<typeof useRunCommands>["retry"]>[0];

const LOOK = {
  retry: ["Send again", "Hands the work over anew, with all its attempts"],
  free: ["Free", "Takes the turn back from the runtime, so that the next one can have it"],
  cancel: ["Cancel turn", "Ends the turn; the task stays as it is"],
} as const satisfies Record<RunAction, readonly [string, string]>;

/** The ways out of a turn that does not get on. */
export function RunActions({ runId, actions }: { runId: RunId; actions: readonly RunAction[] }) {
  const commands = useRunCommands();
  if (actions.length === 0) return null;
  return (
    <span className="flex shrink-0 gap-1.5">
      {actions.map((action) => (
        <Button
          key={action}
          size="sm"
          title={LOOK[action][1]}
          isBusy={commands.isBusy}
          onClick={() => void commands[action](runId)}
        >
          {LOOK[action][0]}
        </Button>
      ))}
    </span>
  );
}
