// `mc runtime join`: a machine becomes a runtime of an account, with a token that works once.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { api } from "@mc/backend/api";
import { ConvexHttpClient } from "convex/browser";
import { z } from "zod";
import { ManagedChild } from "./child.ts";
import { passedToRuntimes, repoRoot, skillVariablePrefix } from "./config.ts";
import { sentenceOf } from "./people.ts";
import { runtimeNodeArgs, runtimeNodeEnv, warmUp } from "./runtimeNode.ts";
import { inheritedEnv, runtimeStopMs } from "./runtimes.ts";

const credentials = z.object({
  backendUrl: z.url(),
  serviceToken: z.string().min(8),
  runtimeName: z.string(),
  accountName: z.string(),
});
export type Credentials = z.infer<typeof credentials>;

const usage = `mc runtime join --url <address of Mission Control> --token <one-time token> [--dir <folder>] [--region <name>] [--no-start]
mc runtime start [--dir <folder>]`;
const defaultDir = "data/joined-runtime";

/** The commands below \`mc runtime\`. Wrong arguments print the usage and exit with 2. */
export async function runtimeCommand(argv: readonly string[]): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        url: { type: "string" },
        token: { type: "string" },
        dir: { type: "string", default: defaultDir },
        region: { type: "string" },
        "no-start": { type: "boolean", default: false },
      },
    });
    const [command] = positionals;
    const dir = resolve(repoRoot, values.dir);
    if (command === "join" && values.url && values.token) {
      const joined = await joinAsRuntime({
        url: values.url,
        token: values.token,
        dir,
        region: values.region ?? null,
      });
      say(`This machine is the runtime "${joined.runtimeName}" of ${joined.accountName} now.`);
      if (!values["no-start"]) await keepRunning(joined, dir, say);
      return;
    }
    if (command === "start") return await keepRunning(readCredentials(dir), dir, say);
    throw new TypeError(usage);
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`);
    process.exitCode = 2;
  }
}

export type Joining = { url: string; token: string; dir: string; region: string | null };

/** Exchanges the one-time token for a service token, and keeps that in a file that its owner alone can read. */
export async function joinAsRuntime({ url, token, dir, region }: Joining): Promise<Credentials> {
  if (existsSync(fileIn(dir)))
    throw new TypeError(
      `${dir} belongs to a runtime that joined before. Start it with "mc runtime start", or choose another --dir.`,
    );
  // before the token is spent: what cannot be written should fail now
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  chmodSync(dir, 0o700);
  const backendUrl = await findBackend(url);
  const answer = await new ConvexHttpClient(backendUrl, { logger: false })
    .mutation(api.runtimes.join, { enrolmentToken: token, host: hostname(), region })
    .catch((error: unknown) => {
      throw new TypeError(sentenceOf(error));
    });
  const { token: serviceToken, runtimeName, accountName } = answer;
  const kept = { backendUrl, serviceToken, runtimeName, accountName };
  writeFileSync(`${fileIn(dir)}.tmp`, JSON.stringify(kept, null, 2), { mode: 0o600 });
  renameSync(`${fileIn(dir)}.tmp`, fileIn(dir));
  return kept;
}

export function readCredentials(dir: string): Credentials {
  if (!existsSync(fileIn(dir)))
    throw new TypeError(
      `No runtime has joined in ${dir}. Make a token on the page All runtimes and run:\n${usage}`,
    );
  return credentials.parse(JSON.parse(readFileSync(fileIn(dir), "utf8")));
}

/** The backend stands behind the dashboard's own address, or is addressed itself. */
export async function findBackend(url: string): Promise<string> {
  const base = url.replace(/\/+$/, "");
  for (const candidate of [`${base}/convex`, base]) {
    const answer = await fetch(`${candidate}/version`, { signal: AbortSignal.timeout(10_000) }).catch(
      () => null,
    );
    // the dashboard answers unknown addresses with a page
    if (answer?.ok && !(answer.headers.get("content-type") ?? "").includes("html")) return candidate;
  }
  throw new TypeError(
    `No Mission Control answers at ${base}. Check the address and that this machine reaches it.`,
  );
}

async function keepRunning(joined: Credentials, dir: string, say: (line: string) => void): Promise<void> {
  await warmUp();
  const names = new Set<string>(passedToRuntimes);
  const settings: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env))
    if (value && (names.has(name) || name.startsWith(skillVariablePrefix))) settings[name] = value;
  const child = new ManagedChild(
    {
      name: `runtime ${joined.runtimeName}`,
      cwd: join(repoRoot, "apps/runtime"),
      nodeArgs: runtimeNodeArgs,
      args: ["src/main.ts"],
      env: {
        ...inheritedEnv(),
        ...runtimeNodeEnv,
        ...settings,
        MC_BACKEND_URL: joined.backendUrl,
        MC_SERVICE_TOKEN: joined.serviceToken,
        MC_RUNTIME_DIR: join(dir, "runtime"),
        MC_OPENCLAW_DIR: resolve(process.env["MC_OPENCLAW_DIR"] ?? join(dir, "openclaw")),
        MC_RUNTIME_HTTP_PORT: "0",
        MC_SUPERVISED: "1",
      },
      logFile: join(dir, "logs/runtime.log"),
      pidFile: join(dir, "run/runtime.pid"),
    },
    say,
  );
  child.start();
  say(
    `It runs, and its log is ${join(dir, "logs/runtime.log")}. Stop it with Ctrl-C; start it again with "mc runtime start".`,
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => void child.stop(runtimeStopMs).then(() => process.exit(0)));
}

function fileIn(dir: string): string {
  return join(dir, "credentials.json");
}
