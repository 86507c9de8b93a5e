import { resolve } from "node:path";
import { z } from "zod";

/** The repository root: everything that `mc start` runs is found from here, wherever it is called from. */
export const repoRoot = resolve(import.meta.dirname, "../../..");

const portRange = "must be a port number, 1 to 65535";
const port = z.coerce.number(portRange).int(portRange).min(1, portRange).max(65535, portRange);
const origin = z
  .url({ protocol: /^https?$/ })
  .refine((value) => URL.parse(value)?.pathname === "/", "must be an origin without a path");

/**
 * Every setting that `npm start` reads, with its default and its meaning; `mc help` is written from this one
 * table and a test compares `.env.example` with it. Provider keys are passed on to the runtimes and never stored.
 */
export const settings = z.object({
  PORT: port.default(3000).describe("port of the dashboard"),
  HOST: z
    .string()
    .default("127.0.0.1")
    .describe("address the dashboard listens on; 0.0.0.0 opens it to the network"),
  MC_ORIGIN: origin
    .optional()
    .describe(
      "public address of the dashboard when it stands behind a proxy, such as https://mc.example.org",
    ),
  TRUST_PROXY: z
    .enum(["0", "1"])
    .default("0")
    .describe("1 when a reverse proxy in front sets X-Forwarded-For"),
  MC_SIGN_UP: z
    .enum(["invite", "open"])
    .default("invite")
    .describe("who may sign up after the first person: invite or open"),
  CLERK_PUBLISHABLE_KEY: z
    .string()
    .startsWith("pk_", "must be Clerk's publishable key, which begins with pk_")
    .optional()
    .describe("sign-in by Clerk instead of local accounts; needs CLERK_JWT_ISSUER_DOMAIN too"),
  CLERK_JWT_ISSUER_DOMAIN: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("issuer of Clerk's tokens, from its JWT template named convex"),
  MC_SIGN_UPS_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe("sign-ups a minute from one network address; more for an office that joins at once"),
  MC_GALLERY: z
    .enum(["0", "1"])
    .default("0")
    .describe("1 shows the dashboard's components at /gallery, for those who build it"),
  MC_BACKEND_PORT: port.default(3210).describe("port of the backend host (loopback only)"),
  MC_DATA_DIR: z.string().default("./data").describe("folder that holds everything that must be kept"),
  MC_SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: "must be an address like smtps://user:password@mail.example.org" })
    .optional()
    .describe(
      "mail server for e-mail, such as smtps://user:password@mail.example.org; none is sent without it",
    ),
  MC_MAIL_FROM: z
    .string()
    .regex(
      /^([^<>]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/,
      "must be an address, with or without a name",
    )
    .optional()
    .describe("sender of e-mail, such as Mission Control <mc@example.org>; needed with MC_SMTP_URL"),
  MC_VAPID_SUBJECT: z
    .string()
    .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, "must be a mailto: or https: address")
    .optional()
    .describe("where push services reach the operator; the address of MC_MAIL_FROM by default"),
  MC_WEBHOOK_TARGETS: z
    .enum(["public", "loopback", "private"])
    .default("public")
    .describe(
      "where webhooks, pushes and servers of skills may be: public (https only), loopback (this machine too) or private",
    ),
  MC_OPENCLAW_DIR: z
    .string()
    .optional()
    .describe("where OpenClaw versions are installed; default <MC_DATA_DIR>/openclaw"),
  MC_MODEL: z.string().optional().describe("model for agents, as provider/model; needs that provider's key"),
  ANTHROPIC_API_KEY: z.string().optional().describe("key of Anthropic: agents use the real model"),
  OPENAI_API_KEY: z.string().optional().describe("key of OpenAI, or of a compatible server"),
  OPENAI_BASE_URL: z.url().optional().describe("address of an OpenAI-compatible server"),
  OPENROUTER_API_KEY: z.string().optional().describe("key of OpenRouter"),
  MC_SHARED_SKILL_CREDENTIALS: z
    .enum(["0", "1"])
    .default("0")
    .describe(
      "1 gives every account the MC_SKILL_… variables that name none; else an only account gets them",
    ),
  MC_DEMO_WORD_MS: z.coerce
    .number()
    .int()
    .min(0)
    .max(10_000)
    .optional()
    .describe("pace of the scripted demo model, milliseconds a word"),
});

/** The meaning of each setting, by name. */
export const settingHelp: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(settings.shape).map(([name, schema]) => [name, schema.description ?? ""]),
);

/** Settings that only runtimes read. */
export const passedToRuntimes = [
  "MC_DEMO_WORD_MS",
  "MC_MODEL",
  "ANTHROPIC_API_KEY",
  "OPENAI_API_KEY",
  "OPENAI_BASE_URL",
  "OPENROUTER_API_KEY",
] as const;

/** As in shared skill/secrets: what begins so is meant for skills. */
export const skillVariablePrefix = "MC_SKILL_";

