import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { repoRoot } from "./config.ts";

const webDir = join(repoRoot, "apps/web");
const stampFile = join(webDir, ".next/mc-source-hash");
/** What the build reads. A change in any of these files needs a new build. */
const sources = [
  "apps/web/src",
  "apps/web/public",
  "apps/web/next.config.ts",
  "apps/web/postcss.config.mjs",
  "apps/web/package.json",
  "packages/shared/src",
  "packages/backend/convex/_generated",
  "package-lock.json",
];

/** SHA-256 over the names and contents of everything the dashboard's build reads. */
export function webSourceHash(): string {
  const hash = createHash("sha256");
  for (const source of sources) {
    for (const file of filesBelow(join(repoRoot, source)))
      hash.update(relative(repoRoot, file)).update(readFileSync(file));
  }
  return hash.digest("hex");
}

export function isWebBuilt(hash: string): boolean {
  return existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash;
}

/** Builds the dashboard and packs its files; resolves with the output when it failed, `null` when it worked. */
export async function buildWeb(hash: string): Promise<string | null> {
  const failure =
    (await runNode([join(repoRoot, "node_modules/next/dist/bin/next"), "build"])) ??
    (await runNode(["server/pack.ts"]));
  if (failure === null) writeFileSync(stampFile, hash);
  return failure;
}

function runNode(args: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: webDir,
      env: { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.on("exit", (code) => resolve(code === 0 ? null : output));
  });
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  const entries = readdirSyncOrNull(path);
  if (entries === null) return [path];
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readdirSyncOrNull(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true, recursive: true });
  } catch {
    return null; // a file
  }
}
