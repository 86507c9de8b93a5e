/**
 * SKILL.md as OpenClaw wants it: a front matter with name and description, then instructions. What a person writes or pastes
 * may bring a front matter of its own; its description is taken over, its other keys are kept, and the name is always the slug,
 * because agents are given their skills by that name.
 */
import type { SkillSetting } from "./limits.ts";

const FRONT_MATTER = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n?---[ \t]*(?:\r?\n|$)/;

export type SkillText = {
  /** One line; null when the text brings none. */
  description: string | null;
  /** Lines of the front matter beside name and description. */
  extra: string[];
  body: string;
};

export function parseSkillText(text: string): SkillText {
  const match = FRONT_MATTER.exec(text);
  if (!match) return { description: null, extra: [], body: text };
  const entries = entriesOf(match[1] ?? "");
  const description = entries.find(({ key }) => key === "description");
  return {
    description: description ? scalarOf(description.lines) : null,
    extra: entries.filter(({ key }) => key !== "name" && key !== "description").flatMap(({ lines }) => lines),
    body: text.slice(match[0].length),
  };
}

export type SkillFacts = {
  slug: string;
  description: string;
  text: string;
  settings: readonly SkillSetting[];
};

/** The file in an agent's workspace. The same facts always make the same text. */
export function composeSkillFile({ slug, description, text, settings }: SkillFacts): string {
  const { extra, body } = parseSkillText(text);
  const front = ["---", `name: ${slug}`, `description: ${quoted(description)}`, ...extra, "---", ""];
  const table =
    settings.length === 0
      ? []
      : ["## Settings", "", ...settings.map(({ name, value }) => `- ${name}: ${value}`), ""];
  return [...front, `${body.trim()}\n`, ...table].join("\n");
}

type Entry = { key: string; lines: string[] };

/** Top-level keys with the indented lines that belong to them; comments and blank lines stay with the key before. */
function entriesOf(front: string): Entry[] {
  const entries: Entry[] = [];
  for (const line of front.split(/\r?\n/)) {
    const key = /^([A-Za-z][\w-]*)[ \t]*:/.exec(line)?.[1];
    const last = entries.at(-1);
    if (key !== undefined) entries.push({ key, lines: [line] });
    else if (last && line.trim() !== "") last.lines.push(line);
  }
  return entries;
}

/** Plain, quoted or folded over several lines; joined to one. */
function scalarOf(lines: readonly string[]): string | null {
  const [first = "", ...rest] = lines;
  const start = first.slice(first.indexOf(":") + 1).trim();
  const head = /^[|>][+-]?$/.test(start) ? "" : start;
  const joined = [head, ...rest.map((line) => line.trim())].join(" ").trim();
  const inner =
    /^"(.*)"$/.exec(joined)?.[1]?.replace(/\\(["\\])/g, "$1") ??
    /^'(.*)'$/.exec(joined)?.[1]?.replaceAll("''", "'");
  return (inner ?? joined).replace(/\s+/g, " ").trim() || null;
}

function quoted(text: string): string {
  return `"${text.replace(/\s+/g, " ").trim().replace(/[\\"]/g, "\\$&")}"`;
}
