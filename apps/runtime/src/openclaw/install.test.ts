import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ensureInstalled, findInstalled, type InstallRequest } from "./install.ts";
import type { InstallCommand } from "./npm.ts";
import { EXPECTED, estimateDownload, type InstallProgress } from "./progress.ts";

let dir = "";
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-install-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Writes what npm would write, in miniature. */
const installs =
  (version: string): InstallCommand =>
  async ({ prefix, onRequest }) => {
    const folder = join(prefix, "node_modules", "openclaw");
    await mkdir(folder, { recursive: true });
    onRequest();
    await writeFile(join(folder, "package.json"), JSON.stringify({ version }));
    await writeFile(join(folder, "openclaw.mjs"), "// OpenClaw");
  };

function request(command: InstallCommand, seen: InstallProgress[] = []): InstallRequest {
  return {
    dir,
    version: "1.2.3",
    env: {},
    signal: AbortSignal.timeout(15_000),
    logger: pino({ level: "silent" }),
    onProgress: (progress) => seen.push(progress),
    command,
  };
}

describe("installing OpenClaw", () => {
  it("ends with a checked folder of that version and nothing beside it", async () => {
    const seen: InstallProgress[] = [];
    const installation = await ensureInstalled(request(installs("1.2.3"), seen));
    expect(installation.entry).toBe(join(dir, "1.2.3", "node_modules", "openclaw", "openclaw.mjs"));
    expect(await readdir(dir)).toEqual(["1.2.3"]);
    expect(seen.map((progress) => progress.step)).toEqual(
      expect.arrayContaining(["downloading", "checking", "ready"]),
    );
    expect(seen.at(-1)).toMatchObject({ percent: 100 });
  });

  it("does nothing the second time", async () => {
    await ensureInstalled(request(installs("1.2.3")));
    await ensureInstalled(
      request(() => {
        throw new TypeError("must not be called");
      }),
    );
  });

  it("refuses a version that is not the pinned one and keeps nothing of it", async () => {
    await expect(ensureInstalled(request(installs("9.9.9")))).rejects.toMatchObject({
      code: "install_failed",
      message: expect.stringContaining("9.9.9"),
    });
    expect(await readdir(dir)).toEqual([]);
  });

  it("removes what a killed installer left, and its lock", async () => {
    await mkdir(join(dir, ".installing-1.2.3-abc", "node_modules"), { recursive: true });
    await mkdir(join(dir, "1.2.3", "node_modules"), { recursive: true });
    await writeFile(
      join(dir, ".lock-1.2.3"),
      JSON.stringify({ pid: process.pid, startedAt: "another process" }),
    );
    await ensureInstalled(request(installs("1.2.3")));
    expect(await readdir(dir)).toEqual([".lock-guard", "1.2.3"]);
  });

  it("lets one of several install while the others wait for it", async () => {
    let calls = 0;
    const slow: InstallCommand = async (install) => {
      calls += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
      await installs("1.2.3")(install);
    };
    const seen: InstallProgress[] = [];
    const results = await Promise.all([
      ensureInstalled(request(slow)),
      ensureInstalled(request(slow, seen)),
      ensureInstalled(request(slow, seen)),
    ]);
    expect(calls).toBe(1);
    expect(new Set(results.map((result) => result.prefix)).size).toBe(1);
    expect(seen.some((progress) => progress.step === "waiting")).toBe(true);
  });

  it("does not take a folder without its entry file for an installation", async () => {
    await ensureInstalled(request(installs("1.2.3")));
    await rm(join(dir, "1.2.3", "node_modules", "openclaw", "openclaw.mjs"));
    expect(await findInstalled(dir, "1.2.3")).toBeNull();
  });

  it("makes anew what a power cut left empty", async () => {
    for (const name of ["package.json", "openclaw.mjs"]) {
      const { prefix } = await ensureInstalled(request(installs("1.2.3")));
      await writeFile(join(prefix, "node_modules", "openclaw", name), "");
      expect(await findInstalled(dir, "1.2.3")).toBeNull();
      const { entry } = await ensureInstalled(request(installs("1.2.3")));
      expect(await readFile(entry, "utf8")).not.toBe("");
    }
  });

  it("never claims to be done before it is", () => {
    expect(estimateDownload({ requests: 0, packages: 0 })).toBeLessThan(5);
    expect(
      estimateDownload({ requests: EXPECTED.requests * 9, packages: EXPECTED.packages * 9 }),
    ).toBeLessThan(96);
  });
});
