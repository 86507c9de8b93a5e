/** Skills of an account: written by admins, handed to agents, read by runtimes file by file. */

import { slugCandidate, slugify } from "@mc/shared/account/slug";
import type { FieldChange } from "@mc/shared/activity/types";
import {
  MAX_SKILL_DESCRIPTION,
  MAX_SKILL_NAME,
  type SkillCategory,
  type SkillConfig,
} from "@mc/shared/skill/limits";
import { composeSkillFile, parseSkillText } from "@mc/shared/skill/text";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { broken, invalid, missing } from "../functions/errors";
import { sha256Hex } from "../functions/secrets";
import { LIMITS } from "./limits";
import { listAgents } from "./roster";
import { requireSkillConfig, requireSkillText } from "./skillRules";
import { agentTarget, skillTarget } from "./targets";
import { requireName, requireText } from "./text";

type Skill = Doc<"skills">;

/** A server of the office's own name would stand in for its tools. */
const RESERVED = ["mission-control", "mc"];

export type SkillDraft = {
  name: string;
  category: SkillCategory;
  description?: string | undefined;
  text: string;
  config?: SkillConfig | undefined;
  isDefault?: boolean | undefined;
};

export async function createSkill(
  ctx: WriteCtx,
  draft: SkillDraft,
): Promise<{ skillId: Id<"skills">; slug: string }> {
  const name = requireName(draft.name, { what: "The name", field: "name", max: MAX_SKILL_NAME });
  const existing = await listSkills(ctx);
  if (existing.length >= LIMITS.skills) throw invalid(`An account has at most ${LIMITS.skills} skills.`);
  const slug = freeSlug(name, existing);
  const skillId = await insertSkill(ctx, { ...draft, name, slug, isEnabled: true });
  await ctx.activity.record({
    event: { type: "skill_created", category: draft.category },
    target: { kind: "skill", id: skillId, label: name },
  });
  return { skillId, slug };
}

/** The rows of a skill, checked. A slug that is not a word of its own, or taken, is made from the name. */
export async function insertSkill(
  ctx: WriteCtx,
  draft: SkillDraft & { slug: string; isEnabled: boolean },
): Promise<Id<"skills">> {
  const existing = await listSkills(ctx);
  const isFree = slugify(draft.slug) === draft.slug && !RESERVED.includes(draft.slug);
  const slug =
    isFree && existing.every((other) => other.slug !== draft.slug)
      ? draft.slug
      : freeSlug(draft.name, existing);
  const skillId = await ctx.db.insert("skills", {
    accountId: ctx.account._id,
    slug,
    isEnabled: draft.isEnabled,
    isDefault: draft.isDefault ?? false,
    ...(await fieldsOf({ ...draft, slug })),
  });
  await ctx.db.insert("skillTexts", { accountId: ctx.account._id, skillId, text: draft.text });
  return skillId;
}

export type SkillEdit = Partial<SkillDraft>;

export async function editSkill(ctx: WriteCtx, skill: Skill, edit: SkillEdit): Promise<null> {
  const known = await textOf(ctx, skill);
  const text = edit.text ?? known.text;
  const fields = await fieldsOf({
    name: edit.name ?? skill.name,
    category: edit.category ?? skill.category,
    description: edit.description ?? skill.description,
    config: edit.config ?? skill.config,
    text,
    slug: skill.slug,
  });
  const isDefault = edit.isDefault ?? skill.isDefault;
  const changes: FieldChange[] = [];
  for (const field of ["name", "category", "description"] as const) {
    if (skill[field] !== fields[field]) changes.push({ field, from: skill[field], to: fields[field] });
  }
  if (known.text !== text)
    changes.push({ field: "text", from: sizeOf(skill.bytes), to: sizeOf(fields.bytes) });
  const [from, to] = [configWords(skill.config), configWords(fields.config)];
  if (from !== to) changes.push({ field: "configuration", from, to });
  if (skill.isDefault !== isDefault) {
    changes.push({ field: "for every agent", from: yesNo(skill.isDefault), to: yesNo(isDefault) });
  }
  if (changes.length === 0) return null;
  await ctx.db.patch("skills", skill._id, { ...fields, isDefault });
  if (known.text !== text) await ctx.db.patch("skillTexts", known._id, { text });
  await ctx.activity.record({ event: { type: "skill_updated", changes }, target: skillTarget(skill) });
  return null;
}

