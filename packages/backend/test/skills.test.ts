import { EMPTY_SKILL_CONFIG, MAX_SKILL_BYTES } from "@mc/shared/skill/limits";
import { describe, expect, test, vi } from "vitest";
import type { Id } from "../convex/_generated/dataModel";
import { BACKENDS } from "./backends";
import {
  activityTypes,
  addAgent,
  addTask,
  api,
  createWorld,
  join,
  leaseFirst,
  refusal,
  type World,
} from "./world";

const TEXT = "# Release notes\n\nOne line per change.\n";
const reference = (name: string) => `\${${name}}`;

async function addSkill(
  world: World,
  fields: Partial<{ name: string; text: string; isDefault: boolean }> = {},
) {
  const { accountId, owner } = world;
  const draft = {
    name: "Release notes",
    category: "custom" as const,
    description: "How we write them.",
    text: TEXT,
  };
  return await owner.as.mutation(api.skills.create, { accountId, ...draft, ...fields });
}

async function desired({ t, serviceToken }: World) {
  return await t.query(api.service.agents.desired, { serviceToken });
}

describe.each(BACKENDS)("skills on $name", ({ start }) => {
  test("[L1] a skill is written, changed, turned off and on, and removed, each an activity", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { skillId, slug } = await addSkill(world);
    expect(slug).toBe("release-notes");
    const update = { accountId, skillId, description: "How we tell people.", text: `${TEXT}Two.\n` };
    await owner.as.mutation(api.skills.update, update);
    await owner.as.mutation(api.skills.update, update);
    await owner.as.mutation(api.skills.setEnabled, { accountId, skillId, isEnabled: false });
    await owner.as.mutation(api.skills.setEnabled, { accountId, skillId, isEnabled: true });
    expect(await owner.as.query(api.skills.get, { accountId, skillId })).toMatchObject({
      name: "Release notes",
      slug: "release-notes",
      description: "How we tell people.",
      text: `${TEXT}Two.\n`,
      file: '---\nname: release-notes\ndescription: "How we tell people."\n---\n\n# Release notes\n\nOne line per change.\nTwo.\n',
      isEnabled: true,
      isDefault: false,
      config: EMPTY_SKILL_CONFIG,
    });
    await owner.as.mutation(api.skills.remove, { accountId, skillId });
    expect(await owner.as.query(api.skills.list, { accountId })).toEqual([]);
    expect(await refusal(owner.as.query(api.skills.get, { accountId, skillId }))).toMatchObject({
      code: "not_found",
    });
    expect((await activityTypes(world)).filter((type) => type.startsWith("skill_"))).toEqual([
      "skill_removed",
      "skill_enabled",
      "skill_enabled",
      "skill_updated",
      "skill_created",
    ]);
  });

  test("an agent has the skills that were given to it and those of everybody, while they are on", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const [theo, ines] = [await addAgent(world, "Theo"), await addAgent(world, "Ines")];
    const own = await addSkill(world);
    const all = await addSkill(world, { name: "House style", isDefault: true });
    const give = { accountId, skillId: own.skillId, agentId: theo.agentId };
    await owner.as.mutation(api.skills.assign, { ...give, isAssigned: true });
    await owner.as.mutation(api.skills.assign, { ...give, isAssigned: true });
    const skillsBy = async () =>
      Object.fromEntries((await desired(world)).agents.map(({ slug, skills }) => [slug, skills]));
    expect(await skillsBy()).toEqual({ theo: ["release-notes", "house-style"], ines: ["house-style"] });
    await owner.as.mutation(api.skills.setEnabled, { accountId, skillId: all.skillId, isEnabled: false });
    expect(await skillsBy()).toEqual({ theo: ["release-notes"], ines: [] });
    expect((await desired(world)).skills.map(({ slug }) => slug)).toEqual(["release-notes"]);
    const page = await owner.as.query(api.agents.get, { accountId, agentId: theo.agentId });
    expect(page.skills.map(({ slug, isOwn, isEnabled }) => [slug, isOwn, isEnabled])).toEqual([
      ["release-notes", true, true],
      ["house-style", false, false],
    ]);
    const list = await owner.as.query(api.skills.list, { accountId });
    expect(list.map(({ slug, agents }) => [slug, agents.map(({ name }) => name)])).toEqual([
      ["house-style", ["Theo", "Ines"]],
      ["release-notes", ["Theo"]],
    ]);
    await owner.as.mutation(api.skills.assign, { ...give, isAssigned: false });
    await owner.as.mutation(api.skills.assign, { ...give, agentId: ines.agentId, isAssigned: true });
    expect(await skillsBy()).toEqual({ theo: [], ines: ["release-notes"] });
    await owner.as.mutation(api.skills.remove, { accountId, skillId: own.skillId });
    expect(await skillsBy()).toEqual({ theo: [], ines: [] });
    const changes = (await activityTypes(world)).filter((type) => type === "agent_updated");
    expect(changes).toHaveLength(3);
  });

  test("a runtime fetches a file by its hash, which changes with what the file says", async () => {
    const world = await createWorld(start());
    const { accountId, owner, t, serviceToken } = world;
    const { skillId } = await addSkill(world);
    const before = (await desired(world)).skills[0];
    expect(await t.query(api.service.agents.skill, { serviceToken, skillId })).toMatchObject({
      fileHash: before?.fileHash,
      file: expect.stringContaining("One line per change."),
    });
    await owner.as.mutation(api.skills.update, { accountId, skillId, name: "Notes of a release" });
    expect((await desired(world)).skills[0]?.fileHash).toBe(before?.fileHash);
    const config = { settings: [{ name: "Tracker", value: "https://tracker.example.org" }], server: null };
    await owner.as.mutation(api.skills.update, { accountId, skillId, config });
    const after = (await desired(world)).skills[0];
    expect(after?.fileHash).not.toBe(before?.fileHash);
    const { file } = await t.query(api.service.agents.skill, { serviceToken, skillId });
    expect(file).toContain("- Tracker: https://tracker.example.org");
  });

  test("an MCP server has an address, and names its credential without holding it", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const create = (server: { url: string; headers: { name: string; value: string }[] } | null) =>
      owner.as.mutation(api.skills.create, {
        accountId,
        name: "Tracker",
        category: "mcp_server",
        description: "Tickets.",
        text: "Use it for tickets.",
        config: { settings: [], server },
      });
    const header = (value: string, name = "Authorization") => ({
      url: "https://tracker.example.org/mcp",
      headers: [{ name, value }],
    });
    for (const wrong of [
      null,
      header("Bearer sk-live-0123456789abcdefghij"),
      header("Bearer something"),
      header(`Bearer ${reference("ANTHROPIC_API_KEY")}`),
      header("x", "Host"),
      header("a\nb", "X-Team"),
      { url: "ftp://tracker.example.org", headers: [] },
      { url: "https://ada:secret@tracker.example.org/mcp", headers: [] },
      { url: "https://tracker.example.org/mcp?key=Zk3jQ9xT1mB7vR2cW8nL5pD4", headers: [] },
      { url: "nonsense", headers: [] },
      { url: "http://tracker.example.org/mcp", headers: [] },
      { url: "http://169.254.169.254/latest/meta-data", headers: [] },
      { url: "https://169.254.169.254/latest/meta-data", headers: [] },
      { url: "https://localhost:3210/mcp", headers: [] },
      { url: "https://10.0.0.8/mcp", headers: [] },
    ]) {
      expect([wrong, await refusal(create(wrong))]).toMatchObject([wrong, { code: "invalid" }]);
    }
    vi.stubEnv("MC_WEBHOOK_TARGETS", "loopback");
    expect(await refusal(create({ url: "http://169.254.169.254/", headers: [] }))).toMatchObject({
      code: "invalid",
    });
    const { skillId } = await create({ url: "http://127.0.0.1:8080/mcp", headers: [] });
    await owner.as.mutation(api.skills.remove, { accountId, skillId });
    vi.unstubAllEnvs();
    await create(header(`Bearer ${reference("MC_SKILL_TRACKER")}`));
    expect((await desired(world)).skills[0]?.server).toEqual(
      header(`Bearer ${reference("MC_SKILL_TRACKER")}`),
    );
  });

  test("what looks like a secret is refused in texts and settings, and sizes have a bound", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const { skillId } = await addSkill(world);
    const set = (fields: object) => owner.as.mutation(api.skills.update, { accountId, skillId, ...fields });
    const setting = (name: string, value: string) => ({
      config: { settings: [{ name, value }], server: null },
    });
    expect(await refusal(set({ text: "Use ghp_0123456789abcdefghijABCDEFGHIJ" }))).toMatchObject({
      code: "invalid",
    });
    expect(await refusal(set(setting("Password", "hunter2")))).toMatchObject({ code: "invalid" });
    expect(await refusal(set(setting("Token", reference("MC_SKILL_X"))))).toMatchObject({ code: "invalid" });
    expect(await refusal(set({ text: "ä".repeat(MAX_SKILL_BYTES / 2 + 1) }))).toMatchObject({
      code: "too_large",
    });
    expect(await refusal(set({ text: " " }))).toMatchObject({ code: "invalid" });
    expect(
      await refusal(set({ config: { settings: [], server: { url: "https://x.org", headers: [] } } })),
    ).toMatchObject({ code: "invalid" });
    await set({ text: "ä".repeat(MAX_SKILL_BYTES / 2) });
    expect((await owner.as.query(api.skills.get, { accountId, skillId })).bytes).toBe(MAX_SKILL_BYTES);
  });

  test("a description comes from the text when none is given, and without one there is no skill", async () => {
    const world = await createWorld(start());
    const { accountId, owner } = world;
    const create = (text: string) =>
      owner.as.mutation(api.skills.create, { accountId, name: "Pasted", category: "tool", text });
    const { skillId, slug } = await create("---\nname: other-name\ndescription: From the text\n---\nBody\n");
    expect(slug).toBe("pasted");
    expect(await owner.as.query(api.skills.get, { accountId, skillId })).toMatchObject({
      description: "From the text",
    });
    expect(await refusal(create("Body"))).toMatchObject({ code: "invalid" });
    expect((await create("---\ndescription: Twice\n---\nBody\n")).slug).toBe("pasted-2");
  });

  test("[A2] members read skills and admins alone change them", async () => {
    const world = await createWorld(start());
    const ben = await join(world, "Ben");
    const { skillId } = await addSkill(world);
    const { accountId } = world;
    expect(await ben.as.query(api.skills.list, { accountId })).toHaveLength(1);
    expect(
      await refusal(ben.as.mutation(api.skills.setEnabled, { accountId, skillId, isEnabled: false })),
    ).toMatchObject({ code: "forbidden" });
  });

  test("skill_list tells an agent its own skills, and one's text", async () => {
    const world = await createWorld(start());
    const { t, accountId, owner, serviceToken } = world;
    const { agentId } = await addAgent(world, "Theo");
    await addTask(world, { agentIds: [agentId] });
    const { skillId } = await addSkill(world);
    await addSkill(world, { name: "Not theirs" });
    await owner.as.mutation(api.skills.assign, { accountId, skillId, agentId, isAssigned: true });
    const { sessionKey } = await leaseFirst(world);
    const call = (slug?: string) =>
      t.mutation(api.service.tools.skillList, {
        serviceToken,
        agentSlug: "theo",
        sessionKey,
        callId: "1",
        ...(slug === undefined ? {} : { slug }),
      });
    expect(await call()).toEqual({
      skills: [
        {
          name: "Release notes",
          slug: "release-notes",
          category: "custom",
          description: "How we write them.",
        },
      ],
    });
    expect(await call("release-notes")).toMatchObject({
      text: expect.stringContaining("One line per change."),
    });
    expect(await refusal(call("not-theirs"))).toEqual(await refusal(call("nothing")));
  });

  test("an account has a bounded number of skills", async () => {
    const world = await createWorld(start());
    await world.t.run(async (ctx) => {
      const row = {
        accountId: world.accountId as Id<"accounts">,
        name: "x",
        slug: "x",
        category: "custom" as const,
        description: "x",
        config: EMPTY_SKILL_CONFIG,
        isEnabled: true,
        isDefault: false,
        bytes: 1,
        fileHash: "x",
        updatedAt: 1,
      };
      for (let nth = 0; nth < 100; nth += 1) await ctx.db.insert("skills", row);
    });
    expect(await refusal(addSkill(world))).toMatchObject({
      code: "invalid",
      message: "An account has at most 100 skills.",
    });
  });
});
