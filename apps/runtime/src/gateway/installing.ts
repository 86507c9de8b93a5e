/** OpenClaw on disk, however often that fails: tried again until it is there or the runtime stops. */
import type { RuntimeConfig } from "../config.ts";
import { messageOf } from "../errors.ts";
import type { Logger } from "../observability/logger.ts";
import { ensureInstalled, type Installation } from "../openclaw/install.ts";
import type { InstallProgress } from "../openclaw/progress.ts";
import { sleep } from "../process/sleep.ts";

const RETRY_MS = 15_000;

export interface Installing {
  readonly version: string;
  readonly config: RuntimeConfig;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly onProgress: (progress: InstallProgress) => void;
  /** With the reason, for people. */
  readonly onFailure: (detail: string) => void;
}

/** Null when the signal aborted first. */
export async function installUntilDone(request: Installing): Promise<Installation | null> {
  const { config, signal, logger, onProgress } = request;
  while (!signal.aborted) {
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
      await sleep(RETRY_MS, signal);
    }
  }
  return null;
}