export async function setSkillEnabled(ctx: WriteCtx, skill: Skill, isEnabled: boolean): Promise<null> {
  if (skill.isEnabled === isEnabled) return null;
  await ctx.db.patch("skills", skill._id, { isEnabled, updatedAt: Date.now() });
  await ctx.activity.record({ event: { type: "skill_enabled", isEnabled }, target: skillTarget(skill) });
  return null;
}

/** Gone from the account and from every agent that had it. */
export async function removeSkill(ctx: WriteCtx, skill: Skill): Promise<null> {
  for (const agent of await listAgents(ctx)) {
    const skillIds = (agent.skillIds ?? []).filter((id) => id !== skill._id);
    if (skillIds.length !== (agent.skillIds ?? []).length)
      await ctx.db.patch("agents", agent._id, { skillIds });
  }
  await ctx.db.delete("skillTexts", (await textOf(ctx, skill))._id);
  await ctx.db.delete("skills", skill._id);
  await ctx.activity.record({ event: { type: "skill_removed" }, target: skillTarget(skill) });
  return null;
}

type Assignment = { agent: Doc<"agents">; skill: Skill; isAssigned: boolean };

/** Gives one agent a skill or takes it away; a default skill stays with everybody. */
export async function assignSkill(ctx: WriteCtx, { agent, skill, isAssigned }: Assignment): Promise<null> {
  const had = (agent.skillIds ?? []).includes(skill._id);
  if (had === isAssigned) return null;
  const others = (agent.skillIds ?? []).filter((id) => id !== skill._id);
  await ctx.db.patch("agents", agent._id, { skillIds: isAssigned ? [...others, skill._id] : others });
  const change = { field: `skill ${skill.name}`, from: yesNo(had), to: yesNo(isAssigned) };
  await ctx.activity.record({
    event: { type: "agent_updated", changes: [change] },
    target: agentTarget(agent),
  });
  return null;
}

export async function getSkillOrThrow(ctx: ReadCtx, skillId: Id<"skills">): Promise<Skill> {
  const skill = await ctx.db.get("skills", skillId);
  if (!skill) throw missing("skill");
  return skill;
}

export async function listSkills(ctx: ReadCtx): Promise<Skill[]> {
  return await ctx.db
    .query("skills")
    .withIndex("by_account", (q) => q.eq("accountId", ctx.account._id))
    .take(LIMITS.skills);
}

/** What an agent has now: what is on, and everybody's or its own. */
export function skillsOf<Row extends Pick<Skill, "_id" | "isEnabled" | "isDefault">>(
  agent: Doc<"agents">,
  skills: readonly Row[],
): Row[] {
  const own = new Set(agent.skillIds ?? []);
  return skills.filter(({ _id, isEnabled, isDefault }) => isEnabled && (isDefault || own.has(_id)));
}

/** Of one agent's page: every skill that is on or its own, and why it has it. */
export async function agentSkills(ctx: ReadCtx, agent: Doc<"agents">) {
  const own = new Set(agent.skillIds ?? []);
  return (await listSkills(ctx))
    .filter(({ _id, isDefault }) => isDefault || own.has(_id))
    .map(({ _id, name, slug, category, description, isEnabled, isDefault }) => {
      return { skillId: _id, name, slug, category, description, isEnabled, isDefault, isOwn: own.has(_id) };
    });
}

