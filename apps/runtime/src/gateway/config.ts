/**
 * The gateway's configuration, as one pure function of what we know. We own the file: the gateway runs with
 * OPENCLAW_CONFIG_READONLY=1 and picks changes up by itself within two seconds.
 *
 * Least privilege: an agent reads and writes files inside its own workspace and has the office's tools. No shell, no processes,
 * no browser, no web; channels, cron, discovery, telemetry and updates are off because Mission Control drives the turns.
 */
import { join } from "node:path";
import { TOOL_NAMES } from "@mc/shared/tools/catalog";
import type { DesiredAgent } from "../mission-control/mission-control.ts";
import { DEMO_PROVIDER, type ModelChoice, splitRef } from "../model.ts";
import type { SkillServers } from "./skills.ts";

const NO_SERVERS: SkillServers = { servers: {}, toolsOf: new Map(), problems: [] };

export const PLUGIN_ID = "mission-control";

export interface GatewayPaths {
  readonly stateDir: string;
  readonly configFile: string;
  readonly workspacesDir: string;
  readonly pluginDir: string;
  readonly logFile: string;
}

export function gatewayPaths(runtimeDir: string): GatewayPaths {
  const stateDir = join(runtimeDir, "gateway");
  return {
    stateDir,
    configFile: join(stateDir, "openclaw.json"),
    workspacesDir: join(runtimeDir, "workspaces"),
    pluginDir: join(runtimeDir, "plugin"),
    logFile: join(runtimeDir, "logs", "openclaw.log"),
  };
}

export interface GatewayConfigInput {
  readonly paths: GatewayPaths;
  readonly version: string;
  readonly port: number;
  readonly token: string;
  readonly agents: readonly DesiredAgent[];
  readonly model: ModelChoice;
  /** Where the demo model listens; null when a real provider answers. */
  readonly demoModel: { readonly baseUrl: string; readonly apiKey: string } | null;
  readonly tools: { readonly baseUrl: string; readonly token: string };
  readonly parallelTurns: number;
  /** Servers that skills bring; none when absent. */
  readonly skillServers?: SkillServers;
}

const FILE_TOOLS = ["read", "write", "edit"];
const MODEL_LIMITS = { contextWindow: 200_000, maxTokens: 16_384 };
const NO_PRICE = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export function buildGatewayConfig(input: GatewayConfigInput): Record<string, unknown> {
  const { paths, skillServers = NO_SERVERS } = input;
  const agents = input.agents.toSorted((a, b) => (a.slug < b.slug ? -1 : 1));
  const first = agents[0]?.slug;
  return {
    // OpenClaw takes a config without this mark for a damaged one.
    meta: { lastTouchedVersion: input.version },
    gateway: {
      mode: "local",
      port: input.port,
      bind: "loopback",
      auth: { mode: "token", token: input.token },
      // The observer asks a model for summaries of sessions, for a page that nobody here opens.
      controlUi: { enabled: false, sessionObserver: false },
      terminal: { enabled: false },
      tailscale: { mode: "off" },
    },
    logging: { file: paths.logFile, consoleStyle: "json", level: "info", maxFileBytes: 10_485_760 },
    discovery: { mdns: { mode: "off" } },
    telemetry: { enabled: false },
    update: { checkOnStart: false },
    cron: { enabled: false },
    // "enforce" starts a worker after every turn that keeps the state's lock for a second or more; other sessions' turns then fail
    // with "another OpenClaw process owns state-lifecycle". Sessions end with their tasks here, so there is little to clean up.
    session: { maintenance: { mode: "warn" } },
    models: { mode: "replace", catalogRefresh: { enabled: false }, providers: providers(input, agents) },
    agents: {
      ownership: "explicit",
      defaults: {
        model: { primary: input.model.ref },
        skipBootstrap: true,
        heartbeat: { every: "0m" },
        // Otherwise a small model of the same provider is asked for titles and recaps beside the turns, at the operator's cost
        // and outside the ledger.
        utilityModel: "",
        skills: [],
        maxConcurrent: Math.max(8, input.parallelTurns),
        ...(first === undefined ? {} : { systemAgent: { agentId: first } }),
      },
      entries: Object.fromEntries(agents.map((agent) => [agent.slug, agentEntry(agent, input)])),
    },
    ...(skillServers.toolsOf.size === 0 ? {} : { mcp: { servers: skillServers.servers } }),
    tools: {
      toolSearch: false,
      allow: [...FILE_TOOLS, PLUGIN_ID, ...skillServers.toolsOf.values()],
      deny: ["apply_patch"],
      fs: { workspaceOnly: true },
    },
    plugins: {
      allow: [PLUGIN_ID],
      slots: { memory: "none" },
      load: { paths: [paths.pluginDir] },
      entries: {
        [PLUGIN_ID]: {
          enabled: true,
          hooks: { allowConversationAccess: true },
          config: { baseUrl: input.tools.baseUrl, token: input.tools.token },
        },
      },
    },
  };
}

