import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { agent, FakeMissionControl } from "../../test/fake-mission-control.ts";
import { loadConfig } from "../config.ts";
import type { DesiredSkill, DesiredState } from "../mission-control/mission-control.ts";
import { GatewayFiles } from "./files.ts";
import { planSkillServers } from "./skills.ts";

const variable = (name: string) => `\${${name}}`;
const server = (value: string) => ({
  url: "https://tracker.example.org/mcp",
  headers: [{ name: "Authorization", value: `Bearer ${value}` }],
});
function skill(slug: string, extra: Partial<DesiredSkill> = {}): DesiredSkill {
  return { skillId: `id-${slug}`, slug, name: slug, server: null, fileHash: `${slug}-1`, ...extra };
}

describe("servers that skills bring", () => {
  const tracker = skill("tracker", { server: server(variable("MC_SKILL_TRACKER")) });
  const agents = [{ ...agent("mara"), skills: ["tracker"] }, agent("theo")];

  it("are connected to with the name of their credential, for whoever has the skill", () => {
    const plan = planSkillServers({ agents, skills: [tracker] }, { MC_SKILL_TRACKER: "secret-value" });
    expect(plan.servers).toEqual({
      tracker: {
        url: "https://tracker.example.org/mcp",
        transport: "streamable-http",
        headers: { Authorization: `Bearer ${variable("MC_SKILL_TRACKER")}` },
      },
    });
    expect([...plan.toolsOf]).toEqual([["tracker", "tracker__*"]]);
    expect(plan.problems).toEqual([]);
  });

  it("are left out with a reason while the credential is not here, and silently while nobody has the skill", () => {
    const plan = planSkillServers({ agents, skills: [tracker] }, {});
    expect([plan.servers, plan.toolsOf.size]).toEqual([{}, 0]);
    expect(plan.problems).toEqual([
      "the skill tracker waits for MC_SKILL_TRACKER in the runtime's environment",
    ]);
    expect(planSkillServers({ agents: [agent("theo")], skills: [tracker] }, {}).problems).toEqual([]);
  });

  it("have names that OpenClaw does not cut", () => {
    const long = ["a-very-long-name-of-a-server-one", "a-very-long-name-of-a-server-two"];
    const skills = long.map((slug) => skill(slug, { server: { url: "https://x.org", headers: [] } }));
    const plan = planSkillServers({ agents: [{ ...agent("mara"), skills: long }], skills }, {});
    const names = Object.keys(plan.servers);
    expect(new Set(names).size).toBe(2);
    expect(names.every((name) => name.length <= 30)).toBe(true);
  });
});

