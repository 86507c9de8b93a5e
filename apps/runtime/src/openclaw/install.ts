/**
 * Puts the pinned OpenClaw on disk, once, whatever happens in between.
 *
 *   <dir>/<version>/                        complete: carries a marker and the checked entry file
 *   <dir>/.installing-<version>-<random>/   being made; worthless without its lock holder, removed by the next one
 *   <dir>/.lock-<version>                   names the process that installs
 *
 * A folder becomes `<version>` by a rename after it was checked, so a runtime that is killed at any moment leaves either
 * nothing or a complete installation. npm's own cache makes a repeated download short.
 */
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { RuntimeError } from "../errors.ts";
import type { Logger } from "../observability/logger.ts";
import { readTextOrNull } from "../storage/files.ts";
import { acquireLock } from "./lock.ts";
import { type InstallCommand, npmInstall } from "./npm.ts";
import { estimateDownload, type InstallProgress } from "./progress.ts";

export interface InstallRequest {
  readonly dir: string;
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onProgress: (progress: InstallProgress) => void;
  /** Replaced in tests by something smaller than 650 MB. */
  readonly command?: InstallCommand;
}

export interface Installation {
  readonly version: string;
  readonly prefix: string;
  /** The file that Node runs. */
  readonly entry: string;
}

const MARKER = ".mission-control.json";
const COUNT_EVERY_MS = 500;

/** Rejects with `install_failed`; the message says what to do. */
export async function ensureInstalled(request: InstallRequest): Promise<Installation> {
  const present = await findInstalled(request.dir, request.version);
  if (present !== null) return present;
  await mkdir(request.dir, { recursive: true });
  const release = await acquireLock(join(request.dir, `.lock-${request.version}`), {
    signal: request.signal,
    onWait: (pid) =>
      request.onProgress({
        step: "waiting",
        percent: 0,
        detail: `Another runtime (process ${pid}) is installing OpenClaw ${request.version}`,
      }),
  });
  if (release === null) throw new RuntimeError("install_failed", "The installation was stopped.");
  try {
    return (await findInstalled(request.dir, request.version)) ?? (await install(request));
  } finally {
    await release();
  }
}

/** A folder counts only with its marker, and only if what the marker promises is there. */
export async function findInstalled(dir: string, version: string): Promise<Installation | null> {
  const prefix = join(dir, version);
  if ((await readTextOrNull(join(prefix, MARKER))) === null) return null;
  return (await check(prefix, version)) === null ? { version, prefix, entry: entryOf(prefix) } : null;
}

async function install(request: InstallRequest): Promise<Installation> {
  const { dir, version } = request;
  await removeLeftOvers(dir, version);
  const beside = await mkdtemp(join(dir, `.installing-${version}-`));
  const startedAt = performance.now();
  try {
    // Without a package.json of its own npm would look for one in the folders above.
    await writeFile(
      join(beside, "package.json"),
      JSON.stringify({ name: "openclaw-installation", private: true }),
    );
    await download(request, beside);
    request.onProgress({ step: "checking", percent: 96, detail: "Checking the installation" });
    const problem = await check(beside, version);
    if (problem !== null)
      throw new RuntimeError(
        "install_failed",
        `npm finished, but ${problem}. Remove ${dir} and start again.`,
      );
    await writeFile(join(beside, MARKER), JSON.stringify({ version, installedAt: new Date().toISOString() }));
    const prefix = join(dir, version);
    await rename(beside, prefix);
    request.onProgress({ step: "ready", percent: 100, detail: `OpenClaw ${version} is installed` });
    request.logger.info(
      { version, seconds: Math.round((performance.now() - startedAt) / 1000) },
      "OpenClaw installed",
    );
    return { version, prefix, entry: entryOf(prefix) };
  } catch (cause) {
    await rm(beside, { recursive: true, force: true });
    throw cause;
  }
}

async function download(request: InstallRequest, prefix: string): Promise<void> {
  let requests = 0;
  let best = 0;
  const report = async () => {
    const packages = await countEntries(join(prefix, "node_modules"));
    best = Math.max(best, estimateDownload({ requests, packages }));
    request.onProgress({
      step: "downloading",
      percent: best,
      detail:
        packages > 0
          ? `Installing OpenClaw ${request.version}: ${packages} packages so far`
          : `Downloading OpenClaw ${request.version} (about 650 MB on disk, once)`,
    });
  };
  await report();
  const timer = setInterval(() => void report(), COUNT_EVERY_MS);
  try {
    await (request.command ?? npmInstall)({
      prefix,
      packageSpec: `openclaw@${request.version}`,
      env: request.env,
      signal: request.signal,
      onRequest: () => {
        requests += 1;
      },
    });
  } finally {
    clearInterval(timer);
  }
}

/** Called with the lock held: nobody else works on any of these. */
async function removeLeftOvers(dir: string, version: string): Promise<void> {
  const names = await readdir(dir);
  const stale = names.filter((name) => name === version || name.startsWith(`.installing-${version}-`));
  await Promise.all(
    stale.map((name) => rm(join(dir, name), { recursive: true, force: true, maxRetries: 3 })),
  );
}

/** Null when the folder holds a usable OpenClaw of that version, otherwise what is wrong with it. */
async function check(prefix: string, version: string): Promise<string | null> {
  const text = await readTextOrNull(join(prefix, "node_modules", "openclaw", "package.json"));
  if (text === null) return "the openclaw package is missing";
  const found = parsed(text);
  const foundVersion =
    typeof found === "object" && found !== null && "version" in found ? String(found.version) : "none";
  if (foundVersion !== version) return `it brought version ${foundVersion} instead of ${version}`;
  try {
    // A power cut leaves names without contents: a rename reaches the disk before what was written.
    return (await stat(entryOf(prefix))).size > 0 ? null : "its entry file openclaw.mjs is empty";
  } catch {
    return "its entry file openclaw.mjs is missing";
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function entryOf(prefix: string): string {
  return join(prefix, "node_modules", "openclaw", "openclaw.mjs");
}

async function countEntries(folder: string): Promise<number> {
  try {
    return (await readdir(folder)).length;
  } catch {
    return 0;
  }
}
