/**
 * What the account's skills mean at the gateway. Their texts go into workspaces (workspaces.ts); a skill of the category MCP
 * server also names a server that the gateway connects to, for the agents that have the skill and no other. Credentials are
 * variables of this runtime's environment: the config names them, their values travel in the gateway's environment only.
 */
import { createHash } from "node:crypto";
import { variablesIn } from "@mc/shared/skill/secrets";
import type { DesiredSkill, DesiredState, MissionControl } from "../mission-control/mission-control.ts";
import { unlessAborted } from "../process/unless-aborted.ts";

/** Longer names of servers are cut by OpenClaw, and what it made of them is not known to us. */
const MAX_SERVER_NAME = 30;

export interface SkillServers {
  /** `mcp.servers` of the configuration. */
  readonly servers: Readonly<Record<string, unknown>>;
  /** By skill, what the names of its server's tools begin with, as OpenClaw's tool policy writes it. */
  readonly toolsOf: ReadonlyMap<string, string>;
  /** Why a server is left out, for people. */
  readonly problems: readonly string[];
}

/** Pure: the servers of skills that at least one agent has, as far as this runtime holds their credentials. */
export function planSkillServers(
  { agents, skills = [] }: Pick<DesiredState, "agents" | "skills">,
  environment: Readonly<Record<string, string>>,
): SkillServers {
  const wanted = new Set(agents.flatMap((agent) => agent.skills ?? []));
  const servers: Record<string, unknown> = {};
  const toolsOf = new Map<string, string>();
  const problems: string[] = [];
  for (const { slug, name, server } of skills.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))) {
    if (server === null || !wanted.has(slug)) continue;
    const missing = server.headers
      .flatMap(({ value }) => variablesIn(value))
      .filter((variable) => environment[variable] === undefined);
    if (missing.length > 0) {
      problems.push(
        `the skill ${name} waits for ${[...new Set(missing)].join(", ")} in the runtime's environment`,
      );
      continue;
    }
    const key = serverName(slug);
    const headers = Object.fromEntries(server.headers.map((header) => [header.name, header.value]));
    servers[key] = {
      url: server.url,
      transport: "streamable-http",
      ...(server.headers.length === 0 ? {} : { headers }),
    };
    toolsOf.set(slug, `${key}__*`);
  }
  return { servers, toolsOf, problems };
}

function serverName(slug: string): string {
  if (slug.length <= MAX_SERVER_NAME) return slug;
  const mark = createHash("sha256").update(slug).digest("hex").slice(0, 8);
  return `${slug.slice(0, MAX_SERVER_NAME - 9)}-${mark}`;
}

/** Files of skills by slug, each fetched once for as long as it says the same. */
export class SkillFiles {
  readonly #missionControl: Pick<MissionControl, "skillFile">;
  #known = new Map<string, string>();

  constructor(missionControl: Pick<MissionControl, "skillFile">) {
    this.#missionControl = missionControl;
  }

  /** The backend may be away for as long as it likes: whoever waits no longer says so with the signal. */
  async of(skills: readonly DesiredSkill[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const known = new Map<string, string>();
    const files = new Map<string, string>();
    for (const { skillId, slug, fileHash } of skills) {
      const file =
        this.#known.get(fileHash) ??
        (await unlessAborted(this.#missionControl.skillFile(skillId), signal)).file;
      known.set(fileHash, file);
      files.set(slug, file);
    }
    this.#known = known;
    return files;
  }
}