export type StartConfig = {
  readonly web: {
    readonly port: number;
    readonly host: string;
    /** Where people open it. */
    readonly origin: string;
    /** Whether that address was set: only then are other host names refused. */
    readonly isOriginFixed: boolean;
    readonly trustProxy: "0" | "1";
  };
  readonly backendPort: number;
  readonly dataDir: string;
  readonly openclawDir: string;
  readonly signUp: "invite" | "open";
  readonly signUpsPerMinute: number;
  readonly gallery: "0" | "1";
  /** Settings of what leaves by e-mail, push and webhook, as environment variables of the functions. */
  readonly outboundEnv: Readonly<Record<string, string>>;
  /** Who keeps the accounts instead of this installation; null for local accounts. */
  readonly clerk: { readonly publishableKey: string; readonly issuer: string } | null;
  /** Settings that only runtimes read, as environment variables. */
  readonly runtimeEnv: Readonly<Record<string, string>>;
  /** Credentials for skills of all accounts: ./skillEnv.ts says which runtime gets which. */
  readonly skillEnv: Readonly<Record<string, string>>;
  readonly sharesSkillEnv: boolean;
};

export type ConfigResult = { ok: true; config: StartConfig } | { ok: false; problems: string[] };

/** Reads the settings from `env`; every problem is a sentence that names the variable and what to set. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  // an empty variable (`PORT= npm start`) means "not set", as shells and compose files use it
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = settings.safeParse(given);
  if (!parsed.success) {
    return {
      ok: false,
      problems: parsed.error.issues.map((issue) => {
        const name = String(issue.path[0]);
        return `${name}: ${issue.message} (${settingHelp[name] ?? "setting"})`;
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
  if ((e.MC_SMTP_URL === undefined) !== (e.MC_MAIL_FROM === undefined)) {
    const [given, missing] = e.MC_SMTP_URL
      ? ["MC_SMTP_URL", "MC_MAIL_FROM"]
      : ["MC_MAIL_FROM", "MC_SMTP_URL"];
    return {
      ok: false,
      problems: [`${missing}: must be set together with ${given} (${settingHelp[missing]}).`],
    };
  }
  const { CLERK_PUBLISHABLE_KEY: publishableKey, CLERK_JWT_ISSUER_DOMAIN: issuer } = e;
  if ((publishableKey === undefined) !== (issuer === undefined)) {
    const missing = publishableKey === undefined ? "CLERK_PUBLISHABLE_KEY" : "CLERK_JWT_ISSUER_DOMAIN";
    return {
      ok: false,
      problems: [`Sign-in by Clerk needs ${missing} too (${settingHelp[missing] ?? ""}).`],
    };
  }
  const dataDir = resolve(repoRoot, e.MC_DATA_DIR);
  const runtimeEnv: Record<string, string> = {};
  for (const name of passedToRuntimes) {
    const value = e[name];
    if (value !== undefined) runtimeEnv[name] = String(value);
  }
  const skillEnv: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (name.startsWith(skillVariablePrefix) && value !== undefined) skillEnv[name] = value;
  }
  const origin = e.MC_ORIGIN ?? `http://localhost:${e.PORT}`;
  return {
    ok: true,
    config: {
      web: {
        port: e.PORT,
        host: e.HOST,
        origin,
        isOriginFixed: e.MC_ORIGIN !== undefined,
        trustProxy: e.TRUST_PROXY,
      },
      backendPort: e.MC_BACKEND_PORT,
      dataDir,
      openclawDir: e.MC_OPENCLAW_DIR ? resolve(repoRoot, e.MC_OPENCLAW_DIR) : resolve(dataDir, "openclaw"),
      signUp: e.MC_SIGN_UP,
      signUpsPerMinute: e.MC_SIGN_UPS_PER_MINUTE,
      gallery: e.MC_GALLERY,
      outboundEnv: {
        ...(e.MC_SMTP_URL && e.MC_MAIL_FROM
          ? { MC_SMTP_URL: e.MC_SMTP_URL, MC_MAIL_FROM: e.MC_MAIL_FROM }
          : {}),
        MC_VAPID_SUBJECT: e.MC_VAPID_SUBJECT ?? operatorAddress({ from: e.MC_MAIL_FROM, origin }),
        MC_WEBHOOK_TARGETS: e.MC_WEBHOOK_TARGETS,
      },
      clerk: publishableKey !== undefined && issuer !== undefined ? { publishableKey, issuer } : null,
      runtimeEnv,
      skillEnv,
      sharesSkillEnv: e.MC_SHARED_SKILL_CREDENTIALS === "1",
    },
  };
}

/** Push services want to know who sends: the sender of mails, else the public address, else nobody by name. */
function operatorAddress({ from, origin }: { from: string | undefined; origin: string }): string {
  const address = /[^\s<>]+@[^\s<>]+/.exec(from ?? "")?.[0];
  if (address) return `mailto:${address}`;
  return origin.startsWith("https:") ? origin : "mailto:operator@mission-control.invalid";
}
