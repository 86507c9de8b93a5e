/** What an agent reads of its own skills. At the gateway the texts also lie in its workspace. */
import { missing } from "../functions/errors";
import type { AgentMutationCtx } from "../functions/turn";
import { listSkills, skillFile, skillsOf } from "./skills";

export async function skillList(ctx: AgentMutationCtx, { slug }: { slug?: string | undefined }) {
  const own = skillsOf(ctx.agent, await listSkills(ctx));
  if (slug === undefined) {
    return {
      skills: own.map(({ name, slug, category, description }) => ({ name, slug, category, description })),
    };
  }
  const skill = own.find((known) => known.slug === slug.trim().toLowerCase());
  if (!skill) throw missing("skill");
  return { name: skill.name, slug: skill.slug, text: (await skillFile(ctx, skill)).file };
}
