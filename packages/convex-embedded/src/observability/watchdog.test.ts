import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, expect, it } from "vitest";

const HANGING = `
import { startWatchdog } from ${JSON.stringify(path.join(import.meta.dirname, "watchdog.ts"))};
const watchdog = startWatchdog(600);
watchdog.entered("tasks:spin");
setTimeout(() => { for (;;); }, 300);
`;

const IDLE = HANGING.replace("for (;;);", "process.exit(0);");

async function run(script: string): Promise<{ signal: string | null; stderr: string }> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const [, signal] = (await once(child, "close")) as [number | null, string | null];
  return { signal, stderr };
}

describe("the watchdog", () => {
  it("[EX6] names the function that hangs and ends the process", async () => {
    const { signal, stderr } = await run(HANGING);
    expect(signal).toBe("SIGKILL");
    expect(JSON.parse(stderr)).toMatchObject({ level: "error", function: "tasks:spin" });
  });

  it("[EX6] leaves a process alone whose event loop turns", async () => {
    expect(await run(IDLE)).toEqual({ signal: null, stderr: "" });
  });
});
