/** The supervisor against stand-ins for OpenClaw: small programs that behave in one way each. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agent, FakeMissionControl } from "../../test/fake-mission-control.ts";
import { loadConfig } from "../config.ts";
import { OPENCLAW_VERSION } from "../openclaw/version.ts";
import { identify, isSameProcessAlive } from "../process/identity.ts";
import { OpenClawGateway } from "./open-claw-gateway.ts";
import { endOrphan } from "./process.ts";
import { GatewaySupervisor } from "./supervisor.ts";

const FAKE_OPENCLAW = new URL("../../../../packages/testkit/src/fake-openclaw.ts", import.meta.url).href;
const logger = pino({ level: "silent" });
let dir = "";
let supervisor: GatewaySupervisor | null = null;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-supervisor-"));
});
afterEach(async () => {
  await supervisor?.stop();
  supervisor = null;
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

/** Installs a program in OpenClaw's place and supervises it. Every start of it adds a line to `starts`. */
async function supervise(
  program: string,
  office = new FakeMissionControl(),
  env: Record<string, string> = {},
) {
  const folder = join(dir, "openclaw", OPENCLAW_VERSION, "node_modules", "openclaw");
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ version: OPENCLAW_VERSION, type: "module" }),
  );
  await writeFile(
    join(folder, "openclaw.mjs"),
    `import { appendFileSync } from "node:fs";\nappendFileSync(${JSON.stringify(join(dir, "starts"))}, process.pid + "\\n");\n${program}`,
  );
  await writeFile(join(dir, "openclaw", OPENCLAW_VERSION, ".mission-control.json"), "{}");
  const config = loadConfig({
    PATH: process.env["PATH"],
    MC_BACKEND_URL: "http://127.0.0.1:1",
    MC_SERVICE_TOKEN: "service-token",
    MC_RUNTIME_DIR: join(dir, "runtime"),
    MC_OPENCLAW_DIR: join(dir, "openclaw"),
    MC_GATEWAY_STOP_MS: "300",
    ...env,
  });
  supervisor = new GatewaySupervisor({
    config,
    version: () => config.openclawVersion,
    missionControl: office,
    link: new OpenClawGateway(logger),
    logger,
    endpoints: () => ({
      tools: { baseUrl: "http://127.0.0.1:2", token: "t" },
      demoModel: { baseUrl: "http://127.0.0.1:3/v1", apiKey: "k" },
    }),
    onChange: () => undefined,
    isIdle: () => false,
  });
  await supervisor.start();
  return { supervisor, office };
}

const starts = async () =>
  (await readFile(join(dir, "starts"), "utf8").catch(() => ""))
    .trim()
    .split("\n")
    .filter(Boolean)
    .map(Number);
