/** What a skill may hold. Secrets may not stand in it anywhere; a credential is named, see shared skill/secrets. */
import { targetRefusal } from "@mc/shared/outbound/addresses";
import {
  EMPTY_SKILL_CONFIG,
  MAX_SETTING_VALUE,
  MAX_SKILL_BYTES,
  MAX_SKILL_HEADERS,
  MAX_SKILL_SETTINGS,
  type SkillCategory,
  type SkillConfig,
  type SkillServer,
  type SkillSetting,
} from "@mc/shared/skill/limits";
import { holdsKnownSecret, problemWithValue, variablesIn } from "@mc/shared/skill/secrets";
import { invalid, refuse } from "../functions/errors";
import { targetRange } from "./installation";
import { requireName } from "./text";

const MAX_NAME = 60;
const HEADER = /^[A-Za-z0-9-]{1,60}$/;
/** What the connection itself decides. */
const OWN_HEADERS = ["host", "connection", "content-length", "content-type", "transfer-encoding", "accept"];

/** Answers the size in bytes. */
export function requireSkillText(text: string): number {
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > MAX_SKILL_BYTES) {
    throw refuse({
      code: "too_large",
      message: "A skill's text has at most 512 KiB.",
      limit: MAX_SKILL_BYTES,
    });
  }
  if (text.trim() === "") throw invalid("The text is missing.", "text");
  if (holdsKnownSecret(text)) {
    throw invalid(
      "The text holds something that looks like a secret. Agents and members read it; take it out.",
      "text",
    );
  }
  return bytes;
}

export function requireSkillConfig(category: SkillCategory, given: SkillConfig | undefined): SkillConfig {
  const { settings, server } = given ?? EMPTY_SKILL_CONFIG;
  if (category === "mcp_server" && server === null) {
    throw invalid("An MCP server needs an address.", "config.server");
  }
  if (category !== "mcp_server" && server !== null) {
    throw invalid("Only a skill of the category MCP server has an address.", "config.server");
  }
  if (settings.length > MAX_SKILL_SETTINGS) {
    throw invalid(`A skill has at most ${MAX_SKILL_SETTINGS} settings.`, "config.settings");
  }
  return { settings: settings.map(requireSetting), server: server && requireServer(server) };
}

function requireSetting({ name: wanted, value: given }: SkillSetting): SkillSetting {
  const name = requireName(wanted, { what: "A setting's name", field: "config.settings", max: MAX_NAME });
  const value = requireName(given, {
    what: `The value of ${name}`,
    field: "config.settings",
    max: MAX_SETTING_VALUE,
  });
  const problem = problemWithValue(name, value);
  if (problem) throw invalid(`The value of ${name} ${problem}.`, "config.settings");
  if (variablesIn(value).length > 0) {
    throw invalid(
      `Agents read the value of ${name} as it stands; a variable has no meaning there.`,
      "config.settings",
    );
  }
  return { name, value };
}

function requireServer({ url: given, headers }: SkillServer): SkillServer {
  const url = requireUrl(given.trim());
  if (headers.length > MAX_SKILL_HEADERS) {
    throw invalid(`A server has at most ${MAX_SKILL_HEADERS} headers.`, "config.server");
  }
  return { url, headers: headers.map(requireHeader) };
}

function requireUrl(text: string): string {
  if (text.length > MAX_SETTING_VALUE || !URL.canParse(text)) {
    throw invalid("The address must be one such as https://host/mcp.", "config.server");
  }
  const url = new URL(text);
  const refusal = targetRefusal(url, targetRange());
  if (refusal !== null) throw invalid(refusal, "config.server");
  if (problemWithValue("address", text) !== null || text.includes("${")) {
    throw invalid(
      "The address holds something that looks like a secret; put it into a header.",
      "config.server",
    );
  }
  return text;
}

function requireHeader({ name, value: given }: SkillSetting): SkillSetting {
  if (!HEADER.test(name) || OWN_HEADERS.includes(name.toLowerCase())) {
    throw invalid(`"${name}" is not a header that a skill may set.`, "config.server");
  }
  const value = requireName(given, {
    what: `The value of ${name}`,
    field: "config.server",
    max: MAX_SETTING_VALUE,
  });
  const problem = problemWithValue(name, value);
  if (problem) throw invalid(`The value of ${name} ${problem}.`, "config.server");
  return { name, value };
}
