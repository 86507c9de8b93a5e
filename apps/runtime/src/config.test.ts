import { describe, expect, it } from "vitest";
import { loadConfig } from "./config.ts";

const complete = {
  MC_BACKEND_URL: "http://127.0.0.1:3210/",
  MC_SERVICE_TOKEN: "mcs_0123456789",
  MC_RUNTIME_DIR: "/data/runtimes/a",
  MC_OPENCLAW_DIR: "/data/openclaw",
};

describe("settings of the runtime", () => {
  it("names every variable that is missing, and what to set", () => {
    expect(() => loadConfig({})).toThrow(
      /MC_BACKEND_URL.*\n.*MC_SERVICE_TOKEN.*\n.*MC_RUNTIME_DIR.*\n.*MC_OPENCLAW_DIR/,
    );
  });

  it("says which value is wrong", () => {
    expect(() => loadConfig({ ...complete, MC_RUNTIME_HTTP_PORT: "99999" })).toThrow(/MC_RUNTIME_HTTP_PORT/);
    expect(() => loadConfig({ ...complete, MC_BACKEND_URL: "somewhere" })).toThrow(/MC_BACKEND_URL.*address/);
  });

  it("treats an empty variable as not set", () => {
    expect(loadConfig({ ...complete, ANTHROPIC_API_KEY: "", MC_MODEL: "" }).model.isDemo).toBe(true);
  });

  it("never passes the service token or an unrelated secret on to child processes", () => {
    const config = loadConfig({
      ...complete,
      AWS_SECRET_ACCESS_KEY: "x",
      PATH: "/bin",
      ANTHROPIC_API_KEY: "sk-1",
    });
    expect(config.childEnv).toEqual({ PATH: "/bin" });
  });

  it.each([
    [{}, "demo/scripted"],
    [{ ANTHROPIC_API_KEY: "k" }, "anthropic/claude-opus-5"],
    [{ OPENAI_API_KEY: "k", MC_MODEL: "openai/gpt-x" }, "openai/gpt-x"],
    [{ ANTHROPIC_API_KEY: "k", OPENAI_API_KEY: "k", MC_MODEL: "openai/gpt-x" }, "openai/gpt-x"],
    [{ OPENROUTER_API_KEY: "k", MC_MODEL: "meta/llama" }, "openrouter/meta/llama"],
    [{ OPENAI_API_KEY: "k", OPENAI_BASE_URL: "http://localhost:1/v1", MC_MODEL: "qwen" }, "openai/qwen"],
  ])("with %j the model is %s", (extra, ref) => {
    expect(loadConfig({ ...complete, ...extra }).model.ref).toBe(ref);
  });
});
