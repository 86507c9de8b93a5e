/**
 * The contract with OpenClaw on the oldest version that is called tested (the other gateway suites run on the newest): what we ask of
 * a gateway is there and means the same. Installed on first use, about 650 MB and a minute.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Runtime } from "../src/main.ts";
import { OPENCLAW_TESTED_VERSIONS, OPENCLAW_VERSION } from "../src/openclaw/version.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";
import { openRealGateway, type RealGateway } from "./real-gateway.ts";

const oldest = OPENCLAW_TESTED_VERSIONS.at(-1) ?? OPENCLAW_VERSION;
const office = new FakeMissionControl();
let real: RealGateway;
let runtime: Runtime;

beforeAll(async () => {
  real = await openRealGateway(office, { MC_OPENCLAW_VERSION: oldest, MC_TURN_TIMEOUT_MS: "20000" });
  ({ runtime } = real);
});
afterAll(() => real.close());

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
