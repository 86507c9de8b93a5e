/** The options of `start`, as one table: flags, environment variables and help come from it. */
import { readFileSync } from "node:fs";
import { parseArgs, parseEnv } from "node:util";
import type { EmbeddedBackendOptions } from "../config.ts";
import { createJsonLogger, type LogLevel } from "../observability/logger.ts";

/** Thrown for a command line that cannot be run; the message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

interface Option {
  readonly flag: string;
  readonly kind: "text" | "flag" | "list";
  /** Shown in place of the value in the help; also says which values there are. */
  readonly value: string;
  readonly help: string;
}

const OPTIONS: readonly Option[] = [
  { flag: "functions", kind: "text", value: "DIR", help: "folder with the Convex functions (required)" },
  { flag: "data", kind: "text", value: "DIR", help: "folder for database and files (required)" },
  { flag: "port", kind: "text", value: "PORT", help: "port of the API, 0 = a free one (default 3210)" },
  { flag: "site-port", kind: "text", value: "PORT", help: "port of the HTTP actions' origin (default 3211)" },
  { flag: "host", kind: "text", value: "ADDRESS", help: "address to listen on (default 127.0.0.1)" },
  {
    flag: "admin-key",
    kind: "text",
    value: "KEY",
    help: "admin key (default: made once, kept in the data folder)",
  },
  { flag: "cloud-origin", kind: "text", value: "URL", help: "origin of the API as clients see it" },
  { flag: "site-origin", kind: "text", value: "URL", help: "origin of the HTTP actions as clients see it" },
  {
    flag: "durability",
    kind: "text",
    value: "full|normal|off",
    help: "what an acknowledged write survives (default full)",
  },
  {
    flag: "env",
    kind: "list",
    value: "NAME=VALUE",
    help: "environment variable of the functions; may be repeated",
  },
  { flag: "env-file", kind: "text", value: "FILE", help: "file of such variables" },
  { flag: "watch", kind: "flag", value: "", help: "load the functions anew when their files change" },
  { flag: "prod", kind: "flag", value: "", help: "show clients no error details and no log lines" },
  { flag: "paranoid", kind: "flag", value: "", help: "check every live query against a fresh run (slow)" },
  {
    flag: "watchdog-seconds",
    kind: "text",
    value: "N",
    help: "end the process when a function hangs this long",
  },
  { flag: "log-level", kind: "text", value: "debug|info|warn|error", help: "default info" },
];

/** "--admin-key" may also be given as CONVEX_EMBEDDED_ADMIN_KEY, and so on. */
function environmentName(flag: string): string {
  return `CONVEX_EMBEDDED_${flag.toUpperCase().replaceAll("-", "_")}`;
}

export function startHelp(): string {
  const rows = OPTIONS.map(({ flag, value, help }) => `    ${`--${flag} ${value}`.padEnd(36)} ${help}\n`);
  return `${rows.join("")}    Each may also be set in the environment: --admin-key as ${environmentName("admin-key")}, and so on.\n`;
}

type Value = string | boolean | (string | boolean)[];
type Values = Readonly<Record<string, Value | undefined>>;

/** Reads a command line and the environment. Throws UsageError. */
export function readStartOptions(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): EmbeddedBackendOptions {
  const values = readValues(args, environment);
  const text = (flag: string) => (typeof values[flag] === "string" ? values[flag] : undefined);
  const required = (flag: string) => {
    const value = text(flag);
    if (value === undefined || value === "") throw new UsageError(`start needs --${flag}`);
    return value;
  };
  return {
    functionsDir: required("functions"),
    dataDir: required("data"),
    port: integer("port", text("port") ?? "3210"),
    sitePort: integer("site-port", text("site-port") ?? "3211"),
    ...given("host", text("host")),
    ...given("adminKey", text("admin-key")),
    ...given("cloudOrigin", text("cloud-origin")),
    ...given("siteOrigin", text("site-origin")),
    durability: oneOf("durability", text("durability") ?? "full", ["full", "normal", "off"]),
    env: functionEnvironment(text("env-file"), values["env"]),
    watch: values["watch"] === true,
    isDev: values["prod"] !== true,
    paranoid: values["paranoid"] === true,
    watchdogSeconds: integer("watchdog-seconds", text("watchdog-seconds") ?? "0"),
    logger: createJsonLogger({ level: oneOf("log-level", text("log-level") ?? "info", LOG_LEVELS) }),
  };
}

const LOG_LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

function readValues(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Values {
  const options = Object.fromEntries(
    OPTIONS.map(({ flag, kind }) => [
      flag,
      kind === "flag" ? { type: "boolean" as const } : { type: "string" as const, multiple: kind === "list" },
    ]),
  );
  let parsed: Values;
  try {
    parsed = parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  const fromEnvironment = OPTIONS.flatMap(({ flag, kind }): [string, Value][] => {
    const value = environment[environmentName(flag)];
    if (value === undefined || value === "") return [];
    if (kind === "list") return [[flag, value.split(",")]];
    return [[flag, kind === "flag" ? value === "1" || value === "true" : value]];
  });
  return { ...Object.fromEntries(fromEnvironment), ...parsed };
}

function functionEnvironment(file: string | undefined, list: Values[string]): Record<string, string> {
  const env: Record<string, string> = {};
  if (file !== undefined) {
    for (const [name, value] of Object.entries(parseEnv(readText(file)))) env[name] = value ?? "";
  }
  for (const entry of Array.isArray(list) ? list.map(String) : []) {
    const equals = entry.indexOf("=");
    if (equals < 1) throw new UsageError(`--env needs NAME=VALUE, got "${entry}"`);
    env[entry.slice(0, equals)] = entry.slice(equals + 1);
  }
  return env;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    throw new UsageError(`--env-file ${file} cannot be read`);
  }
}

function integer(flag: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new UsageError(`--${flag} needs a whole number, got "${text}"`);
  return Number(text);
}

function oneOf<T extends string>(flag: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined)
    throw new UsageError(`--${flag} must be one of ${allowed.join(", ")}, got "${text}"`);
  return found;
}

function given<K extends string>(name: K, value: string | undefined): { [key in K]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { [key in K]: string });
}
