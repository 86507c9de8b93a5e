/** What a turn costs before an agent has done anything: measured for every reason to wake one, and kept in docs/prompt-sizes.md. */
import { readFile, writeFile } from "node:fs/promises";
import type { RunContext } from "@mc/shared/delivery/context";
import { RUN_CAUSES } from "@mc/shared/delivery/run";
import { TOOL_NAMES } from "@mc/shared/tools/catalog";
import { describe, expect, it } from "vitest";
import { buildPrompt } from "../src/delivery/prompt.ts";
import { pluginTools } from "../src/gateway/plugin.ts";
import { loadHeartbeatText, loadTemplates } from "../src/gateway/workspaces.ts";

/** Four characters to a token, as everybody estimates; providers count differently by some tens of percent. */
const tokens = (text: string) => Math.ceil(text.length / 4);
const CAUSES = [...new Set([...RUN_CAUSES, "heartbeat"])];
const BOUNDS = { least: 500, ordinary: 1_300, most: 10_500 } as const;
type Size = keyof typeof BOUNDS;

const PAGE = new URL("../../../docs/prompt-sizes.md", import.meta.url);
/** Small changes of a text or the catalog do not make the page wrong. */
const figuresOf = (page: string) => [...page.matchAll(/\d+/g)].map(([figure]) => Number(figure));
const wordsOf = (page: string) => page.replace(/\d+/g, "#");

const AT = Date.UTC(2026, 10, 22, 12);
const words = (count: number) => "lorem ipsum ".repeat(Math.ceil(count / 12)).slice(0, count);

function context(kind: string, size: Size): RunContext {
  const of = <T>(values: Record<Size, T>) => values[size];
  return {
    agent: { name: "Mara", slug: "mara", role: "Squad lead" },
    promptPrefix: "",
    documents: [],
    decisions: [],
    task: {
      number: 128,
      title: of({ least: "Fix it", ordinary: "Plan the launch of the new plan page", most: words(1_000) }),
      description: of({ least: "", ordinary: words(800), most: words(100_000) }),
      status: "assigned",
      priority: 3,
      labels: of({ least: [], ordinary: ["launch"], most: Array.from({ length: 20 }, () => words(40)) }),
      dueAt: AT,
      assignees: of({
        least: ["Mara"],
        ordinary: ["Mara", "Ada"],
        most: Array.from({ length: 20 }, () => words(60)),
      }),
    },
    cause: { kind, sentence: "Ada Lovelace wrote in MC-128.", actorName: "Ada Lovelace" },
    news: Array.from({ length: of({ least: 0, ordinary: 4, most: 200 }) }, () => ({
      messageId: "m",
      authorName: "Ada Lovelace",
      authorKind: "member" as const,
      body: words(of({ least: 0, ordinary: 300, most: 100_000 })),
      at: AT,
    })),
    olderNewsCount: of({ least: 0, ordinary: 0, most: 200 }),
    isOlderNewsCountCapped: size === "most",
    roster: Array.from({ length: of({ least: 2, ordinary: 10, most: 100 }) }, (_, index) => ({
      name: of({ least: "Ada", ordinary: "Ada Lovelace", most: words(60) }),
      slug: `person-${index}`,
      kind: "member" as const,
      role: of({ least: "owner", ordinary: "Backend engineer", most: words(80) }),
    })),
    allowedTools: [...TOOL_NAMES],
    allowedTargets: ["in_progress", "blocked"],
    done: Array.from({ length: of({ least: 0, ordinary: 0, most: 200 }) }, () => words(2_000)),
    notificationTypes: [],
  };
}

const heartbeatText = loadHeartbeatText();
function sizeOf(kind: string, size: Size): { message: number; instructions: number; total: number } {
  const prompt = buildPrompt(context(kind, size), heartbeatText);
  const [message, instructions] = [tokens(prompt.message), tokens(prompt.instructions)];
  return { message, instructions, total: message + instructions };
}

describe("the prompt of a turn", () => {
  it.each(
    CAUSES.flatMap((kind) => (["least", "ordinary", "most"] as const).map((size) => [kind, size] as const)),
  )("for %s (%s) stays within its bound however much there is to tell", (kind, size) => {
    expect(sizeOf(kind, size).total).toBeLessThanOrEqual(BOUNDS[size]);
  });

  it("is what docs/prompt-sizes.md says, within a quarter (written anew with MC_WRITE_DOCS=1)", async () => {
    const templates = await loadTemplates();
    const rows = CAUSES.map((kind) => {
      const [least, ordinary, most] = (["least", "ordinary", "most"] as const).map((size) =>
        sizeOf(kind, size),
      );
      const cell = (one: typeof least) => `${one?.total} (${one?.message} + ${one?.instructions})`;
      return `| ${kind} | ${cell(least)} | ${cell(ordinary)} | ${cell(most)} |`;
    });
    const page = `# How large a prompt is

Estimated tokens (four characters each) of what the runtime sends with one turn, by the reason for the turn: total (message +
instructions). *Least*: an empty task, nobody else said anything. *Ordinary*: a description of 800 characters, four messages of 300, ten
people. *Most*: everything at its limit; what does not fit is named in the prompt and can be read with \`task_load\`.
Written by \`MC_WRITE_DOCS=1 npx vitest run --root apps/runtime test/prompt-sizes\`, which also holds the bounds (${BOUNDS.least}, ${BOUNDS.ordinary}, ${BOUNDS.most}).

| Reason | Least | Ordinary | Most |
| --- | --- | --- | --- |
${rows.join("\n")}

The same in every turn, and cached by providers that cache: AGENTS.md ${tokens(templates.agents)}, the descriptions of all
${TOOL_NAMES.length} tools ${tokens(JSON.stringify(pluginTools()))}, besides the agent's own SOUL.md and IDENTITY.md (at most 4750 each) and
OpenClaw's frame. A heartbeat without news sends nothing.
`;
    if (process.env["MC_WRITE_DOCS"] === "1") await writeFile(PAGE, page);
    const written = await readFile(PAGE, "utf8");
    expect(wordsOf(written), "the page has other rows: write it anew").toBe(wordsOf(page));
    const measured = figuresOf(page);
    for (const [index, figure] of figuresOf(written).entries())
      expect(Math.abs(figure / (measured[index] ?? 0) - 1), `figure ${index + 1} of the page`).toBeLessThan(
        0.25,
      );
  });
});
