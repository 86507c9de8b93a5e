/**
 * Everything that the gateway reads, kept in line with what the account wants: plugin, workspaces, configuration, token. Each file
 * is touched only when its text changed; the gateway picks changes up by itself.
 */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { RuntimeConfig } from "../config.ts";
import type { DesiredState, MissionControl } from "../mission-control/mission-control.ts";
import { readTextOrNull, writeIfChanged } from "../storage/files.ts";
import { buildGatewayConfig, type GatewayConfigInput, type GatewayPaths, gatewayPaths } from "./config.ts";
import { writePlugin } from "./plugin.ts";
import { planSkillServers, SkillFiles } from "./skills.ts";
import { removeUnfinishedDatabases } from "./unfinished.ts";
import {
  loadTemplates,
  removeStateOfFormerAgents,
  type WorkspaceTemplates,
  writeWorkspaces,
} from "./workspaces.ts";

export interface GatewayFilesOptions {
  readonly config: RuntimeConfig;
  readonly missionControl: Pick<MissionControl, "skillFile">;
  /** The version of OpenClaw that is active now. */
  readonly version: () => string;
  /** Known once our own HTTP endpoint and the demo model listen. */
  readonly endpoints: () => Pick<GatewayConfigInput, "tools" | "demoModel">;
}

interface Written {
  readonly hasConfigChanged: boolean;
  readonly changedSlugs: string[];
}

export class GatewayFiles {
  readonly paths: GatewayPaths;
  readonly #options: GatewayFilesOptions;
  readonly #skillFiles: SkillFiles;
  #templates: WorkspaceTemplates | null = null;
  #skillProblems: readonly string[] = [];
  #writing: Promise<unknown> = Promise.resolve();

  constructor(options: GatewayFilesOptions) {
    this.#options = options;
    this.#skillFiles = new SkillFiles(options.missionControl);
    this.paths = gatewayPaths(options.config.runtimeDir);
  }

  /** Why servers of skills are left out of what was written last. */
  get skillProblems(): readonly string[] {
    return this.#skillProblems;
  }

  /**
   * For a process that is about to start: also what only a stopped gateway allows to be cleaned. Answers which databases a killed
   * gateway had left unfinished.
   */
  async prepare(desired: DesiredState, port: number, signal?: AbortSignal): Promise<string[]> {
    await writePlugin(this.paths.pluginDir);
    const unfinished = await removeUnfinishedDatabases(this.paths);
    await removeStateOfFormerAgents(this.paths, desired.agents);
    await this.write(desired, port, signal);
    return unfinished;
  }

  /**
   * One after the other: what was wanted earlier, or for a process that is gone, must not come out over what is wanted now. Rejects
   * when the signal aborts before the files are begun.
   */
  async write(desired: DesiredState, port: number, signal?: AbortSignal): Promise<Written> {
    const written = this.#writing.then(() => this.#write(desired, port, signal));
    this.#writing = written.catch(() => undefined);
    return await written;
  }

  /** Resolves when nothing is being written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #write(desired: DesiredState, port: number, signal: AbortSignal | undefined): Promise<Written> {
    const { config, version, endpoints } = this.#options;
    this.#templates ??= await loadTemplates();
    const skills = await this.#skillFiles.of(desired.skills ?? [], signal);
    signal?.throwIfAborted();
    const changedSlugs = await writeWorkspaces(this.paths, desired, { ...this.#templates, skills });
    const skillServers = planSkillServers(desired, config.skillEnv);
    this.#skillProblems = skillServers.problems;
    const content = buildGatewayConfig({
      paths: this.paths,
      version: version(),
      port,
      token: await this.token(),
      agents: desired.agents,
      model: config.model,
      parallelTurns: config.parallelTurns,
      skillServers,
      ...endpoints(),
    });
    const hasConfigChanged = await writeIfChanged(
      this.paths.configFile,
      `${JSON.stringify(content, null, 2)}\n`,
      0o600,
    );
    return { hasConfigChanged, changedSlugs };
  }

  /** Random, once per runtime folder, readable by its owner only. */
  async token(): Promise<string> {
    const file = join(this.#options.config.runtimeDir, "gateway.token");
    const present = (await readTextOrNull(file))?.trim();
    if (present !== undefined && present.length >= 32) return present;
    const token = randomBytes(32).toString("base64url");
    await writeIfChanged(file, `${token}\n`, 0o600);
    return token;
  }
}
