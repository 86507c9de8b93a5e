/**
 * The runtime against a real OpenClaw gateway: one installation for the machine, one gateway for this file, the demo model behind it
 * and a backend in memory in front. Everything else is what `npm start` runs.
 *
 * Against another published version (installed on first use, about 650 MB and a minute):
 *   MC_OPENCLAW_VERSION=2026.9.4 npx vitest run -c vitest.gateway.config.ts apps/runtime/test/gateway.gateway.test.ts
 */
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gatewayPaths } from "../src/gateway/config.ts";
import { OpenClawGateway } from "../src/gateway/open-claw-gateway.ts";
import type { Runtime } from "../src/main.ts";
import { createLogger } from "../src/observability/logger.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";
import { openRealGateway, type RealGateway } from "./real-gateway.ts";

const office = new FakeMissionControl();
let dir = "";
let real: RealGateway;
let runtime: Runtime;

beforeAll(async () => {
  real = await openRealGateway(office, { MC_LEASE_MS: "6000", MC_DRAIN_MS: "500" });
  ({ dir, runtime } = real);
});
afterAll(() => real.close());

describe("a real gateway", () => {
  it("is of a tested version and offers everything that we use", () => {
    expect(runtime.facts().gateway).toMatchObject({ state: "ready", missing: [], reason: null });
  });
});

