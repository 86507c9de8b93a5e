/** A real gateway with a provider behind a key, by the same path as any other: here the provider is a server of our own. */
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../src/config.ts";
import { createDemoModel } from "../src/demo-model/server.ts";
import { LoopbackServer } from "../src/http/server.ts";
import { composeRuntime, type Runtime } from "../src/main.ts";
import { createLogger } from "../src/observability/logger.ts";
import { agent, FakeMissionControl } from "./fake-mission-control.ts";

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
let runtime: Runtime;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "mc-provider-"));
  await provider.start();
  const config = loadConfig({
    ...process.env,
    ANTHROPIC_API_KEY: "",
    OPENROUTER_API_KEY: "",
    OPENAI_API_KEY: model.apiKey,
    OPENAI_BASE_URL: `${provider.url}/v1`,
    MC_MODEL: "openai/scripted",
    MC_BACKEND_URL: "http://127.0.0.1:1",
    MC_SERVICE_TOKEN: "in-memory-token",
    MC_RUNTIME_DIR: dir,
    MC_OPENCLAW_DIR:
      process.env["MC_OPENCLAW_DIR"] ?? join(import.meta.dirname, "../../../node_modules/.cache/mc/openclaw"),
    MC_LOG_LEVEL: process.env["MC_TEST_LOG"] ?? "silent",
  });
  runtime = composeRuntime(config, office, createLogger(config.logLevel));
  await runtime.runner.start();
  await office.until(() => office.reports.at(-1)?.status === "online");
});
afterAll(async () => {
  await runtime.runner.stop("the tests are over");
  await provider.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
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
    expect(asked.at(-1)).toMatchObject({ temperature: 0.25, max_completion_tokens: 777 });
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
