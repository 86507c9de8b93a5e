/**
 * A stand-in for the OpenClaw program: started with the same command line, environment and configuration file, it serves the fake
 * gateway on the wanted port and loads Mission Control's plugin as OpenClaw does. It boots in a fraction of a second, so that
 * hundreds of faults fit into minutes. `writeFakeInstallation` puts it where the runtime looks for an installed OpenClaw.
 *
 * Its model does what the words `[[fake …]]` in a task say:
 *   500 <n>   the provider fails in the first n attempts      401   the key is refused
 *   hang      nothing ever comes back                         slow <ms>   the answer takes so long
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { FakeGateway, type FakeToolCall, type FakeTurn, ProviderFailure } from "./fake-gateway.ts";

/** What is wrong with a version. */
export interface FakeFaults {
  /** Its gateway ends at once, or starts and never answers. */
  readonly gateway?: "dies" | "hangs";
  /** It cannot use the databases of other versions. */
  readonly preflight?: "incompatible";
}

/** `dir` becomes a folder for MC_OPENCLAW_DIR. */
export function writeFakeInstallation(dir: string, version: string, faults: FakeFaults = {}): void {
  const folder = join(dir, version, "node_modules", "openclaw");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ version, type: "module" }));
  // Node strips types outside node_modules only: the entry is plain JavaScript and imports this file where it stands.
  writeFileSync(
    join(folder, "openclaw.mjs"),
    `import { main } from ${JSON.stringify(import.meta.url)};\nawait main(${JSON.stringify(version)}, ${JSON.stringify(faults)});\n`,
  );
  writeFileSync(join(dir, version, ".mission-control.json"), "{}");
}

interface Config {
  readonly gateway: { readonly auth: { readonly token: string } };
  readonly agents: { readonly entries: Record<string, unknown> };
  readonly plugins: {
    readonly load: { readonly paths: readonly string[] };
    readonly entries: Record<string, { readonly config: unknown }>;
  };
}

type Hook = (event: Record<string, unknown>, context: Record<string, unknown>) => Promise<HookAnswer>;
type HookAnswer = { readonly outcome?: string; readonly block?: boolean } | undefined;
type ToolFactory = (context: Record<string, unknown>) => {
  execute(
    toolCallId: string,
    params: unknown,
    signal: AbortSignal,
  ): Promise<{ readonly details: { readonly missionControl: unknown } }>;
};

interface Plugin {
  readonly hooks: Map<string, Hook>;
  readonly tools: Map<string, ToolFactory>;
}

export async function main(version: string, faults: FakeFaults): Promise<void> {
  if (process.argv.includes("--version")) return void process.stdout.write(`OpenClaw ${version}\n`);
  if (process.argv.includes("preflight")) return preflight(faults);
  if (faults.gateway === "dies") process.exit(1);
  if (faults.gateway === "hangs") return void setInterval(() => undefined, 1_000);
  const configFile = process.env["OPENCLAW_CONFIG_PATH"] ?? "";
  const stateDir = process.env["OPENCLAW_STATE_DIR"] ?? "";
  const port = Number(process.argv[process.argv.indexOf("--port") + 1]);
  const read = () => JSON.parse(readFileSync(configFile, "utf8")) as Config;
  const config = read();
  const plugin = await loadPlugin(config);
  const gateway = new FakeGateway({
    version,
    port,
    token: config.gateway.auth.token,
    stateDir: join(stateDir, "fake-sessions"),
    agents: () => Object.keys(read().agents.entries),
    resumeAfterMs: 300,
    gate: async (runId, sessionKey) => {
      // No answer from the runtime counts as "no", as at the real one.
      const answer = await plugin.hooks
        .get("before_agent_run")?.({}, { runId, sessionKey })
        .catch(() => null);
      return answer?.outcome === "pass";
    },
    callTool: (call) => callTool(plugin, call),
    onTurn: work,
  });
  await gateway.boot();
  process.on("SIGUSR2", () => gateway.dropConnections());
  process.once("SIGTERM", () => void gateway.stop().then(() => process.exit(0)));
}

/** As `openclaw database preflight <file> --json` answers. */
function preflight({ preflight: fault }: FakeFaults): void {
  const status = fault ?? "migration-required";
  process.stdout.write(`${JSON.stringify({ status, foundVersion: 17, targetVersion: 18 })}\n`);
  process.exitCode = fault === undefined ? 0 : 1;
}

async function loadPlugin(config: Config): Promise<Plugin> {
  const [folder = ""] = config.plugins.load.paths;
  const module = (await import(pathToFileURL(join(folder, "index.js")).href)) as {
    default: { readonly id: string; register(api: object): void };
  };
  const plugin: Plugin = { hooks: new Map(), tools: new Map() };
  module.default.register({
    pluginConfig: config.plugins.entries[module.default.id]?.config,
    on: (name: string, hook: Hook) => plugin.hooks.set(name, hook),
    registerTool: (tool: ToolFactory, { name }: { name: string }) => plugin.tools.set(name, tool),
  });
  return plugin;
}

async function callTool(plugin: Plugin, call: FakeToolCall): Promise<boolean> {
  const { name, args, runId, sessionKey, toolCallId, signal } = call;
  const context = { runId, sessionKey, toolCallId, agentId: sessionKey.split(":")[1] };
  const verdict = await plugin.hooks
    .get("before_tool_call")?.({ toolName: name, runId, toolCallId }, { ...context, abortSignal: signal })
    .catch(() => ({ block: true }));
  const tool = plugin.tools.get(name)?.(context);
  if (verdict?.block === true || tool === undefined) return false;
  const { details } = await tool.execute(toolCallId, args, signal);
  const result = details.missionControl;
  return !(typeof result === "object" && result !== null && "error" in result);
}

/** Every effect that a careful agent makes, always in the same order: a repeated attempt must repeat none of them. */
async function work(turn: FakeTurn): Promise<string> {
  const attempt = Number(/-f(\d+)$/.exec(turn.runId)?.[1] ?? 1);
  const wanted = (pattern: RegExp) => pattern.exec(turn.message);
  const pause = (ms: number) => turn.until(new Promise((resolve) => setTimeout(resolve, ms)));
  turn.say("I take it");
  await turn.tool("task_status", { status: "in_progress" });
  await turn.tool("task_message", { body: "I have started." });
  const failing = wanted(/\[\[fake 500 (\d+)\]\]/);
  if (failing !== null && attempt <= Number(failing[1]))
    throw new ProviderFailure("⚠️ fake/model request failed (provider internal error, HTTP 500)", {
      retryAfterMs: 200,
    });
  if (wanted(/\[\[fake 401\]\]/) !== null)
    throw new ProviderFailure("401 Unauthorized: invalid api key", { retryAfterMs: 1_500 });
  if (wanted(/\[\[fake hang\]\]/) !== null) await turn.until(new Promise(() => undefined));
  await pause(Number(wanted(/\[\[fake slow (\d+)\]\]/)?.[1] ?? 100));
  turn.say("I take it and write");
  const title = wanted(/^# Task MC-\d+: (.+)$/m)?.[1] ?? "What was asked for";
  await turn.tool("document_upsert", { title, content: "What was asked for." });
  await turn.tool("task_status", { status: "review" });
  return "It is done; please look at it.";
}
