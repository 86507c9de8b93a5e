import { api } from "@mc/backend/api";
import type { FunctionArgs, FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type Skill = FunctionReturnType<typeof api.skills.list>[number];
export type SkillFull = FunctionReturnType<typeof api.skills.get>;
export type SkillId = Skill["skillId"];
export type SkillAgentId = Skill["agents"][number]["agentId"];
type Draft = Omit<FunctionArgs<typeof api.skills.create>, "accountId">;

/** Every skill of the account, by name. */
export function useSkills() {
  const { accountId } = useAccount();
  return useLive(api.skills.list, { accountId });
}

/** One skill with its text. */
export function useSkill(skillId: SkillId | null) {
  const { accountId } = useAccount();
  return useLive(api.skills.get, skillId ? { accountId, skillId } : "skip");
}

export function useSkillCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.skills.create, { refusalShownBy: "caller" });
  const update = useCommand(api.skills.update, { refusalShownBy: "caller" });
  const setEnabled = useCommand(api.skills.setEnabled);
  const assign = useCommand(api.skills.assign);
  const remove = useCommand(api.skills.remove);
  return {
    create: (draft: Draft) => create.run({ accountId, ...draft }),
    update: (skillId: SkillId, draft: Draft) => update.run({ accountId, skillId, ...draft }),
    setEnabled: (skillId: SkillId, isEnabled: boolean) => setEnabled.run({ accountId, skillId, isEnabled }),
    assign: (skillId: SkillId, agentId: SkillAgentId, isAssigned: boolean) =>
      assign.run({ accountId, skillId, agentId, isAssigned }),
    remove: (skillId: SkillId) => remove.run({ accountId, skillId }),
    isSaving: create.isBusy || update.isBusy,
    isAssigning: assign.isBusy,
  };
}
export type SkillCommands = ReturnType<typeof useSkillCommands>;
