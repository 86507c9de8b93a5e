import { describe, expect, it } from "vitest";
import { buildPrompt } from "../delivery/prompt.ts";
import { type ChatRequest, chatRequest, read } from "./reading.ts";
import { nextStep, type Step } from "./script.ts";

const ALL = ["task_load", "task_status", "task_message", "document_upsert", "response_request"];

interface Situation {
  readonly kind?: string;
  readonly description?: string;
  readonly say?: string;
  readonly done?: string[];
  readonly offered?: string[];
  readonly status?: "assigned" | "in_progress" | "review";
}

function request(
  situation: Situation,
  past: { name: string; args: object; result: object }[] = [],
): ChatRequest {
  const prompt = buildPrompt({
    agent: { name: "Mara", slug: "mara", role: "Lead" },
    promptPrefix: "",
    documents: [],
    decisions: [],
    task: {
      number: 7,
      title: "Plan the launch",
      description: situation.description ?? "",
      status: situation.status ?? "assigned",
      priority: 3,
      labels: [],
      dueAt: null,
      assignees: ["Mara"],
    },
    cause: { kind: situation.kind ?? "assignment", sentence: "Ada assigned MC-7 to you.", actorName: "Ada" },
    news:
      situation.say === undefined
        ? []
        : [{ messageId: "m", authorName: "Ada", authorKind: "member", body: situation.say, at: 0 }],
    olderNewsCount: 0,
    isOlderNewsCountCapped: false,
    roster: [],
    allowedTools: situation.offered ?? ALL,
    allowedTargets: ["in_progress"],
    done: situation.done ?? [],
    notificationTypes: [],
  });
  return chatRequest.parse({
    messages: [
      { role: "system", content: prompt.instructions },
      { role: "user", content: `[Sun 2026-11-22 12:54 UTC] ${prompt.message}` },
      { role: "user", content: "<<<BEGIN_OPENCLAW_INTERNAL_CONTEXT>>>\nsecret\n" },
      ...past.flatMap((call, index) => [
        {
          role: "assistant",
          content: null,
          tool_calls: [
            { id: `c${index}`, function: { name: call.name, arguments: JSON.stringify(call.args) } },
          ],
        },
        { role: "tool", tool_call_id: `c${index}`, content: JSON.stringify(call.result) },
      ]),
    ],
    tools: (situation.offered ?? ALL).map((name) => ({ function: { name } })),
  });
}

/** Plays a whole turn; `refuse` answers what a tool says. */
function play(
  situation: Situation,
  refuse: (tool: string) => string | null = () => null,
  refusalOf: (message: string) => object = (message) => ({ error: { code: "forbidden", message } }),
): Step[] {
  const past: { name: string; args: object; result: object }[] = [];
  const steps: Step[] = [];
  for (let round = 0; round < 12; round += 1) {
    const step = nextStep(read(request(situation, past)));
    steps.push(step);
    if (step.kind !== "call") return steps;
    const refusal = refuse(step.tool);
    past.push({
      name: step.tool,
      args: step.args,
      result: refusal === null ? { ok: true } : refusalOf(refusal),
    });
  }
  throw new TypeError("the script does not end");
}

const toolsOf = (steps: Step[]) =>
  steps.flatMap((step) =>
    step.kind === "call"
      ? [`${step.tool}${"status" in step.args ? `:${String(step.args["status"])}` : ""}`]
      : [],
  );
const lastText = (steps: Step[]) => steps.map((step) => (step.kind === "say" ? step.text : "")).at(-1);

describe("the scripted agent", () => {
  it("starts, writes a document, asks for a review and says so", () => {
    const steps = play({ description: "- Pick a date\n- Tell the press" });
    expect(toolsOf(steps)).toEqual(["task_status:in_progress", "document_upsert", "task_status:review"]);
    const document = steps.find((step) => step.kind === "call" && step.tool === "document_upsert");
    expect(document).toMatchObject({
      args: { title: "Plan the launch", content: expect.stringContaining("1. Pick a date") },
    });
    expect(lastText(steps)).toContain("scripted demo model");
  });

  it("uses only tools that it is offered", () => {
    expect(toolsOf(play({ offered: ["task_load"] }))).toEqual([]);
    expect(toolsOf(play({ offered: ["document_upsert"] }))).toEqual(["document_upsert"]);
  });

  it("does not insist on what was refused, and tells", () => {
    const steps = play({}, (tool) =>
      tool === "task_status" ? "Mara may not change the status of tasks." : null,
    );
    expect(toolsOf(steps)).toEqual(["task_status:in_progress", "document_upsert"]);
    expect(lastText(steps)).toContain("may not change the status");
  });

  it("takes an admin's refusal of a gated call for what it is", () => {
    const steps = play(
      {},
      (tool) => (tool === "document_upsert" ? "A person refused this: not today." : null),
      (message) => ({ status: "refused", approvalId: "a1", message }),
    );
    expect(lastText(steps)).toContain("document_upsert was refused: A person refused this: not today.");
  });

  it("does not repeat what an earlier attempt did", () => {
    expect(
      toolsOf(
        play({
          status: "in_progress",
          done: ["Moved MC-7 from assigned to in progress.", 'Wrote the document "Plan the launch".'],
        }),
      ),
    ).toEqual(["task_status:review"]);
  });

  it("answers a question in words, quoting it", () => {
    const steps = play({ kind: "mention", say: "@mara when?" });
    expect(toolsOf(steps)).toEqual([]);
    expect(lastText(steps)).toContain('you asked: "@mara when?"');
  });

  it("asks when it is told to, and waits", () => {
    const steps = play({ description: "[[demo ask]]" });
    expect(toolsOf(steps)).toEqual(["response_request"]);
    expect(lastText(steps)).toContain("wait for your answer");
  });

  it("names the skills that OpenClaw put into its prompt", () => {
    const asked = request({ status: "review", offered: [] });
    const list =
      "<available_skills>\n  <skill>\n    <name>release-notes</name>\n  </skill>\n</available_skills>";
    asked.messages.unshift({ role: "system", content: list });
    expect(nextStep(read(asked))).toMatchObject({
      text: expect.stringContaining("My skills: release-notes."),
    });
  });

  it("follows the directives of tests", () => {
    expect(play({ description: "[[demo slow 3 20]]" })).toEqual([
      { kind: "say", text: "word1 word2 word3", everyMs: 20 },
    ]);
    expect(play({ say: "[[demo http 500]]", kind: "mention" })).toEqual([{ kind: "refuse", status: 500 }]);
  });
});
