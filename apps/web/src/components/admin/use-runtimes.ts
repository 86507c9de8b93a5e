import { api } from "@mc/backend/api";
import type { CommandKind } from "@mc/shared/runtime/command";
import type { RuntimeProvider } from "@mc/shared/runtime/report";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type RuntimeLine = FunctionReturnType<typeof api.runtimes.list>[number];
export type RuntimeFull = FunctionReturnType<typeof api.runtimes.get>;
export type RuntimeCommand = RuntimeFull["history"][number];
export type Enrolment = FunctionReturnType<typeof api.runtimes.enrolments>[number];
export type RuntimeLogs = FunctionReturnType<typeof api.runtimes.logs>;
/** Asks a runtime for something. Resolves to the sentence of a refusal, or null. */
export type AskRuntime = (kind: CommandKind, version?: string) => Promise<string | null>;

/** The account's runtimes, the active one first. */
export function useRuntimes() {
  const { accountId } = useAccount();
  return useLive(api.runtimes.list, { accountId });
}

export function useRuntimeFull(runtimeId: RuntimeLine["runtimeId"] | undefined) {
  const { accountId } = useAccount();
  return useLive(api.runtimes.get, runtimeId ? { accountId, runtimeId } : "skip");
}

/** Only for those who may operate runtimes. */
export function useRuntimeLogs(runtimeId: RuntimeLine["runtimeId"], isAllowed: boolean) {
  const { accountId } = useAccount();
  return useLive(api.runtimes.logs, isAllowed ? { accountId, runtimeId } : "skip");
}

export function useEnrolments(isAllowed: boolean) {
  const { accountId } = useAccount();
  return useLive(api.runtimes.enrolments, isAllowed ? { accountId } : "skip");
}

export function useRuntimeCommands() {
  const { accountId } = useAccount();
  const request = useCommand(api.runtimes.requestCommand, { refusalShownBy: "caller" });
  const limits = useCommand(api.runtimes.updateLimits, { refusalShownBy: "caller" });
  const activate = useCommand(api.runtimes.activate);
  const remove = useCommand(api.runtimes.remove);
  const enrol = useCommand(api.runtimes.enrol, { refusalShownBy: "caller" });
  const revoke = useCommand(api.runtimes.revokeEnrolment);
  const askOf =
    (runtimeId: RuntimeLine["runtimeId"]): AskRuntime =>
    async (kind, version) => {
      const requestKey = crypto.randomUUID();
      const asked = { accountId, runtimeId, kind, requestKey };
      const result = await request.run(version === undefined ? asked : { ...asked, version });
      return result.ok ? null : result.error.message;
    };
  return {
    askOf,
    setLimits: (
      runtimeId: RuntimeLine["runtimeId"],
      wanted: { parallelTurns: number | null; turnsPerMinute: number | null },
    ) => limits.run({ accountId, runtimeId, ...wanted }),
    activate: (runtimeId: RuntimeLine["runtimeId"]) => activate.run({ accountId, runtimeId }),
    remove: (runtimeId: RuntimeLine["runtimeId"]) => remove.run({ accountId, runtimeId }),
    enrol: (draft: { name: string; provider: RuntimeProvider; region: string | null }) =>
      enrol.run({ accountId, ...draft }),
    revokeEnrolment: (enrolmentId: Enrolment["enrolmentId"]) => revoke.run({ accountId, enrolmentId }),
    isEnrolling: enrol.isBusy,
    isSavingLimits: limits.isBusy,
  };
}
