/** A runtime over a real OpenClaw gateway in a folder of its own, with a backend in memory: what every gateway suite begins with. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfig, type RuntimeConfig } from "../src/config.ts";
import { composeRuntime, type Runtime } from "../src/main.ts";
import { createLogger } from "../src/observability/logger.ts";
import type { FakeMissionControl } from "./fake-mission-control.ts";

/** Where installations of this machine lie, so that none is made twice. */
export const installations =
  process.env["MC_OPENCLAW_DIR"] ?? join(import.meta.dirname, "../../../node_modules/.cache/mc/openclaw");

/** The settings of a suite: no key of whoever runs the tests, and what `settings` says. */
export function testConfig(dir: string, settings: Record<string, string> = {}): RuntimeConfig {
  return loadConfig({
    ...process.env,
    ANTHROPIC_API_KEY: "",
    OPENAI_API_KEY: "",
    OPENROUTER_API_KEY: "",
    MC_BACKEND_URL: "http://127.0.0.1:1",
    MC_SERVICE_TOKEN: "in-memory-token",
    MC_RUNTIME_DIR: dir,
    MC_OPENCLAW_DIR: installations,
    MC_DEMO_WORD_MS: "1",
    MC_LOG_LEVEL: process.env["MC_TEST_LOG"] ?? "silent",
    ...settings,
  });
}

export interface RealGateway {
  readonly dir: string;
  readonly runtime: Runtime;
  close(): Promise<void>;
}

/** Starts a runtime for the office and waits until its gateway takes turns; `close` removes what it wrote. */
export async function openRealGateway(
  office: FakeMissionControl,
  ...[settings = {}, given]: [settings?: Record<string, string>, dir?: string]
): Promise<RealGateway> {
  const dir = given ?? (await makeDir());
  const config = testConfig(dir, settings);
  const runtime = composeRuntime(config, office, createLogger(config.logLevel));
  await runtime.runner.start();
  await office.until(() => office.reports.at(-1)?.status === "online");
  const close = async () => {
    await runtime.runner.stop("the tests are over");
    await rm(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  return { dir, runtime, close };
}

export const makeDir = () => mkdtemp(join(tmpdir(), "mc-gateway-"));
