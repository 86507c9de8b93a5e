/** Skills: what agents know how to do. Read by everyone in the account, managed by admins. */
import { v } from "convex/values";
import { accountQuery, adminMutation } from "./functions/account";
import { getAgentOrThrow } from "./lib/roster";
import {
  assignSkill,
  createSkill,
  editSkill,
  getSkillOrThrow,
  readSkill,
  readSkills,
  removeSkill,
  setSkillEnabled,
} from "./lib/skills";
import { skillConfig } from "./tables/skills";
import { skillCategory } from "./tables/vocabulary";

const skillId = v.id("skills");

export const list = accountQuery({ role: "viewer", args: {}, handler: (ctx) => readSkills(ctx) });

export const get = accountQuery({
  role: "viewer",
  args: { skillId },
  handler: async (ctx, args) => readSkill(ctx, await getSkillOrThrow(ctx, args.skillId)),
});

export const create = adminMutation({
  audit: ["skill_created"],
  args: {
    name: v.string(),
    category: skillCategory,
    description: v.optional(v.string()),
    text: v.string(),
    config: v.optional(skillConfig),
    isDefault: v.optional(v.boolean()),
  },
  handler: (ctx, args) => createSkill(ctx, args),
});

export const update = adminMutation({
  audit: ["skill_updated"],
  args: {
    skillId,
    name: v.optional(v.string()),
    category: v.optional(skillCategory),
    description: v.optional(v.string()),
    text: v.optional(v.string()),
    config: v.optional(skillConfig),
    isDefault: v.optional(v.boolean()),
  },
  handler: async (ctx, { skillId: id, ...edit }) => editSkill(ctx, await getSkillOrThrow(ctx, id), edit),
});

export const setEnabled = adminMutation({
  audit: ["skill_enabled"],
  args: { skillId, isEnabled: v.boolean() },
  handler: async (ctx, args) =>
    setSkillEnabled(ctx, await getSkillOrThrow(ctx, args.skillId), args.isEnabled),
});

export const assign = adminMutation({
  audit: ["agent_updated"],
  args: { skillId, agentId: v.id("agents"), isAssigned: v.boolean() },
  handler: async (ctx, { isAssigned, ...ids }) => {
    const agent = await getAgentOrThrow(ctx, ids.agentId);
    return await assignSkill(ctx, { agent, skill: await getSkillOrThrow(ctx, ids.skillId), isAssigned });
  },
});

export const remove = adminMutation({
  audit: ["skill_removed"],
  args: { skillId },
  handler: async (ctx, args) => removeSkill(ctx, await getSkillOrThrow(ctx, args.skillId)),
});
