/** OpenClaw on disk, however often that fails: tried again until it is there or the runtime stops. */
import type { RuntimeConfig } from "../config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../observability/logger.ts";
import { ensureInstalled, type Installation } from "../openclaw/install.ts";
import type { InstallProgress } from "../openclaw/progress.ts";

const RETRY_MS = 15_000;

export interface Installing {
  readonly version: string;
  readonly config: RuntimeConfig;
  readonly signal: AbortSignal;
  /** Whether it is still that version; one that cannot be had must not keep another from being started. */
  readonly isWanted: () => boolean;
  /** Waits, but not beyond a change of what is wanted. */
  readonly pause: (ms: number) => Promise<void>;
  readonly logger: Logger;
  readonly onProgress: (progress: InstallProgress) => void;
  /** With the reason, for people. */
  readonly onFailure: (detail: string) => void;
}

/** Null when the signal aborted first, or another version is wanted by now. */
export async function installUntilDone(request: Installing): Promise<Installation | null> {
  const { config, signal, logger, onProgress } = request;
  while (!signal.aborted && request.isWanted()) {
    try {
      return await ensureInstalled({
        dir: config.openclawDir,
        version: request.version,
        env: config.npmEnv,
        signal,
        logger,
        onProgress,
      });
    } catch (cause) {
      if (signal.aborted) return null;
      logger.error({ err: cause }, "OpenClaw could not be installed");
      request.onFailure(messageOf(cause));
      await request.pause(RETRY_MS);
    }
  }
  return null;
}
