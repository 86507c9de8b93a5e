/** People, skills, agents, folders and files of an import. Nobody is told, and no agent works before a person says so. */
import { GRANTABLE_ROLES, ROLES } from "@mc/shared/account/roles";
import { GATEABLE_TOOLS } from "@mc/shared/agent/approvals";
import { CAPABILITIES, type CapabilitySettings } from "@mc/shared/agent/capabilities";
import { AGENT_LIMITS } from "@mc/shared/agent/limits";
import { AGENT_SETTING_NAMES, type AgentSettings, DOCUMENT_CONTEXTS } from "@mc/shared/agent/settings";
import { DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import {
  MAX_SKILL_BYTES,
  MAX_SKILL_HEADERS,
  MAX_SKILL_SETTINGS,
  SKILL_CATEGORIES,
} from "@mc/shared/skill/limits";
import type { Doc, Id } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { invalid } from "../functions/errors";
import { requireSettings } from "./agentSettings";
import { bumpCounter, readCounter } from "./counters";
import { claimFile } from "./files";
import type { ImportedIds, ImportRow } from "./importRows";
import { LIMITS } from "./limits";
import { DEPARTED } from "./memberships";
import { bringPicture } from "./profile";
import { freeHandle } from "./roster";
import { insertSkill } from "./skills";
import { requireName } from "./text";

/**
 * What a row of a file adds: false when it was left out, for what it names is not there; "counted_here" for figures of days
 * that are not over, which this account counts by itself.
 */
export type Added = Promise<boolean | "counted_here">;
export type Importing = { ctx: WriteCtx; ids: ImportedIds; owner: Doc<"memberships"> };

const MAX_EMAIL = 254;

/** Whoever imports is the one with their e-mail; everybody else stands as a name that has left, until they are invited. */
export async function importMember({ ctx, ids, owner }: Importing, row: ImportRow): Added {
  const oldId = row.id("_id");
  const email = row.textOrNull("email", MAX_EMAIL)?.trim().toLowerCase() || null;
  if (email !== null && email === owner.email) {
    await ids.keep("memberships", oldId, owner._id);
    return true;
  }
  const role = row.oneOf("role", ROLES);
  const memberId = await ctx.db.insert("memberships", {
    accountId: ctx.account._id,
    userId: `${DEPARTED}${oldId}`,
    name: row.name("name"),
    email,
    slug: await freeHandle(ctx, row.name("slug"), "member"),
    role: GRANTABLE_ROLES.find((one) => one === role) ?? "admin",
    status: "removed",
  });
  await ids.keep("memberships", oldId, memberId);
  return true;
}

export async function importSkill({ ctx, ids }: Importing, row: ImportRow): Added {
  const config = row.object("config");
  const server = config.objectOrNull("server");
  const pairs = (list: ImportRow[]) =>
    list.map((pair) => ({ name: pair.text("name", 200), value: pair.text("value", 10_000, true) }));
  const skillId = await insertSkill(ctx, {
    name: row.text("name", 200),
    slug: row.text("slug", 200),
    category: row.oneOf("category", SKILL_CATEGORIES),
    description: row.text("description", 10_000, true),
    text: row.text("text", MAX_SKILL_BYTES),
    config: {
      settings: pairs(config.objects("settings", MAX_SKILL_SETTINGS)),
      server: server && {
        url: server.text("url", 2_000),
        headers: pairs(server.objects("headers", MAX_SKILL_HEADERS)),
      },
    },
    isDefault: row.flag("isDefault"),
    isEnabled: row.flag("isEnabled"),
  });
  await ids.keep("skills", row.id("_id"), skillId);
  return true;
}

/** Paused: an imported agent takes up nothing until somebody resumes it. */
export async function importAgent({ ctx, ids }: Importing, row: ImportRow): Added {
  const isActive = row.oneOf("status", ["active", "removed"]) === "active";
  if (isActive && (await readCounter(ctx, "agents:active")) >= LIMITS.agents) {
    throw invalid(`An account has at most ${LIMITS.agents} agents; the file has more.`);
  }
  const gated =
    row.raw("requiresApprovalForActions") === undefined ? null : row.texts("requiresApprovalForActions", 100);
  const agentId = await ctx.db.insert("agents", {
    accountId: ctx.account._id,
    name: requireName(row.text("name", AGENT_LIMITS.name), {
      what: "An agent's name",
      field: "name",
      max: AGENT_LIMITS.name,
    }),
    role: requireName(row.text("role", AGENT_LIMITS.role), {
      what: "An agent's role",
      field: "role",
      max: AGENT_LIMITS.role,
    }),
    slug: await freeHandle(ctx, row.text("slug", 60), "agent"),
    icon: row.text("icon", 60),
    soul: row.text("soul", AGENT_LIMITS.soul, true),
    identity: row.text("identity", AGENT_LIMITS.identity, true),
    model: requireSettings({ model: row.textOrNull("model", 200) ?? "" }).model ?? null,
    isPaused: isActive,
    capabilities: capabilitiesOf(row.object("capabilities")),
    ...(gated ? { requiresApprovalForActions: GATEABLE_TOOLS.filter((tool) => gated.includes(tool)) } : {}),
    settings: settingsOf(row.objectOrNull("settings")),
    ...(isActive && row.flag("isLead") ? { isLead: true } : {}),
    ...(row.raw("runsIn") === "external" ? { runsIn: "external" as const } : {}),
    skillIds: await ids.findAll("skills", row.texts("skillIds", 200)),
    status: isActive ? "active" : "removed",
  });
  if (isActive) {
    await bumpCounter(ctx, "agents:active", 1);
    await bumpCounter(ctx, "agents:paused", 1);
  }
  await ids.keep("agents", row.id("_id"), agentId);
  return true;
}

export async function importFolder({ ctx, ids }: Importing, row: ImportRow): Added {
  const folderId = await ctx.db.insert("documentFolders", {
    accountId: ctx.account._id,
    parentId: await ids.find("documentFolders", row.idOrNull("parentId")),
    name: row.text("name", DOCUMENT_LIMITS.folderName),
  });
  await bumpCounter(ctx, "folders", 1);
  await ids.keep("documentFolders", row.id("_id"), folderId);
  return true;
}

/**
 * The bytes were sent before; they are looked at like those of every upload. Left out when they could not be had, and when
 * they are somebody's picture that cannot be theirs here.
 */
export async function importFile(
  { ctx, ids }: Importing,
  row: ImportRow,
  storageId: Id<"_storage"> | null,
): Added {
  if (storageId === null) return false;
  const upload = { storageId, name: row.text("name", 200) };
  const pictureOf = row.idOrNull("pictureOf");
  const fileId =
    pictureOf === null
      ? (await claimFile(ctx, upload)).fileId
      : await bringPicture(ctx, await ids.find("memberships", pictureOf), {
          ...upload,
          contentType: row.textOrNull("contentType", 200) ?? "",
        });
  if (fileId === null) return false;
  await ctx.db.patch("files", fileId, { uploadedBy: await ids.actor(row.objectOrNull("uploadedBy")) });
  await ids.keep("files", row.id("_id"), fileId);
  return true;
}

function capabilitiesOf(row: ImportRow): CapabilitySettings {
  return Object.fromEntries(
    CAPABILITIES.flatMap((flag) => (typeof row.raw(flag) === "boolean" ? [[flag, row.flag(flag)]] : [])),
  );
}

function settingsOf(row: ImportRow | null): Omit<AgentSettings, "model"> {
  if (!row) return {};
  const given = AGENT_SETTING_NAMES.filter((name) => name !== "model" && row.raw(name) !== undefined);
  const values = given.map((name) => {
    if (name === "promptPrefix") return [name, row.text(name, 10_000, true)];
    return [name, name === "documents" ? row.oneOf(name, DOCUMENT_CONTEXTS) : row.number(name)];
  });
  return requireSettings(Object.fromEntries(values) as Omit<AgentSettings, "model">);
}
