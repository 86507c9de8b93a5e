/**
 * A forgotten `await` in a function must fail that function, not the process: Node's default for unhandled
 * rejections is to exit. AsyncLocalStorage still knows whose promise it was.
 */
import type { Logger } from "../observability/logger.ts";
import { currentExecution } from "./execution.ts";

/** Returns what takes the handler away again. Rejections of nobody's function keep ending the process. */
export function guardRejections(logger: Logger): () => void {
  const handle = (reason: unknown): void => {
    const execution = currentExecution();
    if (execution === null) {
      // Somebody else's promise. Another listener (a test runner's) decides; alone, keep Node's default.
      if (process.listenerCount("unhandledRejection") > 1) return;
      throw reason;
    }
    if (execution.isEnded) {
      logger.warn("a function left a promise behind that was rejected", {
        path: execution.path,
        error: reason,
      });
    }
    execution.fail(reason);
  };
  process.on("unhandledRejection", handle);
  return () => process.off("unhandledRejection", handle);
}
