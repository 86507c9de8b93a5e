import { defineTable } from "convex/server";
import { v } from "convex/values";
import { skillCategory } from "./vocabulary";

const setting = v.object({ name: v.string(), value: v.string() });

export const skillConfig = v.object({
  /** Written into the text that agents read. */
  settings: v.array(setting),
  /** Of the category mcp_server alone. Values of headers name variables of the runtime, never their contents. */
  server: v.union(v.object({ url: v.string(), headers: v.array(setting) }), v.null()),
});

/** What agents of the account know how to do. The text is a row of its own: lists and runtimes read many skills at once. */
export const skills = defineTable({
  accountId: v.id("accounts"),
  name: v.string(),
  /** Never changes: folders, servers and agents' lists at the gateway are named after it. */
  slug: v.string(),
  category: skillCategory,
  description: v.string(),
  config: skillConfig,
  isEnabled: v.boolean(),
  /** Every agent of the account has it. */
  isDefault: v.boolean(),
  /** Of the text, for lists. */
  bytes: v.number(),
  /** SHA-256 of the file that a workspace gets: a runtime fetches the text when this is new to it. */
  fileHash: v.string(),
  updatedAt: v.number(),
})
  .index("by_account", ["accountId"])
  .index("by_account_slug", ["accountId", "slug"]);

/** SKILL.md as a person wrote it. */
export const skillTexts = defineTable({
  accountId: v.id("accounts"),
  skillId: v.id("skills"),
  text: v.string(),
}).index("by_account_skill", ["accountId", "skillId"]);
