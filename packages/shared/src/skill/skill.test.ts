import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holdsKnownSecret, problemWithValue, variablesIn } from "./secrets.ts";
import { composeSkillFile, parseSkillText } from "./text.ts";

const ref = (name: string) => `\${${name}}`;
const facts = { slug: "release-notes", description: "How we write release notes.", settings: [] };

describe("the file of a skill", () => {
  test("begins with the name and the description that OpenClaw reads", () => {
    expect(composeSkillFile({ ...facts, text: "# Steps\n\nOne.\n" })).toBe(
      '---\nname: release-notes\ndescription: "How we write release notes."\n---\n\n# Steps\n\nOne.\n',
    );
  });

  test("a front matter that was pasted gives its description, keeps other keys and loses its name", () => {
    const text =
      '---\nname: other\ndescription: >-\n  Two\n  lines\nmetadata:\n  openclaw: { emoji: "x" }\n---\nBody\n';
    expect(parseSkillText(text)).toEqual({
      description: "Two lines",
      extra: ["metadata:", '  openclaw: { emoji: "x" }'],
      body: "Body\n",
    });
    const file = composeSkillFile({ ...facts, text });
    expect(file).not.toContain("other");
    expect(file).toContain('metadata:\n  openclaw: { emoji: "x" }\n---\n\nBody\n');
  });

  test("settings stand at its end, for agents to read", () => {
    const settings = [{ name: "Tracker", value: "https://tracker.example.org" }];
    expect(composeSkillFile({ ...facts, settings, text: "Body" })).toContain(
      "Body\n\n## Settings\n\n- Tracker: https://tracker.example.org\n",
    );
  });

  test("whatever the text, what OpenClaw reads is one name and one description, and the body is all there", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (description, body) => {
        const file = composeSkillFile({ ...facts, description, text: `---\nname: "evil"\n---\n${body}` });
        const parsed = parseSkillText(file);
        expect(parsed.extra).toEqual([]);
        expect(parsed.description ?? "").toBe(description.replace(/\s+/g, " ").trim());
        expect(parsed.body.trim()).toBe(body.trim());
        expect(file.match(/^name: .*$/m)?.[0]).toBe("name: release-notes");
      }),
    );
  });

  test("composing what was composed changes nothing more", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const once = composeSkillFile({ ...facts, text });
        expect(composeSkillFile({ ...facts, text: once })).toBe(once);
      }),
    );
  });
});

describe("values of a skill", () => {
  test.each([
    ["Authorization", `Bearer ${ref("MC_SKILL_TOKEN")}`],
    ["X-Team", "platform"],
    ["Tracker", "https://tracker.example.org/projects/mission-control-2026"],
    ["Model", "claude-opus-4-5-20251101"],
    ["Token", ref("MC_SKILL_A") + ref("MC_SKILL_B")],
  ])("%s: %s may be stored", (name, value) => {
    expect(problemWithValue(name, value)).toBeNull();
  });

  test.each([
    ["Authorization", "Bearer abc"],
    ["X-Api-Key", "1234"],
    ["Note", "sk-proj-abcdefghijklmnop1234"],
    ["Note", "ghp_0123456789abcdefghijABCDEFGHIJ"],
    ["Note", "f3a9c1e7b2d84f60a5c9e1b7d3f28a64"],
    ["Note", `Bearer ${ref("MC_SKILL_TOKEN")} AKIAABCDEFGHIJKLMNOP`],
    ["Url", "https://u.example.org/?k=Zk3jQ9xT1mB7vR2cW8nL5pD4"],
    ["Note", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.x"],
  ])("%s: %s looks like a secret", (name, value) => {
    expect(problemWithValue(name, value)).toContain("looks like a secret");
  });

  test.each(["ANTHROPIC_API_KEY", "PATH", "MC_SKILL_lower", "MC_ADMIN_KEY", ""])(
    "%j is not a variable that a skill may name",
    (name) => {
      expect(problemWithValue("Authorization", ref(name))).toContain("MC_SKILL_");
    },
  );

  test("the variables of a value are found once each", () => {
    expect(variablesIn(`${ref("MC_SKILL_A")} x ${ref("MC_SKILL_B")} ${ref("MC_SKILL_A")}`)).toEqual([
      "MC_SKILL_A",
      "MC_SKILL_B",
    ]);
  });

  test("a text about keys is no key", () => {
    expect(holdsKnownSecret("Keys begin with sk- or ghp_; never write one down.")).toBe(false);
    expect(holdsKnownSecret("-----BEGIN RSA PRIVATE KEY-----")).toBe(true);
  });
});
