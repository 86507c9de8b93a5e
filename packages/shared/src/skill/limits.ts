/** What a skill is made of, and how much of it there may be. */
export const SKILL_CATEGORIES = ["mcp_server", "tool", "integration", "custom"] as const;
export type SkillCategory = (typeof SKILL_CATEGORIES)[number];

export const SKILL_CATEGORY_LABEL = {
  mcp_server: "MCP server",
  tool: "Tool",
  integration: "Integration",
  custom: "Custom",
} as const satisfies Record<SkillCategory, string>;

export const SKILL_CATEGORY_HINT = {
  mcp_server: "Tools of a server that speaks MCP over HTTP; the gateway connects to it.",
  tool: "How to use a tool that agents have.",
  integration: "How to work with another system, and where it is.",
  custom: "Anything else that agents should know how to do.",
} as const satisfies Record<SkillCategory, string>;

export const MAX_SKILL_NAME = 60;
/** One line; agents read it in every turn to decide whether they need the skill. */
export const MAX_SKILL_DESCRIPTION = 300;
/** Of the text, in UTF-8 bytes: 512 KiB. */
export const MAX_SKILL_BYTES = 512 * 1024;
export const MAX_SKILL_SETTINGS = 20;
export const MAX_SKILL_HEADERS = 10;
export const MAX_SETTING_VALUE = 500;

/** A value that every reader of the account may see; it is written into the text that agents read. */
export type SkillSetting = { name: string; value: string };
/** `value` may name variables of the runtime's environment as `${MC_SKILL_…}`; a secret never stands in it. */
export type SkillHeader = { name: string; value: string };
export type SkillServer = { url: string; headers: SkillHeader[] };
export type SkillConfig = { settings: SkillSetting[]; server: SkillServer | null };

export const EMPTY_SKILL_CONFIG: SkillConfig = { settings: [], server: null };
