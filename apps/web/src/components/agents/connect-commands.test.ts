import { EXTERNAL_INSTRUCTIONS } from "@mc/shared/tools/external";
import { WORK_TOOL_NAMES } from "@mc/shared/tools/work";
import { expect, test } from "vitest";
import { connectCommands, FIRST_WORDS } from "./connect-commands";

test("each command reaches this installation with this token", () => {
  const commands = connectCommands("https://mc.example.org", "mca_abc");
  expect(commands.map(({ id }) => id)).toEqual(["claude", "codex", "curl"]);
  for (const { text } of commands) {
    expect(text).toMatch(/https:\/\/mc\.example\.org\/(mcp|api\/v1\/tools\/)/);
    expect(text).toContain("mca_abc");
  }
});

test("what a person is told to say names tools that are there", () => {
  for (const text of [FIRST_WORDS, EXTERNAL_INSTRUCTIONS]) {
    const named = text.match(/\bwork_[a-z_]+\b/g) ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !WORK_TOOL_NAMES.some((known) => known === name))).toEqual([]);
  }
});
