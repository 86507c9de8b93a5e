/** What the form of a skill holds, and what it saves. */
import type { SkillCategory, SkillConfig, SkillSetting } from "@mc/shared/skill/limits";

/** `key` is the row's own, for the list on the page. */
export type Pair = SkillSetting & { readonly key: number };

export type SkillForm = {
  readonly name: string;
  readonly category: SkillCategory;
  readonly description: string;
  readonly text: string;
  readonly isDefault: boolean;
  readonly url: string;
  readonly headers: readonly Pair[];
  readonly settings: readonly Pair[];
};

export const BLANK_SKILL: SkillForm = {
  name: "",
  category: "custom",
  description: "",
  text: "",
  isDefault: false,
  url: "",
  headers: [],
  settings: [],
};

type Stored = {
  name: string;
  category: SkillCategory;
  description: string;
  text: string;
  isDefault: boolean;
  config: SkillConfig;
};

export function formOf({ name, category, description, text, isDefault, config }: Stored): SkillForm {
  return {
    name,
    category,
    description,
    text,
    isDefault,
    url: config.server?.url ?? "",
    headers: keyed(config.server?.headers ?? []),
    settings: keyed(config.settings),
  };
}

/** An address and its headers belong to MCP servers alone; rows that were left empty are dropped. */
export function draftOf(form: SkillForm): Stored {
  const { name, category, description, text, isDefault, url } = form;
  const server = category === "mcp_server" ? { url: url.trim(), headers: filled(form.headers) } : null;
  return {
    name,
    category,
    description,
    text,
    isDefault,
    config: { settings: filled(form.settings), server },
  };
}

export function isSameDraft(one: SkillForm, other: SkillForm): boolean {
  return JSON.stringify(draftOf(one)) === JSON.stringify(draftOf(other));
}

export function addedPair(pairs: readonly Pair[]): Pair[] {
  return [...pairs, { key: Math.max(0, ...pairs.map(({ key }) => key)) + 1, name: "", value: "" }];
}

function keyed(pairs: readonly SkillSetting[]): Pair[] {
  return pairs.map((pair, index) => ({ ...pair, key: index + 1 }));
}

function filled(pairs: readonly Pair[]): SkillSetting[] {
  return pairs
    .map(({ name, value }) => ({ name: name.trim(), value: value.trim() }))
    .filter(({ name, value }) => name !== "" || value !== "");
}
