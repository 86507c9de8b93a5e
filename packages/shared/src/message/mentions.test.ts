import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lexMentions, type RosterEntry, resolveMentions } from "./mentions.ts";

const ROSTER: RosterEntry[] = [
  { kind: "member", id: "m1", name: "Ada Lovelace", slug: "ada" },
  { kind: "member", id: "m2", name: "Sam Roe", slug: "sam" },
  { kind: "agent", id: "a1", name: "Theo", slug: "theo" },
  { kind: "agent", id: "a2", name: "Sam Roe", slug: "sam-2" },
];

function names(body: string): string[] {
  return resolveMentions(body, ROSTER)
    .targets.map((target) => target.id)
    .toSorted();
}

/** Pieces of Markdown that meet each other in every way. */
const piece = fc.constantFrom(
  "@ada",
  "@theo",
  "@all",
  "@agents",
  '@"Ada Lovelace"',
  "`",
  "``",
  "```",
  "```\n",
  "~~~",
  "\n",
  "\n\n",
  "> ",
  " ",
  "x",
  "@",
  '"',
  "-",
  ".",
  "é",
);
const markdown = fc.oneof(
  fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
  fc.string(),
);

describe("the lexer", () => {
  test("tokens cover the text without gaps and are slices of it", () => {
    fc.assert(
      fc.property(markdown, (source) => {
        let at = 0;
        for (const token of lexMentions(source)) {
          expect(token.start).toBe(at);
          expect(token.text).toBe(source.slice(token.start, token.end));
          expect(token.end).toBeGreaterThan(token.start);
          at = token.end;
        }
        expect(at).toBe(source.length);
      }),
    );
  });

  test("lex(render(tokens)) = tokens, whatever the tokens are", () => {
    const handle = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?$/);
    const written = fc.oneof(
      fc.stringMatching(/^[a-z ,.]{1,12}$/).map((text) => ({ kind: "text", text: ` ${text} ` })),
      handle.map((name) => ({ kind: "mention", text: `@${name}` })),
      fc.stringMatching(/^[A-Z][a-z]{1,8}( [A-Z][a-z]{1,8})?$/).map((name) => ({
        kind: "mention",
        text: `@"${name}"`,
      })),
      handle.map((name) => ({ kind: "code", text: `\`@${name}\`` })),
      handle.map((name) => ({ kind: "code", text: `\n\`\`\`\n@${name}\n\`\`\`\n` })),
      handle.map((name) => ({ kind: "quote", text: `\n> @${name} said\n` })),
    );
    fc.assert(
      fc.property(fc.array(written, { maxLength: 12 }), (tokens) => {
        // A blank between any two keeps them apart, as it does for people.
        const rendered = tokens.map(({ text }) => text).join(" ");
        const kinds = ["mention", "code", "quote"];
        const read = lexMentions(rendered)
          .filter(({ kind }) => kinds.includes(kind))
          .map(({ kind, text }) => ({ kind, text: text.trim() }));
        expect(read).toEqual(
          tokens
            .filter(({ kind }) => kinds.includes(kind))
            .map(({ kind, text }) => ({ kind, text: text.trim() })),
        );
      }),
    );
  });

  test("no mention begins inside code: a span of backticks hides all that is in it", () => {
    fc.assert(
      fc.property(markdown, fc.integer({ min: 1, max: 4 }), (source, ticks) => {
        const inner = source.replaceAll(/[`\n\r]/g, " ");
        const marks = "`".repeat(ticks);
        const tokens = lexMentions(`x ${marks} ${inner} ${marks}`);
        expect(tokens.filter(({ kind }) => kind === "mention")).toEqual([]);
      }),
    );
  });

  test("no mention begins in a quoted line or between fences", () => {
    fc.assert(
      fc.property(markdown, (source) => {
        const quoted = source
          .replaceAll("\r", " ")
          .split("\n")
          .map((line) => `> ${line}`)
          .join("\n");
        expect(lexMentions(quoted).some((token) => token.kind === "mention")).toBe(false);
        const inner = source.replaceAll("`", "'");
        const fenced = `\`\`\`\n${inner}\n\`\`\`\n`;
        expect(lexMentions(fenced)).toHaveLength(1);
      }),
    );
  });

  test.each([
    ["hostile backticks", Array.from({ length: 600 }, (_, index) => "`".repeat(index)).join(" ")],
    ["hostile at signs", "@".repeat(200_000)],
    ["hostile quotes", '@"'.repeat(100_000)],
    ["hostile fences", "```x\n".repeat(40_000)],
    ["hostile handles", "@a-".repeat(70_000)],
  ])("linear on hostile input: %s of 180 kB are read to the end", (_name, source) => {
    const tokens = lexMentions(source);
    expect(tokens.reduce((sum, token) => sum + token.text.length, 0)).toBe(source.length);
  });
});

describe("resolving", () => {
  test.each([
    ["@ada hello", ["m1"]],
    ["hello @Ada.", ["m1"]],
    ["(@theo)", ["a1"]],
    ['@"Ada Lovelace", please', ["m1"]],
    ['@"ada  lovelace"', ["m1"]],
    ["@all", ["a1", "a2", "m1", "m2"]],
    ["@agents go", ["a1", "a2"]],
    ["@sam-2", ["a2"]],
    ["@sam- ok", ["m2"]],
    ["@ada @ada @theo", ["a1", "m1"]],
    ["nobody@ada.org", []],
    ["@types/node", []],
    ["@nobody", []],
    ["`@ada`", []],
    ["``a ` @ada``", []],
    ["`open @ada", ["m1"]],
    ["```\n@ada\n```", []],
    ["```\n@ada", []],
    ["~~~\n@ada\n~~~\n@theo", ["a1"]],
    ["> @ada said\n@theo", ["a1"]],
    ["one `\n\ntwo @ada `x`", ["m1"]],
    ["two ` @ada `x`", []],
  ])("%j reaches %j", (body, expected) => {
    expect(names(body)).toEqual(expected);
  });

  test("an ambiguous name is a problem with its candidates and reaches nobody", () => {
    expect(resolveMentions('@"Sam Roe"', ROSTER)).toEqual({
      mentions: [],
      targets: [],
      problems: [{ text: '@"Sam Roe"', candidates: ["@sam", "@sam-2"] }],
    });
  });

  test("longest name wins: of handles that begin alike the whole one that is written is meant", () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,6}$/);
    fc.assert(
      fc.property(part, part, (short, rest) => {
        const long = `${short}-${rest}`;
        const roster: RosterEntry[] = [short, `${short}${rest}`, long].map((slug, index) => ({
          kind: "agent",
          id: `a${index}`,
          name: `Name ${index}`,
          slug,
        }));
        fc.pre(!roster.some(({ slug }) => slug === "all" || slug === "agents"));
        for (const { id, slug } of roster) {
          expect(resolveMentions(`hello @${slug}, go`, roster).targets.map((target) => target.id)).toEqual([
            id,
          ]);
        }
      }),
    );
  });

  test("the name is kept as it was", () => {
    expect(resolveMentions("@ada and @agents", ROSTER).mentions).toEqual([
      { kind: "member", id: "m1", name: "Ada Lovelace" },
      { kind: "agents" },
    ]);
  });

  test("nobody outside the roster is ever reached, and each once", () => {
    fc.assert(
      fc.property(markdown, fc.subarray(ROSTER), (body, roster) => {
        const { targets } = resolveMentions(body, roster);
        expect(new Set(targets).size).toBe(targets.length);
        for (const target of targets) expect(roster).toContain(target);
      }),
    );
  });
});