/** What a runtime needs to know before it fetches the file. */
export function desiredSkill({ _id, slug, name, category, config, fileHash }: Skill) {
  return { skillId: _id, slug, name, category, server: config.server, fileHash };
}

export async function readSkills(ctx: ReadCtx) {
  const [skills, agents] = [await listSkills(ctx), await listAgents(ctx)];
  return skills
    .map((skill) => ({
      ...viewOf(skill),
      agents: agents
        .filter(({ skillIds }) => skill.isDefault || (skillIds ?? []).includes(skill._id))
        .map(({ _id, name, icon, slug }) => ({ agentId: _id, name, icon, slug })),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
}

export async function readSkill(ctx: ReadCtx, skill: Skill) {
  const { text } = await textOf(ctx, skill);
  const agents = await listAgents(ctx);
  return {
    ...viewOf(skill),
    text,
    file: fileOf(skill, text),
    agentIds: agents.filter(({ skillIds }) => (skillIds ?? []).includes(skill._id)).map(({ _id }) => _id),
  };
}

/** The file that a workspace gets. */
export async function skillFile(ctx: ReadCtx, skill: Skill): Promise<{ fileHash: string; file: string }> {
  return { fileHash: skill.fileHash, file: fileOf(skill, (await textOf(ctx, skill)).text) };
}

function viewOf(skill: Skill) {
  const { _id, name, slug, category, description, config, isEnabled, isDefault, bytes, updatedAt } = skill;
  return {
    skillId: _id,
    name,
    slug,
    category,
    description,
    config,
    isEnabled,
    isDefault,
    bytes,
    updatedAt,
    createdAt: skill._creationTime,
  };
}

async function textOf(ctx: ReadCtx, skill: Skill): Promise<Doc<"skillTexts">> {
  const row = await ctx.db
    .query("skillTexts")
    .withIndex("by_account_skill", (q) => q.eq("accountId", ctx.account._id).eq("skillId", skill._id))
    .unique();
  if (!row) throw broken("A skill has no text.");
  return row;
}

/** Everything that is derived from a draft, checked; the hash changes with whatever the file says. */
async function fieldsOf(draft: SkillDraft & { slug: string }) {
  const name = requireName(draft.name, { what: "The name", field: "name", max: MAX_SKILL_NAME });
  const bytes = requireSkillText(draft.text);
  const described = draft.description?.trim() || parseSkillText(draft.text).description || "";
  const description = requireText(described.replace(/\s+/g, " "), {
    what: "The description",
    field: "description",
    max: MAX_SKILL_DESCRIPTION,
  });
  const config = requireSkillConfig(draft.category, draft.config);
  const file = fileOf({ slug: draft.slug, description, config }, draft.text);
  const fileHash = await sha256Hex(file);
  return { name, category: draft.category, description, config, bytes, fileHash, updatedAt: Date.now() };
}

function fileOf(skill: Pick<Skill, "slug" | "description" | "config">, text: string): string {
  const { slug, description, config } = skill;
  return composeSkillFile({ slug, description, text, settings: config.settings });
}

function freeSlug(name: string, existing: readonly Skill[]): string {
  const taken = new Set([...RESERVED, ...existing.map(({ slug }) => slug)]);
  const base = slugify(name) || "skill";
  for (let nth = 1; ; nth += 1) {
    const slug = slugCandidate(base, nth);
    if (!taken.has(slug)) return slug;
  }
}

function configWords({ settings, server }: SkillConfig): string | null {
  const words = [...(server ? [server.url, ...server.headers.map(pair)] : []), ...settings.map(pair)];
  return words.length === 0 ? null : words.join("; ");
}

function pair({ name, value }: { name: string; value: string }): string {
  return `${name}: ${value}`;
}

function sizeOf(bytes: number): string {
  return `${bytes} bytes`;
}

function yesNo(flag: boolean): string {
  return flag ? "yes" : "no";
}
