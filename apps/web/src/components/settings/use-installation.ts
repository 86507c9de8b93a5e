import { api } from "@mc/backend/api";
import type { FeatureFlag } from "@mc/shared/installation/flags";
import type { FunctionReturnType } from "convex/server";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import type { Member } from "./use-settings";

export type Installation = FunctionReturnType<typeof api.systemConfig.current>;
export type Operator = FunctionReturnType<typeof api.systemConfig.operators>[number];
export type LogEntry = FunctionReturnType<typeof api.systemConfig.log>["page"][number];

/** What is switched on in this installation, and whether the person operates it. */
export function useInstallation() {
  return useLive(api.systemConfig.current, {});
}

export function useOperators() {
  return useLive(api.systemConfig.operators, {});
}

export function useOperatorLog() {
  return useLiveList(api.systemConfig.log, {}, 20);
}

export function useInstallationCommands() {
  const setFlag = useCommand(api.systemConfig.setFlag);
  const add = useCommand(api.systemConfig.addOperator);
  const remove = useCommand(api.systemConfig.removeOperator);
  return {
    setFlag: (flag: FeatureFlag, isOn: boolean) => setFlag.run({ flag, isOn }),
    addOperator: (memberId: Member["memberId"]) => add.run({ memberId }),
    removeOperator: (userId: string) => remove.run({ userId }),
  };
}
