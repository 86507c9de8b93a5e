/**
 * Copies of the gateway's state, taken and put back while no gateway runs. A copy counts only under its final name,
 * which it gets when it is complete; every step can be repeated after a kill. Whatever fails, a whole state stays in its place.
 */
import { cp, lstat, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

type CopyTree = typeof cp;

export class StateCopies {
  readonly #copyTree: CopyTree;
  readonly #stateDir: string;
  readonly #dir: string;

  constructor(runtimeDir: string, stateDir: string, copyTree: CopyTree = cp) {
    this.#copyTree = copyTree;
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
    await rename(await this.#copyBeside(this.#stateDir, target), target);
    return target;
  }

  /** The state becomes what `snapshot` holds, or stays as it is; the copy stays. */
  async restore(snapshot: string): Promise<void> {
    const aside = `${this.#stateDir}.replaced`;
    // Killed between the two renames below: what was put aside is the only whole state.
    if (!(await this.isInPlace()) && (await exists(aside))) await rename(aside, this.#stateDir);
    if (!(await exists(snapshot))) throw new TypeError(`the copy of the state is gone: ${snapshot}`);
    const copied = await this.#copyBeside(snapshot, this.#stateDir);
    await rm(aside, { recursive: true, force: true, maxRetries: 3 });
    if (await this.isInPlace()) await rename(this.#stateDir, aside);
    try {
      await rename(copied, this.#stateDir);
    } catch (cause) {
      if (await exists(aside)) await rename(aside, this.#stateDir);
      throw cause;
    }
    await rm(aside, { recursive: true, force: true, maxRetries: 3 });
  }

  /** Whether there is a state that a gateway can start on. */
  async isInPlace(): Promise<boolean> {
    return await exists(this.#stateDir);
  }

  /** Removes every copy but those named. */
  async keepOnly(kept: readonly (string | null)[]): Promise<void> {
    const names = await readdir(this.#dir).catch(() => []);
    const stale = names.map((name) => join(this.#dir, name)).filter((path) => !kept.includes(path));
    await Promise.all(stale.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })));
  }

  /** A whole copy under a name that does not count yet; one that fails leaves nothing behind. */
  async #copyBeside(from: string, to: string): Promise<string> {
    const beside = `${to}.partial`;
    await rm(beside, { recursive: true, force: true });
    await mkdir(beside, { recursive: true, mode: 0o700 });
    if (!(await exists(from))) return beside;
    const how = { recursive: true, preserveTimestamps: true, verbatimSymlinks: true, filter: isKept };
    try {
      await this.#copyTree(from, beside, how);
    } catch (cause) {
      await rm(beside, { recursive: true, force: true, maxRetries: 3 });
      throw cause;
    }
    return beside;
  }
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