describe("a turn on a real gateway", () => {
  it("uses the office's tools, streams its text and answers once", async () => {
    const run = office.add({ title: "Plan the launch", description: "- Pick a date\n- Tell the press" });
    await office.untilOver(run);
    expect(run.failures).toEqual([]);
    expect(run.answers).toHaveLength(1);
    expect(run.answers[0]?.answer).toContain("Plan the launch");
    expect(run.answers[0]).toMatchObject({
      isDemoModel: true,
      model: "demo/scripted",
      usage: { basis: "estimated", costUsd: 0 },
    });
    expect(run.answers[0]?.usage.input).toBeGreaterThan(0);
    const calls = office.toolCalls.filter((call) => call.sessionKey === run.sessionKey);
    expect(calls.map((call) => call.tool)).toEqual(["task_status", "document_upsert", "task_status"]);
    expect(calls.map((call) => call.args["status"])).toEqual(["in_progress", undefined, "review"]);
    expect(calls.every((call) => call.agentSlug === "mara")).toBe(true);
    expect(run.tools.filter((tool) => tool.phase === "end").map((tool) => tool.ok)).toEqual([
      true,
      true,
      true,
    ]);
    expect(run.texts.length).toBeGreaterThan(0);
  });

  it("can be looked up afterwards, as a later process would", async () => {
    const [run] = office.runs;
    const { gateway } = JSON.parse(await readFile(join(dir, "gateway", "openclaw.json"), "utf8")) as {
      gateway: { port: number; auth: { token: string } };
    };
    const link = new OpenClawGateway(createLogger("silent"));
    await link.connect(
      { url: `ws://127.0.0.1:${gateway.port}`, token: gateway.auth.token },
      AbortSignal.timeout(20_000),
    );
    const turn = { sessionKey: run?.sessionKey ?? "", turnId: "mc-run1-f1" };
    expect(await link.traceTurn(turn)).toMatchObject({
      kind: "finished",
      outcome: { kind: "answered", text: expect.stringContaining("Plan the launch"), model: "demo/scripted" },
    });
    expect(await link.traceTurn({ ...turn, turnId: "mc-run1-f2" })).toEqual({ kind: "nothing" });
    expect(await link.traceTurn({ sessionKey: "agent:mara:mc:task:none:g1", turnId: "x" })).toEqual({
      kind: "nothing",
    });
    await link.disconnect();
  });

  it("answers a mention in the same session with what was said", async () => {
    const run = office.add({ task: "t1", kind: "mention", say: "@mara when will it be ready?" });
    await office.untilOver(run);
    expect(run.answers[0]?.answer).toContain("when will it be ready?");
  });

  it("shows a refused tool to the model, which says so", async () => {
    office.onTool = (call) => {
      if (call.tool !== "document_upsert") return { ok: true };
      throw Object.assign(new TypeError("refused"), {
        data: { code: "forbidden", message: "Mara may not write documents." },
      });
    };
    const run = office.add({ title: "No documents" });
    await office.untilOver(run);
    office.onTool = () => ({ ok: true });
    expect(run.answers[0]?.answer).toContain("Mara may not write documents.");
  });

  it("streams a long answer as it is written", async () => {
    const run = office.add({ description: "[[demo slow 60 50]]" });
    await office.untilOver(run);
    expect(run.texts.length).toBeGreaterThan(4);
    for (const [index, text] of run.texts.entries())
      expect(text.startsWith(run.texts[index - 1] ?? "")).toBe(true);
    expect(run.answers[0]?.answer).toContain("word60");
  });

  it("is really stopped when somebody stops it", async () => {
    const run = office.add({ description: "[[demo slow 2000 50]]" });
    await office.until(() => run.texts.length > 1);
    const startedAt = performance.now();
    office.cancel(run);
    await office.untilOver(run);
    expect(run.status).toBe("cancelled");
    expect(run.answers).toEqual([]);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it("runs sessions side by side and one session in order", async () => {
    const first = office.add({ task: "fifo", description: "[[demo slow 150 100]]" });
    const second = office.add({ task: "fifo", kind: "mention", say: "and this?" });
    const beside = office.add({ agent: "theo", description: "[[demo slow 100 100]]" });
    await office.until(() => first.texts.length > 0 && beside.texts.length > 0);
    expect([first.status, beside.status, second.status]).toEqual(["running", "running", "queued"]);
    await office.untilOver(first, second, beside);
    expect([first, second, beside].map((run) => run.answers.length)).toEqual([1, 1, 1]);
  });

  it("gives an agent that was added while it runs its first turn", async () => {
    office.setAgents([agent("mara"), agent("theo"), { ...agent("juno"), soul: "# Juno\nYou draw." }]);
    const run = office.add({ agent: "juno" });
    await office.untilOver(run);
    expect(run.answers).toHaveLength(1);
    expect(await readFile(join(dir, "workspaces", "juno", "SOUL.md"), "utf8")).toContain("You draw.");
    office.setAgents([agent("mara"), agent("theo")]);
    await expect.poll(() => readdir(join(dir, "workspaces"))).toEqual(["mara", "theo"]);
  });

  it("offers no tool that the agent may not use, and no shell", async () => {
    office.setAgents([agent("mara"), { ...agent("theo"), tools: ["task_load"] }]);
    await expect
      .poll(async () =>
        (await readFile(join(dir, "gateway", "openclaw.json"), "utf8")).includes("document_upsert"),
      )
      .toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const run = office.add({ agent: "theo", title: "Bare hands" });
    await office.untilOver(run);
    expect(run.tools).toEqual([]);
    expect(run.answers[0]?.answer).toContain("Bare hands");
  });
});

describe("a real gateway that is killed in the middle of a turn", () => {
  it("loses nothing, answers once and repeats no effect", async () => {
    const run = office.add({ title: "Survive", description: "[[demo slow 150 100]]" });
    await office.until(() => run.texts.length > 2);
    const pid = runtime.supervisor.pid;
    expect(pid).not.toBeNull();
    if (pid !== null) process.kill(pid, "SIGKILL");
    await office.until(() => run.attempt === 2 || run.status !== "running");
    run.context.task = { ...(run.context.task ?? never()), description: "" };
    await office.untilOver(run);
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    expect(run.status).toBe("succeeded");
    expect(run.answers).toHaveLength(1);
    expect(run.failures.map((failure) => failure.code)).toEqual(["gateway_lost"]);
    const calls = office.toolCalls.filter((call) => call.sessionKey === run.sessionKey);
    expect(calls.map((call) => call.tool)).toEqual(["task_status", "document_upsert", "task_status"]);
    expect(new Set(calls.map((call) => call.callId.split(":")[0])).size).toBe(1);
    expect(runtime.facts().gateway.restarts).toBe(1);
  });
});

describe("a real gateway that was killed while it made an agent's database", () => {
  it("starts again: the file without a table would be refused for ever", async () => {
    await runtime.supervisor.hold();
    const file = join(gatewayPaths(dir).stateDir, "agents", "theo", "agent", "openclaw-agent.sqlite");
    await mkdir(dirname(file), { recursive: true });
    for (const ending of ["", "-wal", "-shm"]) await rm(`${file}${ending}`, { force: true });
    const begun = new DatabaseSync(file);
    begun.exec("PRAGMA journal_mode=WAL");
    begun.close();
    runtime.supervisor.release();
    const run = office.add({ agent: "theo", title: "Go on" });
    await office.untilOver(run);
    expect(run.answers).toHaveLength(1);
    expect(runtime.facts().gateway).toMatchObject({ state: "ready", reason: null });
  });
});

describe("skills on a real gateway", () => {
  it("reach the prompt of the agents that have them, also when their server cannot be reached", async () => {
    office.skillFiles.set(
      "s1",
      '---\nname: release-notes\ndescription: "How we write them."\n---\n\n# Steps\n',
    );
    office.skillFiles.set("s2", '---\nname: tracker\ndescription: "Tickets."\n---\n\nUse it for tickets.\n');
    const server = { url: "http://127.0.0.1:9/mcp", headers: [] };
    office.setSkills(
      [
        { skillId: "s1", slug: "release-notes", name: "Release notes", server: null, fileHash: "1" },
        { skillId: "s2", slug: "tracker", name: "Tracker", server, fileHash: "2" },
      ],
      // A new agent gets no turn before the gateway has read all of this.
      [agent("mara"), agent("theo"), { ...agent("ines"), skills: ["release-notes", "tracker"] }],
    );
    const [mine, theirs] = [office.add({ agent: "ines", title: "With" }), office.add({ title: "Without" })];
    await office.untilOver(mine, theirs);
    expect(mine.answers[0]?.answer).toContain("My skills: release-notes, tracker.");
    expect(theirs.answers[0]?.answer).not.toContain("My skills");
    expect(runtime.facts().gateway).toMatchObject({ state: "ready", reason: null });
  });
});

describe("secrets of a real gateway", () => {
  it("are readable by their owner only, and the service token is nowhere on disk", async () => {
    const { mode } = await import("node:fs/promises").then((fs) =>
      fs.stat(join(dir, "gateway", "openclaw.json")),
    );
    expect(mode & 0o077).toBe(0);
    expect(await readFile(join(dir, "gateway", "openclaw.json"), "utf8")).not.toContain("in-memory-token");
  });
});

function never(): never {
  throw new TypeError("the run has no task");
}
