import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TOOL_NAMES } from "@mc/shared/tools/catalog";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { agent } from "../../test/fake-mission-control.ts";
import { chooseModel } from "../model.ts";
import { buildGatewayConfig, gatewayPaths, usableModel } from "./config.ts";
import { pluginManifest, pluginTools, writePlugin } from "./plugin.ts";
import { loadTemplates, removeStateOfFormerAgents, workspaceFiles, writeWorkspaces } from "./workspaces.ts";

const noKeys = {
  model: undefined,
  anthropicKey: undefined,
  openaiKey: undefined,
  openrouterKey: undefined,
  openaiBaseUrl: undefined,
  demoWordMs: 0,
};
const demo = chooseModel(noKeys);
const anthropic = chooseModel({ ...noKeys, anthropicKey: "sk-secret-value" });
const input = {
  paths: gatewayPaths("/data/r1"),
  version: "1.2.3",
  port: 4000,
  token: "gateway-token",
  agents: [agent("theo"), { ...agent("mara"), tools: ["task_load"] }],
  model: demo,
  demoModel: { baseUrl: "http://127.0.0.1:1/v1", apiKey: "demo-key" },
  tools: { baseUrl: "http://127.0.0.1:2/agent", token: "tool-token" },
  parallelTurns: 4,
};

describe("the gateway's configuration", () => {
  it("is the same for the same wishes", () => {
    expect(buildGatewayConfig(input)).toMatchSnapshot();
    expect(JSON.stringify(buildGatewayConfig({ ...input, agents: input.agents.toReversed() }))).toBe(
      JSON.stringify(buildGatewayConfig(input)),
    );
  });

  it("names a provider's key by its variable and never contains its value", () => {
    const text = JSON.stringify(buildGatewayConfig({ ...input, model: anthropic, demoModel: null }));
    expect(text).toContain(`"apiKey":"\${ANTHROPIC_API_KEY}"`);
    expect(text).not.toContain("sk-secret-value");
  });

  it("gives no agent a shell, processes or the web", () => {
    const { tools } = buildGatewayConfig(input) as { tools: { allow: string[]; fs: object } };
    expect(tools.allow).toEqual(["read", "write", "edit", "mission-control"]);
    expect(tools.fs).toEqual({ workspaceOnly: true });
  });

  it("takes an agent's own model when we hold a key for its provider, else the account's", () => {
    expect(usableModel({ ...agent("a"), model: "anthropic/other" }, anthropic)).toBe("anthropic/other");
    expect(usableModel({ ...agent("a"), model: "openai/gpt" }, anthropic)).toBe(anthropic.ref);
    expect(usableModel({ ...agent("a"), model: "anthropic/other" }, demo)).toBe("demo/scripted");
  });
});

describe("parameters of an agent's model", () => {
  const entriesOf = (fields: object) =>
    buildGatewayConfig({ ...input, agents: [{ ...agent("mara"), ...fields }] }) as {
      agents: { entries: Record<string, { params?: Record<string, number> }> };
      models: { providers: Record<string, { models: { maxTokens: number }[] }> };
    };

  it("are written where they are set, and nowhere else", () => {
    expect(entriesOf({ temperature: 0, maxOutputTokens: 512 }).agents.entries["mara"]?.params).toEqual({
      temperature: 0,
      maxTokens: 512,
    });
    expect(entriesOf({ temperature: null, maxOutputTokens: null }).agents.entries["mara"]).not.toHaveProperty(
      "params",
    );
  });

  it("are not cut by what the model is said to be able to", () => {
    const { providers } = entriesOf({ maxOutputTokens: 60_000 }).models;
    expect(
      Object.values(providers).flatMap(({ models }) => models.map(({ maxTokens }) => maxTokens)),
    ).toEqual([60_000]);
  });
});

describe("files for the gateway", () => {
  let dir = "";
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "mc-files-"));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it("offer each tool of the catalog, once, and promise it in the manifest", async () => {
    await writePlugin(dir);
    expect(pluginTools().map((tool) => tool.name)).toEqual([...TOOL_NAMES]);
    expect(pluginManifest()).toMatchObject({ contracts: { tools: [...TOOL_NAMES] } });
    expect(pluginManifest()).not.toHaveProperty("categories");
    expect((await readdir(dir)).toSorted()).toEqual([
      "index.js",
      "openclaw.plugin.json",
      "package.json",
      "tools.json",
    ]);
  });

  it("are written once, rewritten when the text changed, and gone with the agent", async () => {
    const paths = gatewayPaths(dir);
    const templates = await loadTemplates();
    const account = { name: "Acme", slug: "acme" };
    expect(
      await writeWorkspaces(paths, { account, agents: [agent("mara"), agent("theo")] }, templates),
    ).toEqual(["mara", "theo"]);
    const before = (await stat(join(paths.workspacesDir, "mara", "SOUL.md"))).mtimeMs;
    await writeFile(join(paths.workspacesDir, "mara", "notes.md"), "mine");
    expect(
      await writeWorkspaces(
        paths,
        { account, agents: [agent("mara"), { ...agent("theo"), soul: "# New" }] },
        templates,
      ),
    ).toEqual(["theo"]);
    expect((await stat(join(paths.workspacesDir, "mara", "SOUL.md"))).mtimeMs).toBe(before);
    expect(await readFile(join(paths.workspacesDir, "mara", "notes.md"), "utf8")).toBe("mine");
    await writeWorkspaces(paths, { account, agents: [agent("theo")] }, templates);
    expect(await readdir(paths.workspacesDir)).toEqual(["theo"]);
    await removeStateOfFormerAgents(paths, [agent("theo")]);
  });

  it("leave no placeholder unfilled, whatever the agent is called", async () => {
    const files = workspaceFiles(
      { ...agent("mara"), name: "M$&ra", soul: "", identity: "" },
      "Acme $1",
      await loadTemplates(),
    );
    expect(Object.keys(files).toSorted()).toEqual(["AGENTS.md", "IDENTITY.md", "SOUL.md", "USER.md"]);
    for (const text of Object.values(files)) expect(text).not.toMatch(/\{\{|<!--/);
    expect(files["AGENTS.md"]).toContain("M$&ra");
    expect(files["AGENTS.md"]).not.toContain("work_claim");
  });
});
