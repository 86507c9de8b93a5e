// Finds a Chromium that starts on this machine, so that `npm test` needs no step by hand. In order: CHROMIUM_PATH, the headless
// shell inside the npm package @sparticuz/chromium (Linux x64; no download beyond npm's own), an installed one, and Debian's
// package when this is root on Debian.
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const cacheDir = resolve(import.meta.dirname, "../node_modules/.cache/mc/chromium");
const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The path of a browser that was seen to start. Throws with what to do when there is none. */
export async function ensureBrowser(): Promise<string> {
  const chosen = process.env["CHROMIUM_PATH"];
  if (chosen !== undefined) return chosen;
  const packed = await unpackNpmChromium();
  if (packed !== null) return packed;
  const found = installed.find((path) => existsSync(path) && starts(path)) ?? installWithApt();
  if (found === null)
    throw new Error("No Chromium starts here. Install Chromium or Chrome and set CHROMIUM_PATH to its path.");
  return found;
}

function starts(path: string): boolean {
  return spawnSync(path, ["--version"], { timeout: 30_000 }).status === 0;
}

async function unpackNpmChromium(): Promise<string | null> {
  if (process.platform !== "linux" || process.arch !== "x64") return null;
  const main = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const packed = join(
    main.slice(0, main.lastIndexOf(join("@sparticuz", "chromium"))),
    "@sparticuz/chromium/bin",
  );
  const launcher = join(cacheDir, "chromium.sh");
  if (existsSync(launcher) && starts(launcher)) return launcher;
  const libs = join(cacheDir, "libs");
  mkdirSync(libs, { recursive: true });
  const binary = join(cacheDir, "chromium");
  await unbrotli(join(packed, "chromium.br"), binary);
  chmodSync(binary, 0o755);
  for (const [archive, into] of [
    ["al2023.tar.br", libs],
    ["swiftshader.tar.br", cacheDir],
    ["fonts.tar.br", cacheDir],
  ] as const) {
    const tar = join(cacheDir, archive.slice(0, -".br".length));
    await unbrotli(join(packed, archive), tar);
    execFileSync("tar", ["xf", tar, "-C", into]);
    rmSync(tar);
  }
  // the package's own libraries come last, so that newer ones of the system win
  writeFileSync(
    launcher,
    `#!/bin/sh\nexport LD_LIBRARY_PATH="$LD_LIBRARY_PATH:${libs}/lib"\nexec "${binary}" "$@"\n`,
    { mode: 0o755 },
  );
  if (starts(launcher)) return launcher;
  rmSync(cacheDir, { recursive: true, force: true });
  return null;
}

async function unbrotli(from: string, to: string): Promise<void> {
  mkdirSync(dirname(to), { recursive: true });
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(`${to}.part`));
  renameSync(`${to}.part`, to);
}

function installWithApt(): string | null {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return null;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  spawnSync("apt-get", ["update", "-qq"], { stdio: "inherit", env });
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], {
    stdio: "inherit",
    env,
  });
  return starts("/usr/bin/chromium") ? "/usr/bin/chromium" : null;
}

if (import.meta.main) console.log(await ensureBrowser());
