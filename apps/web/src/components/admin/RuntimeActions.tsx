"use client";
import { COMMAND_LABEL, type CommandKind } from "@mc/shared/runtime/command";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { fetched } from "@/lib/fetched";
import { toast, toastError } from "@/lib/toast";
import type { AskRuntime, RuntimeLine } from "./use-runtimes";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);
const UpgradeDialog = fetched(() => import("./UpgradeDialog").then((module) => module.UpgradeDialog));

type Asked = "restart_gateway" | "restart_runtime" | "roll_back";

/** What may be asked of a runtime now. What it does is shown beside it, live. */
export function RuntimeActions({ runtime, ask }: { runtime: RuntimeLine; ask: AskRuntime }) {
  const [asked, setAsked] = useState<Asked | "upgrade" | null>(null);
  const isThere = runtime.status !== "none" && runtime.status !== "offline";
  const isBusy = runtime.commands.some(({ kind }) => kind !== "collect_logs");
  const send = async (kind: CommandKind, version?: string): Promise<void> => {
    const refusal = await ask(kind, version);
    if (refusal === null) toast(`${COMMAND_LABEL[kind]}: asked`);
    else toastError("That was not done", refusal);
  };
  const isOff = !isThere || isBusy;
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" disabled={isOff} onClick={() => setAsked("upgrade")}>
        Upgrade…
      </Button>
      <Button disabled={isOff || runtime.previousVersion === null} onClick={() => setAsked("roll_back")}>
        {runtime.previousVersion === null ? "Roll back" : `Roll back to ${runtime.previousVersion}`}
      </Button>
      <Button disabled={isOff} onClick={() => setAsked("restart_gateway")}>
        Restart gateway
      </Button>
      <Button disabled={isOff} onClick={() => setAsked("restart_runtime")}>
        Restart runtime
      </Button>
      {!isThere ? (
        <p className="w-full text-ink-3 text-sm">It does not check in, so nothing can be asked of it now.</p>
      ) : null}
      {asked !== null && asked !== "upgrade" ? (
        <ConfirmDialog
          isOpen
          title={`${COMMAND_LABEL[asked]} of ${runtime.name}?`}
          description={EFFECT[asked]}
          confirmLabel={COMMAND_LABEL[asked]}
          onClose={() => setAsked(null)}
          onConfirm={() => send(asked)}
        />
      ) : null}
      {asked === "upgrade" ? (
        <UpgradeDialog
          runtime={runtime}
          onClose={() => setAsked(null)}
          onUpgrade={(version) => ask("upgrade", version)}
        />
      ) : null}
    </div>
  );
}

const EFFECT: Record<Asked, ReactNode> = {
  restart_gateway:
    "Turns that run are interrupted and taken up again. Agents are away for about half a minute.",
  restart_runtime:
    "The runtime and its gateway start again. Turns that run are handed back and taken up afterwards; agents are away for about a minute.",
  roll_back:
    "The gateway returns to the version before, with its state from then. What its sessions remember since is lost; tasks, threads and documents are kept.",
};
