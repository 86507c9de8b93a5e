/**
 * The contract with OpenClaw on the oldest version that is called tested (the other gateway suites run on the newest): what we ask of
 * a gateway is there and means the same. Installed on first use, about 650 MB and a minute.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config.ts";
import { composeRuntime, type Runtime } from "../src/main.ts";
import { createLogger } from "../src/observability/logger.ts";
import { OPENCLAW_TESTED_VERSIONS, OPENCLAW_VERSION } from "../src/openclaw/version.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";

const oldest = OPENCLAW_TESTED_VERSIONS.at(-1) ?? OPENCLAW_VERSION;
const office = new FakeMissionControl();
let dir = "";
let runtime: Runtime;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-oldest-"));
  const config = loadConfig({
    ...process.env,
    ANTHROPIC_API_KEY: "",
    OPENAI_API_KEY: "",
    OPENROUTER_API_KEY: "",
    MC_BACKEND_URL: "http://127.0.0.1:1",
    MC_SERVICE_TOKEN: "in-memory-token",
    MC_RUNTIME_DIR: dir,
    MC_OPENCLAW_DIR:
      process.env["MC_OPENCLAW_DIR"] ?? join(import.meta.dirname, "../../../node_modules/.cache/mc/openclaw"),
    MC_OPENCLAW_VERSION: oldest,
    MC_DEMO_WORD_MS: "1",
    MC_TURN_TIMEOUT_MS: "20000",
    MC_LOG_LEVEL: process.env["MC_TEST_LOG"] ?? "silent",
  });
  runtime = composeRuntime(config, office, createLogger(config.logLevel));
  await runtime.runner.start();
  await office.until(() => office.reports.at(-1)?.status === "online");
});
afterAll(async () => {
  await runtime.runner.stop("the tests are over");
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
});

describe(`OpenClaw ${oldest}`, () => {
  it("is another version than the pinned one, and lacks nothing that we use", () => {
    expect(oldest).not.toBe(OPENCLAW_VERSION);
    expect(office.reports.at(-1)).toMatchObject({ openclawVersion: oldest, reasons: [] });
    expect(runtime.facts().gateway).toMatchObject({ state: "ready", missing: [], reason: null });
  });

  it("takes a turn, lets it use the office's tools and answers once", async () => {
    const run = office.add({ title: "Plan the launch", description: "- Pick a date\n- Tell the press" });
    await office.untilOver(run);
    expect(run.failures).toEqual([]);
    expect(run.answers).toHaveLength(1);
    expect(run.answers[0]?.answer).toContain("Plan the launch");
    const calls = office.toolCalls.filter((call) => call.sessionKey === run.sessionKey);
    expect(calls.map((call) => call.tool)).toEqual(["task_status", "document_upsert", "task_status"]);
    expect(calls.every((call) => call.agentSlug === "mara")).toBe(true);
  });

  it("stops a turn that somebody stops", async () => {
    const run = office.add({ description: "[[demo slow 2000 50]]" });
    await office.until(() => run.texts.length > 1);
    office.cancel(run);
    await office.untilOver(run);
    expect(run).toMatchObject({ status: "cancelled", answers: [] });
  });

  it("is not waited for longer than a turn may take", async () => {
    const run = office.add({ description: "[[demo slow 4000 50]]" });
    await office.untilOver(run);
    expect(run.answers).toEqual([]);
    expect(run.failures.map(({ code }) => code)).toEqual(["timed_out"]);
  });

  it("takes over an agent that is added while it runs", async () => {
    office.setAgents([agent("mara"), agent("theo"), agent("juno")]);
    const run = office.add({ agent: "juno" });
    await office.untilOver(run);
    expect(run.answers).toHaveLength(1);
  });
});
