/**
 * Which account's runtime gets which credential for MCP servers. An admin of any account may name a variable in a skill and
 * point the skill's server anywhere, so a variable goes to the one account that its name says:
 *
 *   MC_SKILL_ACME_CO__TRACKER_TOKEN   the account acme-co alone, whose skills write ${MC_SKILL_TRACKER_TOKEN}
 *   MC_SKILL_TRACKER_TOKEN            an installation's only account, or all of them where the operator says so
 */
import { skillVariablePrefix } from "./config.ts";

const scopeEnd = "__";

export interface SkillAccount {
  readonly slug: string;
  readonly isOnlyAccount: boolean;
}

/** The environment of the account's runtime, out of all credentials of this machine. */
export function skillEnvOf(
  { slug, isOnlyAccount }: SkillAccount,
  { skillEnv, sharesSkillEnv }: { skillEnv: Readonly<Record<string, string>>; sharesSkillEnv: boolean },
): Record<string, string> {
  const scope = slug.toUpperCase().replaceAll("-", "_");
  const unscoped: Record<string, string> = {};
  const own: Record<string, string> = {};
  for (const [name, value] of Object.entries(skillEnv)) {
    const rest = name.slice(skillVariablePrefix.length);
    const end = rest.indexOf(scopeEnd);
    if (end < 0 && (isOnlyAccount || sharesSkillEnv)) unscoped[name] = value;
    if (end > 0 && rest.slice(0, end) === scope)
      own[`${skillVariablePrefix}${rest.slice(end + scopeEnd.length)}`] = value;
  }
  return { ...unscoped, ...own };
}
