import { api } from "@mc/backend/api";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import type { AskRuntime } from "@/components/admin/use-runtimes";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type FleetLine = FunctionReturnType<typeof api.fleet.list>[number];
export type FleetSummary = FunctionReturnType<typeof api.fleet.summary>;
export type RolloutSummary = FunctionReturnType<typeof api.fleet.rollouts>[number];
export type Rollout = FunctionReturnType<typeof api.fleet.rollout>;
export type RolloutPreview = FunctionReturnType<typeof api.fleet.preview>;
export type RolloutDraft = FunctionArgs<typeof api.fleet.start>;

export function useFleetAccess() {
  return useLive(api.fleet.access, {});
}

export function useFleetSummary() {
  return useLive(api.fleet.summary, {});
}

export function useFleetLines() {
  return useLive(api.fleet.list, {});
}

export function useFleetRuntime(runtimeId: FleetLine["runtimeId"]) {
  return useLive(api.fleet.get, { runtimeId });
}

export function useRollouts() {
  return useLive(api.fleet.rollouts, {});
}

export function useRollout(rolloutId: RolloutSummary["rolloutId"] | undefined) {
  return useLive(api.fleet.rollout, rolloutId ? { rolloutId } : "skip");
}

/** What a start would do; asked anew with every change of the draft. */
export function useRolloutPreview(draft: FunctionArgs<typeof api.fleet.preview> | null) {
  return useLive(api.fleet.preview, draft ?? "skip");
}

export function useFleetCommands() {
  const start = useCommand(api.fleet.start, { refusalShownBy: "caller" });
  const pause = useCommand(api.fleet.pause);
  const resume = useCommand(api.fleet.resume);
  const halt = useCommand(api.fleet.halt);
  const request = useCommand(api.fleet.requestCommand, { refusalShownBy: "caller" });
  const askOf =
    (runtimeId: FleetLine["runtimeId"]): AskRuntime =>
    async (kind, version) => {
      const asked = { runtimeId, kind, requestKey: crypto.randomUUID() };
      const result = await request.run(version === undefined ? asked : { ...asked, version });
      return result.ok ? null : result.error.message;
    };
  return {
    start: start.run,
    isStarting: start.isBusy,
    pause: (rolloutId: RolloutSummary["rolloutId"]) => pause.run({ rolloutId }),
    resume: (rolloutId: RolloutSummary["rolloutId"]) => resume.run({ rolloutId }),
    halt: (rolloutId: RolloutSummary["rolloutId"], rollBack: boolean) => halt.run({ rolloutId, rollBack }),
    askOf,
  };
}
