/** A real gateway with a provider behind a key, by the same path as any other: here the provider is a server of our own. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDemoModel } from "../src/demo-model/server.ts";
import { LoopbackServer } from "../src/http/server.ts";
import type { Runtime } from "../src/main.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";
import { openRealGateway, type RealGateway } from "./real-gateway.ts";

const office = new FakeMissionControl();
const model = createDemoModel({ wordMs: 0 });
/** What the gateway asked the provider for, newest last. */
const asked: Record<string, unknown>[] = [];
const front = new Hono();
front.post("/v1/chat/completions", async (c, next) => {
  asked.push((await c.req.raw.clone().json()) as Record<string, unknown>);
  return await next();
});
front.route("/", model.routes);
const provider = new LoopbackServer("the provider", front, 0);
let dir = "";
let real: RealGateway;
let runtime: Runtime;

beforeAll(async () => {
  await provider.start();
  real = await openRealGateway(office, {
    OPENAI_API_KEY: model.apiKey,
    OPENAI_BASE_URL: `${provider.url}/v1`,
    MC_MODEL: "openai/scripted",
  });
  ({ dir, runtime } = real);
});
afterAll(async () => {
  await real.close();
  await provider.stop();
});

describe("a provider with a key", () => {
  it("answers, without the label of the demo model", async () => {
    const run = office.add({ title: "With a key" });
    await office.untilOver(run);
    expect(run.failures).toEqual([]);
    expect(run.answers).toMatchObject([
      { model: "openai/scripted", isDemoModel: false, usage: { basis: "unknown", costUsd: null } },
    ]);
  });

  it("is asked with the temperature and the length that the agent's settings name", async () => {
    // A new agent gets no turn before the gateway has read its settings.
    office.setAgents([agent("mara"), { ...agent("ines"), temperature: 0.25, maxOutputTokens: 777 }]);
    const run = office.add({ agent: "ines", title: "By the book" });
    await office.untilOver(run);
    expect(run.failures).toEqual([]);
    expect(asked).toContainEqual(expect.objectContaining({ temperature: 0.25, max_completion_tokens: 777 }));
  });

  it("is asked for nothing beside the turns: no titles, recaps or summaries at the operator's cost", () => {
    expect(new Set(asked.map((request) => request["model"]))).toEqual(new Set(["scripted"]));
    // what turns may use: the length of the agent's settings, or the model's own
    expect(new Set(asked.map((request) => request["max_completion_tokens"]))).toEqual(new Set([16_384, 777]));
  });

  it("has its key nowhere on disk", async () => {
    const names = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = names.filter((entry) => entry.isFile());
    expect(files.length).toBeGreaterThan(10);
    for (const file of files)
      expect((await readFile(join(file.parentPath, file.name))).includes(model.apiKey), file.name).toBe(
        false,
      );
  });

  it("that refuses the key fails the run for good, says what to do, and is left alone", async () => {
    const run = office.add({ description: "[[demo http 401]]" });
    await office.untilOver(run);
    expect(run.failures).toMatchObject([{ code: "provider_auth", isRetryable: false }]);
    expect(run.failures[0]?.message).toContain("Set a valid one");
    const next = office.add({ title: "Held back" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(next.attempt).toBe(0);
    expect(runtime.facts().heldBackBecause).toContain("refused the key");
  });
});
