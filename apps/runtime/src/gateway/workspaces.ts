/**
 * Each agent's workspace folder with the four files that OpenClaw puts into its system prompt, and the skills that it has. Files
 * are touched only when their text changed. What an agent writes there itself stays, except in `skills`, which is ours; an
 * agent that is removed leaves nothing.
 */
import { readFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { DesiredAgent, DesiredState } from "../mission-control/mission-control.ts";
import { writeIfChanged } from "../storage/files.ts";
import { type GatewayPaths, workspaceOf } from "./config.ts";

const DOCS = new URL("../../../../docs/", import.meta.url);
/** OpenClaw cuts USER.md beyond 4,000 and any other file beyond 20,000 characters; we cut where we can say so. */
const MAX_CHARS = 19_000;

export interface WorkspaceTemplates {
  readonly agents: string;
  readonly soul: string;
}

export async function loadTemplates(): Promise<WorkspaceTemplates> {
  const [agents, soul] = await Promise.all([
    readFile(new URL("AGENTS.md", DOCS), "utf8"),
    readFile(new URL("SOUL_TEMPLATE.md", DOCS), "utf8"),
  ]);
  return { agents: forWorkspaces(withoutNote(agents)), soul: withoutNote(soul) };
}

/** Answers the slugs whose files changed. */
export async function writeWorkspaces(
  paths: GatewayPaths,
  desired: DesiredState,
  {
    skills = new Map(),
    ...templates
  }: WorkspaceTemplates & { readonly skills?: ReadonlyMap<string, string> },
): Promise<string[]> {
  const changed: string[] = [];
  for (const agent of desired.agents) {
    const folder = workspaceOf(paths, agent.slug);
    await mkdir(folder, { recursive: true });
    const files = workspaceFiles(agent, desired.account.name, templates);
    const results = await Promise.all(
      Object.entries(files).map(([name, text]) => writeIfChanged(join(folder, name), text)),
    );
    const hasNewSkills = await writeSkills(join(folder, "skills"), agent.skills ?? [], skills);
    if (hasNewSkills || results.includes(true)) changed.push(agent.slug);
  }
  await removeOthers(paths.workspacesDir, desired.agents);
  return changed;
}

/** Answers whether anything changed. A skill that the agent no longer has is gone from its folder. */
async function writeSkills(
  folder: string,
  slugs: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<boolean> {
  const present = await namesIn(folder);
  const gone = present.filter((name) => !slugs.includes(name));
  await Promise.all(gone.map((name) => rm(join(folder, name), { recursive: true, force: true })));
  const written = await Promise.all(
    slugs.map(async (slug) => {
      const file = files.get(slug);
      return file !== undefined && (await writeIfChanged(join(folder, slug, "SKILL.md"), file));
    }),
  );
  return gone.length > 0 || written.includes(true);
}

/** Before a start, when no gateway holds them open: the session databases of agents that are gone. */
export async function removeStateOfFormerAgents(
  paths: GatewayPaths,
  agents: readonly DesiredAgent[],
): Promise<void> {
  await removeOthers(join(paths.stateDir, "agents"), agents);
}

export function workspaceFiles(
  agent: DesiredAgent,
  accountName: string,
  templates: WorkspaceTemplates,
): Record<string, string> {
  const values: Record<string, string> = {
    "agent.name": agent.name,
    "agent.role": agent.role,
    "account.name": accountName,
  };
  const fill = (template: string) =>
    template.replace(/\{\{([a-z.]+)\}\}/g, (_, name: string) => values[name] ?? "");
  return {
    "SOUL.md": bounded(agent.soul.trim() === "" ? fill(templates.soul) : agent.soul),
    "AGENTS.md": bounded(fill(templates.agents)),
    "IDENTITY.md": bounded(
      agent.identity.trim() === "" ? `Name: ${agent.name}. Role: ${agent.role}.` : agent.identity,
    ),
    "USER.md": `You work for the members of ${accountName}. Every turn tells you who asks and who is there; answer in their language.\n`,
  };
}

function bounded(text: string): string {
  const whole = text.endsWith("\n") ? text : `${text}\n`;
  return whole.length <= MAX_CHARS
    ? whole
    : `${whole.slice(0, MAX_CHARS)}\n\n(The text goes on, but was too long to be read every turn.)\n`;
}

/** What an agent is told at a heartbeat with news; OpenClaw reads no HEARTBEAT.md, so it travels in the message. */
export function loadHeartbeatText(): string {
  return withoutNote(readFileSync(new URL("HEARTBEAT.md", DOCS), "utf8"));
}

/** The comment at the top of a template speaks to people who edit it. */
function withoutNote(template: string): string {
  return template.replace(/^<!--[\s\S]*?-->\s*/, "");
}

/** AGENTS.md goes on for agents outside the gateway; those inside would only pay for reading it. */
function forWorkspaces(template: string): string {
  return `${(template.split("<!-- For agents that work outside the gateway.")[0] ?? template).trimEnd()}\n`;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    return [];
  }
}

async function removeOthers(folder: string, agents: readonly DesiredAgent[]): Promise<void> {
  const names = await namesIn(folder);
  const kept = new Set(agents.map((agent) => agent.slug));
  await Promise.all(
    names
      .filter((name) => !kept.has(name))
      .map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
}
