/** Which agents a runtime sets up at its gateway, and the files of their skills. */
import { v } from "convex/values";
import { serviceQuery } from "../functions/service";
import { desiredAgents } from "../lib/agents";
import { isActiveRuntime } from "../lib/runtimes";
import { getSkillOrThrow, skillFile } from "../lib/skills";

export const desired = serviceQuery({
  args: {},
  handler: async (ctx) => {
    const desired = await desiredAgents(ctx);
    // It starts nobody. The mark tells it that nobody was removed: what its agents' workspaces hold stays.
    return isActiveRuntime(ctx.runtime) ? desired : { ...desired, agents: [], isStandby: true };
  },
});

export const skill = serviceQuery({
  args: { skillId: v.id("skills") },
  handler: async (ctx, { skillId }) => skillFile(ctx, await getSkillOrThrow(ctx, skillId)),
});
