/**
 * Copies of the gateway's state, taken and put back while no gateway runs. A copy counts only under its final name,
 * which it gets when it is complete; every step can be repeated after a kill.
 */
import { cp, lstat, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

export class StateCopies {
  readonly #stateDir: string;
  readonly #dir: string;

  constructor(runtimeDir: string, stateDir: string) {
    this.#stateDir = stateDir;
    this.#dir = join(runtimeDir, "snapshots");
  }

  pathOf(id: string): string {
    return join(this.#dir, id);
  }

  /** The state as it is now, under `id`. */
  async take(id: string): Promise<string> {
    const target = this.pathOf(id);
    if (await exists(target)) await rm(target, { recursive: true, force: true });
    await copy(this.#stateDir, target);
    return target;
  }

  /** The state becomes what `snapshot` holds; the copy stays. */
  async restore(snapshot: string): Promise<void> {
    if (!(await exists(snapshot))) throw new TypeError(`the copy of the state is gone: ${snapshot}`);
    const aside = `${this.#stateDir}.replaced`;
    if (await exists(aside)) await rm(this.#stateDir, { recursive: true, force: true });
    else if (await exists(this.#stateDir)) await rename(this.#stateDir, aside);
    await copy(snapshot, this.#stateDir);
    await rm(aside, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Removes every copy but those named. */
  async keepOnly(kept: readonly (string | null)[]): Promise<void> {
    const names = await readdir(this.#dir).catch(() => []);
    const stale = names.map((name) => join(this.#dir, name)).filter((path) => !kept.includes(path));
    await Promise.all(stale.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })));
  }
}

async function copy(from: string, to: string): Promise<void> {
  const beside = `${to}.partial`;
  await rm(beside, { recursive: true, force: true });
  await mkdir(beside, { recursive: true, mode: 0o700 });
  if (await exists(from))
    await cp(from, beside, {
      recursive: true,
      preserveTimestamps: true,
      verbatimSymlinks: true,
      filter: isKept,
    });
  await rename(beside, to);
}

/** Sockets and pipes are of a process, not of its state. */
async function isKept(path: string): Promise<boolean> {
  const entry = await lstat(path);
  return entry.isFile() || entry.isDirectory() || entry.isSymbolicLink();
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
