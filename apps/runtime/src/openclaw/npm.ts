/** One `npm install` of OpenClaw as a child process that never outlives us. */
import { spawn } from "node:child_process";
import { delimiter, dirname } from "node:path";
import { createInterface } from "node:readline";
import { RuntimeError } from "../errors.ts";

export interface NpmInstall {
  readonly prefix: string;
  readonly packageSpec: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called for every finished request. */
  readonly onRequest: () => void;
}

const KEPT_LINES = 12;
const HANG_UP = new URL(`../process/die-with-parent.mjs?of=${process.pid}`, import.meta.url).href;

export type InstallCommand = (install: NpmInstall) => Promise<void>;

/**
 * Our own Node comes first on PATH: OpenClaw refuses to install under an older system Node. Install scripts stay off; OpenClaw
 * works without them and a dependency's script has no business on a person's machine. Rejects with `install_failed`.
 */
export const npmInstall: InstallCommand = async (install) => {
  const path = [dirname(process.execPath), install.env["PATH"] ?? ""]
    .filter((part) => part !== "")
    .join(delimiter);
  const isWindows = process.platform === "win32";
  const child = spawn(
    isWindows ? "npm.cmd" : "npm",
    [
      "install",
      "--prefix",
      install.prefix,
      install.packageSpec,
      "--ignore-scripts",
      "--no-audit",
      "--no-fund",
      "--no-save",
      "--no-update-notifier",
      "--loglevel=http",
      // Fail within a minute where there is no way out, instead of in silence.
      "--fetch-retries=3",
      "--fetch-retry-mintimeout=1000",
      "--fetch-retry-maxtimeout=10000",
    ],
    {
      cwd: install.prefix,
      env: { ...install.env, PATH: path, NODE_OPTIONS: `--import=${HANG_UP}` },
      stdio: ["ignore", "pipe", "pipe"],
      shell: isWindows,
      signal: install.signal,
      killSignal: "SIGTERM",
    },
  );
  const lastLines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (line.startsWith("npm http fetch")) install.onRequest();
      else if (line.trim() !== "" && !line.startsWith("npm http"))
        lastLines.push(line.replace(/^npm (error|warn) ?/, "").trim());
      if (lastLines.length > KEPT_LINES) lastLines.shift();
    });
  }
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  child.once("error", reject);
  child.once("close", (code) => resolve(code));
  let code: number | null;
  try {
    code = await promise;
  } catch (cause) {
    const isMissing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const message = isMissing
      ? "npm was not found on PATH. Install Node.js with npm, or point MC_OPENCLAW_DIR at a folder that already holds OpenClaw."
      : "npm could not be started.";
    throw new RuntimeError("install_failed", message, { cause });
  }
  if (code !== 0)
    throw new RuntimeError(
      "install_failed",
      `npm could not install OpenClaw: ${lastLines.filter(Boolean).slice(-4).join(" ") || `exit code ${String(code)}`}`,
    );
};
