import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { FolderLockedError } from "../src/index.ts";
import { fn, httpClient, socketClient, startHost, temporaryFolder } from "./support/host.ts";

const KILLS = 4;
const CLIENTS = 4;

async function startProcess(dataDir: string, port: string): Promise<{ child: ChildProcess; url: string }> {
  const script = path.join(import.meta.dirname, "support", "hostProcess.ts");
  const child = spawn(process.execPath, [script, dataDir, port], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return { child, url: line.toString().trim() };
}

describe("a host that is killed under load", () => {
  it("[DU1] keeps every acknowledged mutation exactly once, with the official client re-sending", {
    timeout: 60_000,
  }, async () => {
    const dataDir = temporaryFolder();
    let host = await startProcess(dataDir, "0");
    const { port } = new URL(host.url);
    const clients = Array.from({ length: CLIENTS }, () => socketClient(host));
    const acknowledged: string[] = [];
    let isWriting = true;
    const writers = clients.map(async (client, number) => {
      for (let n = 0; isWriting; n += 1) {
        const body = `${number}-${n}`;
        await client.mutation(fn("messages:send"), { channel: "load", body });
        acknowledged.push(body);
      }
    });
    for (let kill = 0; kill < KILLS; kill += 1) {
      const target = acknowledged.length + 30 + kill * 7;
      while (acknowledged.length < target) await new Promise((resolve) => setTimeout(resolve, 1));
      const died = once(host.child, "exit");
      host.child.kill("SIGKILL");
      await died;
      host = await startProcess(dataDir, port);
    }
    const target = acknowledged.length + 10;
    while (acknowledged.length < target) await new Promise((resolve) => setTimeout(resolve, 1));
    isWriting = false;
    await Promise.all(writers);
    const stored = (await httpClient(host).query(fn("messages:list"), { channel: "load" })) as {
      body: string;
    }[];
    const bodies = stored.map(({ body }) => body).sort();
    expect(bodies).toEqual([...acknowledged].sort());
  });
});

describe("the data folder", () => {
  it("[DU2] belongs to one host at a time", async () => {
    const dataDir = temporaryFolder();
    await startHost({ dataDir });
    await expect(startHost({ dataDir })).rejects.toThrow(FolderLockedError);
  });

  it("[DU3] is taken over from a process that is gone", { timeout: 30_000 }, async () => {
    const dataDir = temporaryFolder();
    const { child } = await startProcess(dataDir, "0");
    const died = once(child, "exit");
    child.kill("SIGKILL");
    await died;
    await startHost({ dataDir });
  });
});
