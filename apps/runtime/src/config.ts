/**
 * The runtime's settings: the only file that reads the environment. Everything else receives a `RuntimeConfig`.
 * Edit this when a setting is added, and say in the message what a person should set.
 */
import { isAbsolute, resolve } from "node:path";
import { SKILL_VARIABLE_PREFIX } from "@mc/shared/skill/secrets";
import { z } from "zod";
import { RuntimeError } from "./errors.ts";
import { chooseModel, type ModelChoice } from "./model.ts";
import { OPENCLAW_VERSION } from "./openclaw/version.ts";

export interface RuntimeConfig {
  readonly backendUrl: string;
  readonly serviceToken: string;
  /** Everything this account's gateway owns: config, state, workspaces, logs. */
  readonly runtimeDir: string;
  /** Versioned OpenClaw installations, shared by all runtimes of the machine. */
  readonly openclawDir: string;
  readonly openclawVersion: string;
  /** Loopback port of health and tool endpoint; 0 = any free one. */
  readonly httpPort: number;
  readonly parallelTurns: number;
  readonly leaseMs: number;
  /** The longest that one turn may take before it is aborted. */
  readonly turnTimeoutMs: number;
  /** How long running turns may go on after SIGTERM before they are handed back. */
  readonly drainMs: number;
  /** How long the gateway may take to stop before it is killed. */
  readonly gatewayStopMs: number;
  /** How long a gateway may take to become ready, before an upgrade goes back and a start counts as failed. */
  readonly gatewayReadyMs: number;
  /** How long an upgraded gateway must stay well before the upgrade counts. */
  readonly gatewayStableMs: number;
  /** How long running turns may go on before an upgrade interrupts them. */
  readonly upgradeDrainMs: number;
  /** True when whoever started this process starts it again when it ends. */
  readonly isSupervised: boolean;
  readonly checkInMs: number;
  readonly logLevel: "debug" | "info" | "warn" | "error" | "silent";
  readonly model: ModelChoice;
  /** What child processes inherit; never a service token. */
  readonly childEnv: Readonly<Record<string, string>>;
  /** Variables that skills may name, for the gateway alone. */
  readonly skillEnv: Readonly<Record<string, string>>;
  /** The same for npm, which also finds its settings (registry, proxy, cache) in the home folder and in npm_config_*. */
  readonly npmEnv: Readonly<Record<string, string>>;
}

const milliseconds = (fallback: number) => z.coerce.number().int().min(0).max(86_400_000).default(fallback);

const schema = z.object({
  MC_BACKEND_URL: z.url({
    protocol: /^https?$/,
    error: "set MC_BACKEND_URL to the backend's address, such as http://127.0.0.1:3210",
  }),
  MC_SERVICE_TOKEN: z
    .string({ error: "set MC_SERVICE_TOKEN to a service token of the account (Settings, Runtime & tokens)" })
    .min(8, "MC_SERVICE_TOKEN is too short to be a service token"),
  MC_RUNTIME_DIR: z
    .string({ error: "set MC_RUNTIME_DIR to a folder that this runtime alone may write" })
    .min(1),
  MC_OPENCLAW_DIR: z.string({ error: "set MC_OPENCLAW_DIR to the folder for OpenClaw installations" }).min(1),
  MC_OPENCLAW_VERSION: z
    .string()
    .regex(/^\d{4}\.\d+\.\d+(-[\w.]+)?$/, "MC_OPENCLAW_VERSION must be a published version such as 2026.9.6")
    .default(OPENCLAW_VERSION),
  MC_RUNTIME_HTTP_PORT: z.coerce
    .number({ error: "MC_RUNTIME_HTTP_PORT must be a port number, or 0 for any free port" })
    .int()
    .min(0)
    .max(65_535)
    .default(0),
  MC_PARALLEL_TURNS: z.coerce
    .number({ error: "MC_PARALLEL_TURNS must be a number from 1 to 8" })
    .int()
    .min(1)
    .max(8)
    .default(4),
  MC_LEASE_MS: z.coerce
    .number()
    .int()
    .min(3_000, "MC_LEASE_MS must be at least 3000")
    .max(600_000)
    .default(30_000),
  MC_TURN_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(5_000, "MC_TURN_TIMEOUT_MS must be at least 5000")
    .max(86_400_000)
    .default(900_000),
  MC_DRAIN_MS: milliseconds(3_000),
  MC_GATEWAY_STOP_MS: milliseconds(4_000),
  MC_GATEWAY_READY_MS: milliseconds(180_000),
  MC_GATEWAY_STABLE_MS: milliseconds(5_000),
  MC_UPGRADE_DRAIN_MS: milliseconds(60_000),
  MC_SUPERVISED: z.enum(["0", "1"]).default("0"),
  MC_CHECK_IN_MS: z.coerce.number().int().min(1_000).max(60_000).default(20_000),
  MC_LOG_LEVEL: z
    .enum(["debug", "info", "warn", "error", "silent"], {
      error: "MC_LOG_LEVEL must be debug, info, warn, error or silent",
    })
    .default("info"),
  MC_DEMO_WORD_MS: z.coerce
    .number({ error: "MC_DEMO_WORD_MS must be the milliseconds between two words of the demo model" })
    .int()
    .min(0)
    .max(5_000)
    .default(40),
  MC_MODEL: z.string().trim().min(1).optional(),
  ANTHROPIC_API_KEY: z.string().trim().min(1).optional(),
  OPENAI_API_KEY: z.string().trim().min(1).optional(),
  OPENROUTER_API_KEY: z.string().trim().min(1).optional(),
  OPENAI_BASE_URL: z.url({ error: "OPENAI_BASE_URL must be an address such as https://host/v1" }).optional(),
  PATH: z.string().default(""),
});

