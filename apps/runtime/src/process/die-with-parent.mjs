// Preloaded into npm and into the gateway: a runtime that is killed outright (kill -9) must not leave either behind. They ask
// for themselves to end, and insist after a short while. Plain JavaScript: it is loaded by processes that are not ours.
import { isMainThread } from "node:worker_threads";

const CHECK_MS = 1_000;
const INSIST_AFTER_MS = 3_000;

/** `?of=PID` names the runtime: one that was killed before this line ran is no longer anybody's parent. */
const runtime = Number(new URL(import.meta.url).searchParams.get("of")) || null;

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

if (isMainThread) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && (runtime === null || isAlive(runtime))) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.kill(process.pid, "SIGKILL"), INSIST_AFTER_MS);
  }, CHECK_MS);
  timer.unref();
}
