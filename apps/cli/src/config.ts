import { resolve } from "node:path";
import { z } from "zod";

/** The repository root: everything that `mc start` runs is found from here, wherever it is called from. */
export const repoRoot = resolve(import.meta.dirname, "../../..");

const port = z.coerce.number().int().min(1).max(65535);
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => URL.parse(value)?.pathname === "/", "must be an origin without a path");

/**
 * Every setting that `npm start` reads, with its default and its meaning; `mc help` and `.env.example` are
 * written from this one table. Provider keys are passed on to the runtimes and never stored.
 */
export const settings = {
  PORT: { schema: port.default(3000), help: "port of the dashboard" },
  HOST: {
    schema: z.string().min(1).default("127.0.0.1"),
    help: "address the dashboard listens on; 0.0.0.0 opens it to the network",
  },
  MC_BACKEND_PORT: { schema: port.default(3210), help: "port of the backend host (loopback only)" },
  MC_DATA_DIR: {
    schema: z.string().min(1).default("./data"),
    help: "folder that holds everything that must be kept",
  },
  MC_ORIGIN: {
    schema: origin.optional(),
    help: "public address of the dashboard when it stands behind a proxy, such as https://mc.example.org",
  },
  TRUST_PROXY: {
    schema: z.enum(["0", "1"]).default("0"),
    help: "1 when a reverse proxy in front sets X-Forwarded-For",
  },
  MC_SIGN_UP: {
    schema: z.enum(["invite", "open"]).default("invite"),
    help: "who may sign up after the first person: invite or open",
  },
  MC_OPENCLAW_DIR: {
    schema: z.string().min(1).optional(),
    help: "where OpenClaw versions are installed; default <MC_DATA_DIR>/openclaw",
  },
  MC_DEMO_WORD_MS: {
    schema: z.coerce.number().int().min(0).max(10_000).optional(),
    help: "pace of the scripted demo model, milliseconds a word",
  },
  MC_MODEL: {
    schema: z.string().min(1).optional(),
    help: "model for agents, as provider/model; needs that provider's key",
  },
  ANTHROPIC_API_KEY: {
    schema: z.string().min(1).optional(),
    help: "key of Anthropic: agents use the real model",
  },
  OPENAI_API_KEY: { schema: z.string().min(1).optional(), help: "key of OpenAI, or of a compatible server" },
  OPENAI_BASE_URL: { schema: z.url().optional(), help: "address of an OpenAI-compatible server" },
  OPENROUTER_API_KEY: { schema: z.string().min(1).optional(), help: "key of OpenRouter" },
} satisfies Record<string, { schema: z.ZodType; help: string }>;

const passedToRuntimes = [
  "MC_DEMO_WORD_MS",
  "MC_MODEL",
  "ANTHROPIC_API_KEY",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENROUTER_API_KEY",
] as const;

const environment = z.object({
  PORT: settings.PORT.schema,
  HOST: settings.HOST.schema,
  MC_BACKEND_PORT: settings.MC_BACKEND_PORT.schema,
  MC_DATA_DIR: settings.MC_DATA_DIR.schema,
  MC_ORIGIN: settings.MC_ORIGIN.schema,
  TRUST_PROXY: settings.TRUST_PROXY.schema,
  MC_SIGN_UP: settings.MC_SIGN_UP.schema,
  MC_OPENCLAW_DIR: settings.MC_OPENCLAW_DIR.schema,
  MC_DEMO_WORD_MS: settings.MC_DEMO_WORD_MS.schema,
  MC_MODEL: settings.MC_MODEL.schema,
  ANTHROPIC_API_KEY: settings.ANTHROPIC_API_KEY.schema,
  OPENAI_API_KEY: settings.OPENAI_API_KEY.schema,
  OPENAI_BASE_URL: settings.OPENAI_BASE_URL.schema,
  OPENROUTER_API_KEY: settings.OPENROUTER_API_KEY.schema,
});

export type StartConfig = {
  readonly web: {
    readonly port: number;
    readonly host: string;
    readonly origin: string;
    readonly trustProxy: "0" | "1";
  };
  readonly backendPort: number;
  readonly dataDir: string;
  readonly openclawDir: string;
  readonly signUp: "invite" | "open";
  /** Settings that only runtimes read, as environment variables. */
  readonly runtimeEnv: Readonly<Record<string, string>>;
};

export type ConfigResult = { ok: true; config: StartConfig } | { ok: false; problems: string[] };

/** Reads the settings from `env`; every problem is a sentence that names the variable and what to set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  // an empty variable (`PORT= npm start`) means "not set", as shells and compose files use it
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        const help = name in settings ? settings[name as keyof typeof settings].help : "";
        return `${name}: ${issue.message}. It is the ${help}.`;
      }),
    };
  }
  const e = parsed.data;
  if (e.PORT === e.MC_BACKEND_PORT) {
    return {
      ok: false,
      problems: [`PORT and MC_BACKEND_PORT are both ${e.PORT}. Give them different ports.`],
    };
  }
  const dataDir = resolve(repoRoot, e.MC_DATA_DIR);
  const runtimeEnv: Record<string, string> = {};
  for (const name of passedToRuntimes) {
    const value = e[name];
    if (value !== undefined) runtimeEnv[name] = String(value);
  }
  return {
    ok: true,
    config: {
      web: {
        port: e.PORT,
        host: e.HOST,
        origin: e.MC_ORIGIN ?? `http://localhost:${e.PORT}`,
        trustProxy: e.TRUST_PROXY,
      },
      backendPort: e.MC_BACKEND_PORT,
      dataDir,
      openclawDir: e.MC_OPENCLAW_DIR ? resolve(repoRoot, e.MC_OPENCLAW_DIR) : resolve(dataDir, "openclaw"),
      signUp: e.MC_SIGN_UP,
      runtimeEnv,
    },
  };
}
