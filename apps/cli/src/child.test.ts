import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ManagedChild } from "./child.ts";

let dir: string;
const children: ManagedChild[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "mc-child-"));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop(1000)));
  rmSync(dir, { recursive: true, force: true });
});

function child(script: string, said: string[] = []): ManagedChild {
  const file = join(dir, "child.mjs");
  writeFileSync(file, script);
  const managed = new ManagedChild(
    {
      name: "child",
      cwd: dir,
      args: [file],
      env: { PATH: process.env["PATH"] ?? "" },
      logFile: join(dir, "child.log"),
      pidFile: join(dir, "child.pid"),
    },
    (line) => said.push(line),
  );
  children.push(managed);
  return managed;
}
const pid = () => Number(readFileSync(join(dir, "child.pid"), "utf8"));
const isAlive = (id: number) => {
  try {
    process.kill(id, 0);
    return true;
  } catch {
    return false;
  }
};
const until = (check: () => boolean) => vi.waitUntil(check, { timeout: 15_000, interval: 20 });

describe("a supervised process", () => {
  it("is started again after kill -9, and says so with its last lines", async () => {
    const said: string[] = [];
    child(`console.log("last words"); setInterval(() => {}, 1000);`, said).start();
    await until(
      () =>
        existsSync(join(dir, "child.log")) &&
        readFileSync(join(dir, "child.log"), "utf8").includes("last words"),
    );
    const first = pid();
    process.kill(first, "SIGKILL");
    await until(() => existsSync(join(dir, "child.pid")) && pid() !== first);
    expect(said.join("\n")).toMatch(/SIGKILL.*last words/s);
  });

  it("waits longer after each crash in a row", async () => {
    const said: string[] = [];
    child("process.exit(3);", said).start();
    await until(() => said.filter((line) => line.includes("exit code 3")).length >= 3);
    const waits = said.flatMap((line) => /again in (\d+) ms/.exec(line)?.[1] ?? []).map(Number);
    expect(waits.slice(0, 3)).toEqual([250, 500, 1000]);
  });

  it("stops together with the processes that it started itself", async () => {
    const managed = child(`
      import { spawn } from "node:child_process";
      import { writeFileSync } from "node:fs";
      const grandchild = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
      writeFileSync("grandchild.pid", String(grandchild.pid));
      setInterval(() => {}, 1000);
    `);
    managed.start();
    await until(() => existsSync(join(dir, "grandchild.pid")));
    const grandchild = Number(readFileSync(join(dir, "grandchild.pid"), "utf8"));
    await managed.stop(5000);
    await until(() => !isAlive(grandchild));
    expect(existsSync(join(dir, "child.pid"))).toBe(false);
  });

  it("is killed when it ignores the request to stop", async () => {
    const managed = child(`process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000);`);
    managed.start();
    await until(
      () => existsSync(join(dir, "child.log")) && readFileSync(join(dir, "child.log"), "utf8").includes("up"),
    );
    const id = pid();
    await managed.stop(200);
    expect(isAlive(id)).toBe(false);
  });
});