/** What a child process needs from its surroundings to work at all: found by name, so that no secret travels by accident. */
const PASSED_ON = new Set([
  "PATH",
  "LANG",
  "LC_ALL",
  "TZ",
  "TMPDIR",
  "TEMP",
  "TMP",
  "SystemRoot",
  "ComSpec",
  "PATHEXT",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "NODE_EXTRA_CA_CERTS",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
]);
const FOR_NPM = /^(HOME|USERPROFILE|APPDATA|LOCALAPPDATA|npm_config_.*|NPM_CONFIG_.*)$/;

/** Thrown as `invalid` with one line per wrong or missing variable. */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): RuntimeConfig {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new RuntimeError("invalid", `The runtime cannot start with these settings:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  const childEnv = pick(environment, (name) => PASSED_ON.has(name));
  const npmEnv = pick(environment, (name) => PASSED_ON.has(name) || FOR_NPM.test(name));
  return {
    backendUrl: env.MC_BACKEND_URL.replace(/\/+$/, ""),
    serviceToken: env.MC_SERVICE_TOKEN,
    runtimeDir: absolute(env.MC_RUNTIME_DIR),
    openclawDir: absolute(env.MC_OPENCLAW_DIR),
    openclawVersion: env.MC_OPENCLAW_VERSION,
    httpPort: env.MC_RUNTIME_HTTP_PORT,
    parallelTurns: env.MC_PARALLEL_TURNS,
    leaseMs: env.MC_LEASE_MS,
    turnTimeoutMs: env.MC_TURN_TIMEOUT_MS,
    drainMs: env.MC_DRAIN_MS,
    gatewayStopMs: env.MC_GATEWAY_STOP_MS,
    gatewayReadyMs: env.MC_GATEWAY_READY_MS,
    gatewayStableMs: env.MC_GATEWAY_STABLE_MS,
    upgradeDrainMs: env.MC_UPGRADE_DRAIN_MS,
    isSupervised: env.MC_SUPERVISED === "1",
    checkInMs: env.MC_CHECK_IN_MS,
    logLevel: env.MC_LOG_LEVEL,
    model: chooseModel({
      model: env.MC_MODEL,
      anthropicKey: env.ANTHROPIC_API_KEY,
      openaiKey: env.OPENAI_API_KEY,
      openrouterKey: env.OPENROUTER_API_KEY,
      openaiBaseUrl: env.OPENAI_BASE_URL,
      demoWordMs: env.MC_DEMO_WORD_MS,
    }),
    childEnv,
    skillEnv: pick(environment, (name) => name.startsWith(SKILL_VARIABLE_PREFIX)),
    npmEnv,
  };
}

function absolute(path: string): string {
  return isAbsolute(path) ? path : resolve(path);
}

function pick(environment: NodeJS.ProcessEnv, wants: (name: string) => boolean): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && value !== "" && wants(name)) picked[name] = value;
  }
  return picked;
}
