/**
 * Asks the wanted version whether it can use the gateway's present database, on a copy: `openclaw database preflight`.
 * It answers while the gateway still runs, so that a version that cannot work costs nobody a minute. The command knows
 * the state's schema alone; the agents' databases are judged by the start of the new version, behind the copied state.
 */
import { execFile } from "node:child_process";
import { mkdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { RuntimeError } from "../errors.ts";
import type { Installation } from "../openclaw/install.ts";

const WITHIN_MS = 120_000;
const answer = z.object({
  status: z.string(),
  foundVersion: z.unknown().optional(),
  targetVersion: z.unknown().optional(),
});

export interface PreflightRequest {
  readonly installation: Installation;
  readonly stateDir: string;
  /** Worked in and removed. */
  readonly scratchDir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Replaced in tests by something shorter. */
  readonly withinMs?: number;
}

/** Rejects with `upgrade_refused` and the reason. */
export async function preflight(request: PreflightRequest): Promise<void> {
  const { scratchDir } = request;
  await rm(scratchDir, { recursive: true, force: true });
  await mkdir(scratchDir, { recursive: true, mode: 0o700 });
  try {
    const database = join(request.stateDir, "state", "openclaw.sqlite");
    if (!(await isFile(database))) return;
    const copy = join(scratchDir, "openclaw.sqlite");
    copyDatabase(database, copy);
    await check(request, copy);
  } finally {
    await rm(scratchDir, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A consistent copy of a database that a gateway may be writing to. */
function copyDatabase(from: string, to: string): void {
  const database = new DatabaseSync(from, { readOnly: true });
  try {
    database.prepare("VACUUM INTO ?").run(to);
  } finally {
    database.close();
  }
}

async function check(
  { installation, env, scratchDir, signal, withinMs }: PreflightRequest,
  copy: string,
): Promise<void> {
  const output = await run(installation.entry, {
    args: ["database", "preflight", copy, "--json"],
    env: { ...env, HOME: scratchDir, OPENCLAW_STATE_DIR: join(scratchDir, "state"), DO_NOT_TRACK: "1" },
    signal,
    withinMs,
  });
  const said = parse(output);
  if (said === null)
    throw new RuntimeError(
      "upgrade_refused",
      `OpenClaw ${installation.version} does not say whether it can use the present database: ${lastLine(output)}`,
    );
  if (said.status === "incompatible")
    throw new RuntimeError(
      "upgrade_refused",
      `OpenClaw ${installation.version} cannot use the present database (schema ${String(said.foundVersion)}, it supports ${String(said.targetVersion)}).`,
    );
}

/** Whether the program of that version starts at all and says the version that it should have. */
export async function saysItsVersion(
  installation: Installation,
  { env, signal }: Pick<PreflightRequest, "env" | "signal">,
): Promise<boolean> {
  const output = await run(installation.entry, { args: ["--version"], env: { ...env }, signal });
  return output.includes(installation.version);
}

type Call = {
  args: string[];
  env: Record<string, string>;
  signal: AbortSignal;
  withinMs?: number | undefined;
};

/** What it wrote, whatever its exit code. */
async function run(entry: string, { args, env, signal, withinMs = WITHIN_MS }: Call): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  execFile(
    process.execPath,
    [entry, ...args],
    // a program that hangs may well take no notice of being asked to end
    { env, signal, timeout: withinMs, killSignal: "SIGKILL", maxBuffer: 2 ** 20 },
    (_error, stdout, stderr) => resolve(`${stderr}\n${stdout}`),
  );
  return await promise;
}

function parse(output: string): z.infer<typeof answer> | null {
  const start = output.lastIndexOf("\n{");
  for (const text of [output.slice(output.indexOf("{")), output.slice(start)]) {
    try {
      return answer.parse(JSON.parse(text));
    } catch {
      // Lines around the JSON: the other cut may be it.
    }
  }
  return null;
}

function lastLine(output: string): string {
  return output.trim().split("\n").at(-1)?.slice(0, 200) || "it said nothing";
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