function agentEntry(agent: DesiredAgent, input: GatewayConfigInput): Record<string, unknown> {
  const model = usableModel(agent, input.model);
  const skills = (agent.skills ?? []).toSorted();
  const { toolsOf } = input.skillServers ?? NO_SERVERS;
  const foreign = [...toolsOf].flatMap(([slug, tools]) => (skills.includes(slug) ? [] : [tools]));
  const denied = [...TOOL_NAMES.filter((name) => !agent.tools.includes(name)), ...foreign];
  return {
    name: agent.name,
    workspace: workspaceOf(input.paths, agent.slug),
    ...(model === input.model.ref ? {} : { model }),
    ...paramsOf(agent),
    ...(skills.length === 0 ? {} : { skills }),
    ...(denied.length === 0 ? {} : { tools: { deny: denied } }),
  };
}

/** What goes along with every request to the model; OpenClaw leaves out what a provider does not take. */
function paramsOf({ temperature, maxOutputTokens }: DesiredAgent): { params?: Record<string, number> } {
  const params = {
    ...(typeof temperature === "number" ? { temperature } : {}),
    ...(typeof maxOutputTokens === "number" ? { maxTokens: maxOutputTokens } : {}),
  };
  return Object.keys(params).length === 0 ? {} : { params };
}

export function workspaceOf(paths: GatewayPaths, slug: string): string {
  return join(paths.workspacesDir, slug);
}

/** An agent's own model counts when we hold a key for its provider. */
export function usableModel(agent: DesiredAgent, choice: ModelChoice): string {
  if (agent.model === null) return choice.ref;
  const { provider } = splitRef(agent.model);
  return choice.providers.some(({ name }) => name === provider) ? agent.model : choice.ref;
}

function providers(input: GatewayConfigInput, agents: readonly DesiredAgent[]): Record<string, unknown> {
  const refs = [input.model.ref, ...agents.map((agent) => usableModel(agent, input.model))].map(splitRef);
  // What an agent may write at once is also bounded by what its model is said to be able to.
  const maxTokens = Math.max(MODEL_LIMITS.maxTokens, ...agents.map((agent) => agent.maxOutputTokens ?? 0));
  const modelsOf = (provider: string) => {
    const ids = new Set(refs.flatMap((ref) => (ref.provider === provider ? [ref.model] : [])));
    return [...ids].map((id) => ({
      id,
      name: id,
      reasoning: false,
      input: ["text"],
      ...MODEL_LIMITS,
      maxTokens,
      cost: NO_PRICE,
    }));
  };
  const entries = input.model.providers.map(({ name, baseUrl, api, key }) => {
    // The name of the variable; its value is in the gateway's environment and nowhere on disk.
    return [name, { baseUrl, apiKey: `\${${key.variable}}`, api, models: modelsOf(name) }] as const;
  });
  if (input.demoModel !== null) {
    const { baseUrl, apiKey } = input.demoModel;
    return {
      [DEMO_PROVIDER]: { baseUrl, apiKey, api: "openai-completions", models: modelsOf(DEMO_PROVIDER) },
    };
  }
  return Object.fromEntries(entries.filter(([, provider]) => provider.models.length > 0));
}
