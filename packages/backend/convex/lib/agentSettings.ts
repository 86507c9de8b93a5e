/** How agents work: what is set for one, what for all of the account, and what that comes to. */
import type { FieldChange } from "@mc/shared/activity/types";
import {
  AGENT_SETTING_LABEL,
  AGENT_SETTING_NAMES,
  type AgentSettings,
  type EffectiveSettings,
  resolveSettings,
  settingProblem,
  settingText,
} from "@mc/shared/agent/settings";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";
import { invalid } from "../functions/errors";

export function effectiveSettings(
  { account }: Pick<ReadCtx, "account">,
  agent: Doc<"agents">,
): EffectiveSettings {
  const model = agent.model === null ? {} : { model: agent.model };
  return resolveSettings({ ...agent.settings, ...model }, account.settings.agentSettings ?? {});
}

/** Checked, and without what defers. */
export function requireSettings<Settings extends AgentSettings>(settings: Settings): Settings {
  const given = { ...settings };
  for (const name of AGENT_SETTING_NAMES) {
    const value = given[name];
    if (value === undefined || (name !== "temperature" && value === "")) delete given[name];
  }
  const problem = settingProblem(given);
  if (problem) throw invalid(problem.message, problem.field);
  return given;
}

/** `prefix` stands before the names, for defaults of an account. */
export function settingChanges(before: AgentSettings, after: AgentSettings, prefix = ""): FieldChange[] {
  return AGENT_SETTING_NAMES.flatMap((name) => {
    const [from, to] = [settingText(before[name]), settingText(after[name])];
    return from === to ? [] : [{ field: `${prefix}${AGENT_SETTING_LABEL[name]}`, from, to }];
  });
}