/** At least: a program that ends at once may be started again between two looks. */
const untilStarts = (count: number) =>
  expect.poll(async () => (await starts()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);

describe("a gateway that refuses its configuration (exit 78)", () => {
  it("is not started again until something else is wanted, and says why", async () => {
    const { supervisor: watched, office } = await supervise(
      `console.error('{"message":"unknown key agents.list"}'); process.exit(78);`,
    );
    await expect.poll(() => watched.status.state).toBe("failed");
    expect(watched.status.reason).toBe(
      "OpenClaw refuses its configuration or state: unknown key agents.list",
    );
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(await starts()).toHaveLength(1);
    office.setAgents([agent("mara")]);
    await untilStarts(2);
  });
});

/** The beginning of a program that goes on as soon as the file `go` is there. */
const WHEN_TOLD = () => `
  import { existsSync } from "node:fs";
  while (!existsSync(${JSON.stringify(join(dir, "go"))})) await new Promise((again) => setTimeout(again, 20));
`;

describe("what changes while a gateway is about to refuse its configuration", () => {
  it("starts it once more: nobody says again what has been said", async () => {
    const { supervisor: watched, office } = await supervise(`${WHEN_TOLD()} process.exit(78);`);
    await untilStarts(1);
    await expect.poll(() => watched.pid).not.toBeNull();
    office.setAgents([agent("mara")]);
    await writeFile(join(dir, "go"), "");
    await untilStarts(2);
    await expect.poll(() => watched.status.state).toBe("failed");
  });
});

describe("a backend that is away while a skill's file is asked for", () => {
  const away = () => {
    const office = new FakeMissionControl();
    const asked = Promise.withResolvers<void>();
    office.skillFile = () => {
      asked.resolve();
      return new Promise(() => undefined);
    };
    office.setSkills([{ skillId: "s", slug: "notes", name: "Notes", fileHash: "h", server: null }]);
    return { office, asked: asked.promise };
  };

  it("keeps no gateway from being stopped", async () => {
    const { office, asked } = away();
    const { supervisor: watched } = await supervise("setInterval(() => {}, 1000);", office);
    await asked;
    await watched.stop();
    expect(watched.status.state).toBe("stopped");
  });

  it("keeps none from being held and let go again", async () => {
    const { office, asked } = away();
    const { supervisor: watched } = await supervise("setInterval(() => {}, 1000);", office);
    await asked;
    await watched.hold();
    office.setSkills([]);
    watched.release();
    await untilStarts(1);
  });

  it("keeps none from being held while it runs", async () => {
    const { office, asked } = away();
    const skills = office.desired.skills;
    office.setSkills([]);
    const { supervisor: watched } = await supervise("setInterval(() => {}, 1000);", office);
    await expect.poll(() => watched.pid).not.toBeNull();
    office.setSkills(skills);
    await asked;
    await watched.hold();
    expect(watched.pid).toBeNull();
  });
});

describe("a gateway that leaves a process behind", () => {
  it("has ended all the same, and is started again", async () => {
    const heirs = join(dir, "heirs");
    await supervise(`
      import { spawn } from "node:child_process";
      const heir = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit", detached: true });
      appendFileSync(${JSON.stringify(heirs)}, heir.pid + "\\n");
      process.exit(1);`);
    try {
      await untilStarts(2);
    } finally {
      await supervisor?.stop();
      for (const pid of (await readFile(heirs, "utf8")).trim().split("\n"))
        process.kill(Number(pid), "SIGKILL");
    }
  });
});

describe("a gateway that crashes", () => {
  it("is started again, later and later", async () => {
    const { supervisor: watched } = await supervise("process.exit(1);");
    await untilStarts(3);
    expect(watched.status.restarts).toBeGreaterThanOrEqual(2);
    // between two starts the reason is the crash; while a start is under way there is none
    await expect.poll(() => watched.status.reason ?? "", { timeout: 10_000 }).toContain("exit code 1");
  });

  it("while the runtime stops is left alone", async () => {
    const { supervisor: watched } = await supervise("setInterval(() => {}, 1000);");
    await untilStarts(1);
    await watched.drain();
    const [pid] = await starts();
    if (pid !== undefined) process.kill(pid, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await starts()).toHaveLength(1);
  });
});

describe("a disk that takes nothing", () => {
  it("keeps the gateway from starting only for as long as it lasts, and the reason says so", async () => {
    const blocked = join(dir, "runtime", "gateway", "openclaw.json");
    await mkdir(blocked, { recursive: true });
    const { supervisor: watched } = await supervise("setInterval(() => {}, 1000);");
    await expect.poll(() => watched.status.reason ?? "").toContain("could not be started");
    expect(await starts()).toEqual([]);
    await rm(blocked, { recursive: true });
    await untilStarts(1);
    await expect.poll(() => watched.status.reason).toBeNull();
  });

  it("delays what agents are told, and it is written once the disk takes it", async () => {
    const { supervisor: watched, office } = await supervise("setInterval(() => {}, 1000);");
    await untilStarts(1);
    await expect.poll(() => watched.pid).not.toBeNull();
    const soul = join(dir, "runtime", "workspaces", "ines", "SOUL.md");
    await mkdir(soul, { recursive: true });
    office.setAgents([agent("mara"), agent("ines")]);
    await expect.poll(() => watched.status.reason ?? "").toContain("could not be written");
    await rm(soul, { recursive: true });
    await expect.poll(() => watched.status.reason, { timeout: 15_000 }).toBeNull();
    expect(await readFile(soul, "utf8")).not.toBe("");
  });
});

const BOOTS_WHEN_TOLD = () => `
  import { main } from ${JSON.stringify(FAKE_OPENCLAW)};
  ${WHEN_TOLD()}
  await main(${JSON.stringify(OPENCLAW_VERSION)}, {});
`;

describe("what changes at the account while the gateway is out of reach", () => {
  it("is taken over when it has booted: an agent that was hired meanwhile gets its work", async () => {
    const { supervisor: watched, office } = await supervise(BOOTS_WHEN_TOLD());
    await untilStarts(1);
    await expect.poll(() => watched.pid).not.toBeNull();
    office.setAgents([agent("mara"), agent("theo"), agent("ines")]);
    const soul = join(dir, "runtime", "workspaces", "ines", "SOUL.md");
    await expect.poll(() => readFile(soul, "utf8").catch(() => "")).not.toBe("");
    expect(watched.isAgentReady("ines")).toBe(false);
    await writeFile(join(dir, "go"), "");
    await expect.poll(() => watched.isAgentReady("ines"), { timeout: 10_000 }).toBe(true);
    office.setAgents([agent("mara")]);
    await expect.poll(() => watched.isAgentReady("ines"), { timeout: 10_000 }).toBe(false);
  });

  it("removes nobody's workspace when another runtime takes over the account's work", async () => {
    const { supervisor: watched, office } = await supervise("setInterval(() => {}, 1000);");
    await untilStarts(1);
    await expect.poll(() => watched.pid).not.toBeNull();
    const notes = join(dir, "runtime", "workspaces", "mara", "MEMORY.md");
    await writeFile(notes, "What I found out.");
    office.standBy();
    await expect.poll(() => watched.status.hasAgents).toBe(false);
    // Whoever is removed later is gone, so what came before it was looked at.
    office.setAgents([agent("mara")]);
    const theo = join(dir, "runtime", "workspaces", "theo", "SOUL.md");
    await expect.poll(() => readFile(theo, "utf8").catch(() => "gone")).toBe("gone");
    expect(await readFile(notes, "utf8")).toBe("What I found out.");
  });
});

describe("a gateway that starts and greets nobody", () => {
  it("is ended and started again, and the reason says so", async () => {
    const { supervisor: watched } = await supervise(
      `import { createServer } from "node:http";
       const server = createServer((_request, response) => response.end(JSON.stringify({ ok: true, status: "started" })));
       server.on("upgrade", () => undefined);
       server.listen(Number(process.argv[process.argv.indexOf("--port") + 1]), "127.0.0.1");`,
      undefined,
      { MC_GATEWAY_READY_MS: "1500" },
    );
    await untilStarts(2);
    expect(watched.status.restarts).toBeGreaterThanOrEqual(1);
  });
});

describe("stopping a gateway", () => {
  it("does not wait for one that ignores SIGTERM", async () => {
    const { supervisor: watched } = await supervise(
      `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);`,
    );
    await untilStarts(1);
    await expect.poll(() => watched.pid).not.toBeNull();
    const [pid] = await starts();
    await watched.stop();
    expect(await isSameProcessAlive({ pid: pid ?? 0, startedAt: null })).toBe(false);
    expect(watched.status.state).toBe("stopped");
  });

  it("starts none for an account without agents", async () => {
    const office = new FakeMissionControl();
    office.desired = { ...office.desired, agents: [] };
    const { supervisor: watched } = await supervise("setInterval(() => {}, 1000);", office);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await starts()).toEqual([]);
    expect(watched.status).toMatchObject({ state: "stopped", hasAgents: false });
    office.setAgents([agent("mara")]);
    await untilStarts(1);
  });
});

describe("a gateway that an earlier runtime left running", () => {
  it("is ended before a new one starts", async () => {
    const orphan = spawn(
      process.execPath,
      ["-e", 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);'],
      { stdio: "ignore" },
    );
    const pid = orphan.pid ?? 0;
    await writeFile(join(dir, "gateway.process.json"), JSON.stringify(await identify(pid)));
    expect(await endOrphan(dir, 200)).toBe(pid);
    expect(await isSameProcessAlive({ pid, startedAt: null })).toBe(false);
    expect(await endOrphan(dir, 200)).toBeNull();
  });

  it("is told from a process of another user that has its number now", async () => {
    // To anybody but root the first process belongs to somebody else, and may not even be asked whether it lives.
    await writeFile(join(dir, "gateway.process.json"), JSON.stringify({ pid: 1, startedAt: "long ago" }));
    expect(await endOrphan(dir, 200)).toBeNull();
  });

  it("is told from another process that has its number now", async () => {
    await writeFile(
      join(dir, "gateway.process.json"),
      JSON.stringify({ pid: process.pid, startedAt: "long ago" }),
    );
    expect(await endOrphan(dir, 200)).toBeNull();
  });
});
