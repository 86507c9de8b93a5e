/**
 * How Node runs a runtime, so that one more account costs little memory beside its gateway. The live heap of a runtime is some
 * 27 MB; what made a busy one ten times as large was garbage that V8 was in no hurry to collect, and the WebAssembly that takes
 * the types out of the sources (25 MB, for the life of the process).
 */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repoRoot } from "./config.ts";

/** Room for four times the live heap; a short young generation, because a runtime's garbage is JSON that dies at once. */
export const runtimeNodeArgs = ["--max-semi-space-size=2", "--max-old-space-size=128"] as const;

const home = join(repoRoot, "apps/runtime");
const compiled = join(repoRoot, "node_modules/.cache/mc/compiled");
const warmUpMs = 30_000;

/** Node keeps what it compiled here, sources without their types among it, and does not take them out again. */
export const runtimeNodeEnv = { NODE_COMPILE_CACHE: compiled } as const;

let warming: Promise<void> | undefined;

/**
 * Loads the runtime's modules once, in a process that ends at once: the first runtime after an installation is as small as all
 * later ones. Where nothing can be written, or it takes too long, runtimes start as they are.
 */
export function warmUp(): Promise<void> {
  warming ??= isWarm(join(compiled, "warm")) ? Promise.resolve() : loadOnce();
  return warming;
}

function isWarm(mark: string): boolean {
  if (!existsSync(mark)) return false;
  const { mtimeMs } = statSync(mark);
  return ["apps/runtime/src", "packages/shared/src"].every((folder) =>
    readdirSync(join(repoRoot, folder), { recursive: true, withFileTypes: true }).every(
      (entry) => !entry.isFile() || statSync(join(entry.parentPath, entry.name)).mtimeMs < mtimeMs,
    ),
  );
}

async function loadOnce(): Promise<void> {
  try {
    mkdirSync(compiled, { recursive: true });
    writeFileSync(join(compiled, "warm"), "");
  } catch {
    return; // a read-only installation
  }
  const child = spawn(process.execPath, ["--eval", 'import("./src/main.ts").then(() => process.exit(0))'], {
    cwd: home,
    env: { PATH: process.env["PATH"] ?? "", ...runtimeNodeEnv },
    stdio: "ignore",
    timeout: warmUpMs,
  });
  await new Promise<void>((done) => {
    child.once("exit", () => done());
    child.once("error", () => done());
  });
}