describe("skills in the gateway's files", () => {
  let dir = "";
  let files: GatewayFiles;
  const office = new FakeMissionControl();
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), "mc-skills-"));
    office.skillFiles.clear();
    office.skillsFetched.length = 0;
    files = new GatewayFiles({
      config: loadConfig({
        PATH: "",
        MC_BACKEND_URL: "http://127.0.0.1:1",
        MC_SERVICE_TOKEN: "service-token",
        MC_RUNTIME_DIR: dir,
        MC_OPENCLAW_DIR: dir,
        MC_SKILL_TRACKER: "secret-value",
      }),
      missionControl: office,
      version: () => "2026.9.6",
      endpoints: () => ({ tools: { baseUrl: "http://127.0.0.1:2", token: "t" }, demoModel: null }),
    });
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const desired = (skills: DesiredSkill[], bySlug: Record<string, string[]>): DesiredState => ({
    account: { name: "Acme", slug: "acme" },
    skills,
    agents: ["mara", "theo"].map((slug) => ({ ...agent(slug), skills: bySlug[slug] ?? [] })),
  });
  const path = (slug: string, ...rest: string[]) => join(dir, "workspaces", slug, "skills", ...rest);
  const config = async () =>
    JSON.parse(await readFile(join(dir, "gateway", "openclaw.json"), "utf8")) as {
      agents: { entries: Record<string, { skills?: string[]; tools?: { deny: string[] } }> };
      tools: { allow: string[] };
      mcp?: { servers: Record<string, unknown> };
    };

  it("lie in the workspaces of the agents that have them, and nowhere else", async () => {
    office.skillFiles.set("id-notes", "# Notes");
    await files.write(desired([skill("notes")], { mara: ["notes"] }), 4000);
    expect(await readFile(path("mara", "notes", "SKILL.md"), "utf8")).toBe("# Notes");
    await expect(stat(path("theo", "notes"))).rejects.toThrow();
    const { entries } = (await config()).agents;
    expect([entries["mara"]?.skills, entries["theo"]?.skills]).toEqual([["notes"], undefined]);
  });

  it("that come late are not written over what is wanted by then", async () => {
    const file = Promise.withResolvers<{ fileHash: string; file: string }>();
    const fetching = vi.spyOn(office, "skillFile").mockReturnValue(file.promise);
    const early = files.write(desired([skill("notes")], { mara: ["notes"] }), 4000);
    const late = files.write(desired([], {}), 5000);
    await Promise.race([late, new Promise((resolve) => setTimeout(resolve, 500))]);
    file.resolve({ fileHash: "hash-notes", file: "# Notes" });
    await Promise.all([early, late]);
    fetching.mockRestore();
    expect(await config()).toMatchObject({ gateway: { port: 5000 } });
    expect((await config()).agents.entries["mara"]?.skills).toBeUndefined();
  });

  it("are fetched once, written when they changed, and gone when they are taken away", async () => {
    office.skillFiles.set("id-notes", "# Notes");
    const wanted = desired([skill("notes")], { mara: ["notes"] });
    expect((await files.write(wanted, 4000)).changedSlugs).toEqual(["mara", "theo"]);
    const before = (await stat(path("mara", "notes", "SKILL.md"))).mtimeMs;
    expect((await files.write(wanted, 4000)).changedSlugs).toEqual([]);
    expect(office.skillsFetched).toEqual(["id-notes"]);
    expect((await stat(path("mara", "notes", "SKILL.md"))).mtimeMs).toBe(before);
    office.skillFiles.set("id-notes", "# Other notes");
    const changed = desired([skill("notes", { fileHash: "notes-2" })], { mara: ["notes"] });
    expect((await files.write(changed, 4000)).changedSlugs).toEqual(["mara"]);
    expect(await readFile(path("mara", "notes", "SKILL.md"), "utf8")).toBe("# Other notes");
    await writeFile(join(dir, "workspaces", "mara", "mine.md"), "mine");
    expect((await files.write(desired([], {}), 4000)).changedSlugs).toEqual(["mara"]);
    expect(await readdir(path("mara"))).toEqual([]);
    expect(await readFile(join(dir, "workspaces", "mara", "mine.md"), "utf8")).toBe("mine");
  });

  it("bring a server for those who have the skill; the others are denied its tools, and no secret is on disk", async () => {
    office.skillFiles.set("id-tracker", "# Tracker");
    const tracker = skill("tracker", { server: server(variable("MC_SKILL_TRACKER")) });
    await files.write(desired([tracker], { mara: ["tracker"] }), 4000);
    const written = await config();
    expect(written.mcp?.servers).toHaveProperty("tracker");
    expect(written.tools.allow).toContain("tracker__*");
    expect(written.agents.entries["mara"]?.tools?.deny ?? []).not.toContain("tracker__*");
    expect(written.agents.entries["theo"]?.tools?.deny).toContain("tracker__*");
    expect(JSON.stringify(written)).not.toContain("secret-value");
    await files.write(desired([], {}), 4000);
    expect(await config()).not.toHaveProperty("mcp");
    expect(files.skillProblems).toEqual([]);
  });

  it("that cannot be fetched keep the rest from being half written", async () => {
    await expect(files.write(desired([skill("notes")], { mara: ["notes"] }), 4000)).rejects.toThrow(
      "no file",
    );
    await expect(stat(join(dir, "gateway", "openclaw.json"))).rejects.toThrow();
  });
});
