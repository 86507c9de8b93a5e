/** Bundles again whenever a file that went into the bundle, or the functions folder, changes. */
import { type FSWatcher, readdirSync, watch } from "node:fs";
import path from "node:path";
import { bundleFunctions, type FunctionBundle } from "./bundle.ts";

export interface WatchInput {
  readonly functionsDir: string;
  /** Called for the first bundle and for each later one whose code differs. */
  onBundle(bundle: FunctionBundle): void;
  /** Called when bundling fails; watching goes on. */
  onError(error: unknown): void;
}

/** An editor's save is often several events; they are one change. */
const SETTLE_MS = 40;

/** Starts watching; the returned function stops it. Folders are watched, so new files are seen. */
export function watchFunctions({ functionsDir, onBundle, onError }: WatchInput): () => void {
  const dir = path.resolve(functionsDir);
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | null = null;
  let isBuilding = false;
  let isStale = false;
  let isStopped = false;
  let lastHash: string | null = null;

  const changed = () => {
    if (isStopped) return;
    if (timer !== null) clearTimeout(timer);
    timer = setTimeout(() => void rebuild(), SETTLE_MS);
  };

  const watchFolders = (folders: readonly string[]) => {
    for (const folder of folders) {
      if (watchers.has(folder) || isStopped) continue;
      try {
        const watcher = watch(folder, changed);
        watcher.on("error", () => {
          watcher.close();
          watchers.delete(folder);
        });
        watchers.set(folder, watcher);
      } catch {
        // The folder is gone again: its parent's watcher reports what follows.
      }
    }
  };

  const rebuild = async () => {
    if (isBuilding) {
      isStale = true;
      return;
    }
    isBuilding = true;
    try {
      watchFolders(foldersBelow(dir));
      const bundle = await bundleFunctions({ functionsDir: dir });
      watchFolders([...new Set(bundle.inputs.map((input) => path.dirname(input)))]);
      if (!isStopped && bundle.hash !== lastHash) {
        lastHash = bundle.hash;
        onBundle(bundle);
      }
    } catch (error) {
      if (!isStopped) onError(error);
    } finally {
      isBuilding = false;
      if (isStale) {
        isStale = false;
        changed();
      }
    }
  };

  void rebuild();
  return () => {
    isStopped = true;
    if (timer !== null) clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}

function foldersBelow(dir: string): string[] {
  const folders = [dir];
  for (const entry of readdirSync(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory() && entry.name !== "_generated")
      folders.push(path.join(entry.parentPath, entry.name));
  }
  return folders;
}
