import { problemWithArguments, problemWithValues } from "@mc/shared/tools/arguments";
import { TOOL_NAMES, TOOLS, type Tool, type ToolName } from "@mc/shared/tools/catalog";
import { pino } from "pino";
import { beforeEach, describe, expect, it } from "vitest";
import { FakeMissionControl } from "../../test/fake-mission-control.ts";
import { TurnGate } from "../delivery/gate.ts";
import { createToolEndpoint, type ToolEndpoint } from "./endpoint.ts";

const session = "agent:mara:mc:task:t1:g1";
let office: FakeMissionControl;
let gate: TurnGate;
let endpoint: ToolEndpoint;

beforeEach(() => {
  office = new FakeMissionControl();
  gate = new TurnGate();
  gate.open("turn-1", { hold: { runId: "r", fence: 1 }, agentSlug: "mara", sessionKey: session });
  endpoint = createToolEndpoint({
    missionControl: office,
    gate,
    logger: pino({ level: "silent" }),
    onCall: () => undefined,
  });
});

async function post(
  path: string,
  body: unknown,
  token = endpoint.token,
): Promise<{ status: number; body: unknown }> {
  const response = await endpoint.routes.request(path, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
const call = (tool: string, args: object, ctx: object = {}) =>
  post(`/tools/${tool}`, {
    args,
    ctx: { agentId: "mara", sessionKey: session, runId: "turn-1", toolCallId: "call_1", ...ctx },
  });

describe("the door for tools", () => {
  it("acts as the agent of the turn, whatever the model writes", async () => {
    office.onTool = () => ({ status: "in_progress" });
    expect(await call("task_status", { status: "in_progress" })).toEqual({
      status: 200,
      body: { status: "in_progress" },
    });
    expect(office.toolCalls).toEqual([
      {
        tool: "task_status",
        agentSlug: "mara",
        sessionKey: session,
        callId: "turn-1:call_1",
        fence: 1,
        args: { status: "in_progress" },
      },
    ]);
    expect((await call("task_status", { status: "review", agentSlug: "theo" })).body).toMatchObject({
      error: { code: "invalid", message: expect.stringContaining('no argument "agentSlug"') },
    });
  });

  it("is shut without the token of this boot", async () => {
    expect((await post("/tools/task_load", {}, "wrong")).status).toBe(401);
    expect((await post("/gate/run", {}, "")).status).toBe(401);
  });

  it("is shut for a turn that is over, another session or another agent", async () => {
    for (const ctx of [
      { runId: "resumed" },
      { runId: null },
      { sessionKey: "agent:mara:mc:task:t2:g1" },
      { agentId: "theo" },
    ]) {
      expect((await call("task_load", {}, ctx)).body).toMatchObject({ error: { code: "conflict" } });
    }
    expect(office.toolCalls).toEqual([]);
  });

  it("passes the server's refusal on, and hides what went wrong inside", async () => {
    office.onTool = () => {
      throw Object.assign(new TypeError("x"), {
        data: { code: "invalid", message: "There are two Alexes.", candidates: ["@alex-a", "@alex-b"] },
      });
    };
    expect((await call("response_request", { question: "?" })).body).toEqual({
      error: { code: "invalid", message: "There are two Alexes. Possible: @alex-a, @alex-b." },
    });
    office.onTool = () => {
      throw new TypeError("connect ECONNREFUSED 10.0.0.1 secret");
    };
    const { body } = await call("task_load", {});
    expect(body).toMatchObject({ error: { code: "unavailable" } });
    expect(JSON.stringify(body)).not.toContain("secret");
  });

  it("knows no tool beyond the catalog", async () => {
    expect((await call("exec", {})).body).toMatchObject({ error: { code: "not_found" } });
  });
});

describe("a call that waits for an approval", () => {
  const parked = { status: "awaiting_approval", approvalId: "ap1" };

  it("is held until a person decides, and answers with what the tool did, once", async () => {
    let asked = 0;
    office.onTool = () => {
      asked += 1;
      return asked < 3 ? parked : { status: "review" };
    };
    expect((await call("task_status", { status: "review" })).body).toEqual({ status: "review" });
    expect(asked).toBe(3);
    // The same call every time: the server tells a repeated question from another request.
    expect(office.toolCalls).toHaveLength(1);
  });

  it("that is refused answers with the reason", async () => {
    const refused = { status: "refused", approvalId: "ap1", message: "A person refused this. Not today." };
    let asked = 0;
    office.onTool = () => {
      asked += 1;
      return asked < 2 ? parked : refused;
    };
    expect((await call("task_status", { status: "review" })).body).toEqual(refused);
  });

  it("that nobody decides says how to go on waiting, before the connection would break", async () => {
    endpoint = createToolEndpoint({
      missionControl: office,
      gate,
      logger: pino({ level: "silent" }),
      onCall: () => undefined,
      holdMs: 50,
    });
    office.onTool = () => parked;
    expect((await call("task_status", { status: "review" })).body).toMatchObject({
      ...parked,
      note: expect.stringContaining("with the same arguments"),
    });
  });

  it("is let go when its turn is over", async () => {
    office.onTool = () => {
      gate.close("turn-1");
      return parked;
    };
    expect((await call("task_status", { status: "review" })).body).toMatchObject(parked);
  });
});

describe("the gate", () => {
  it("lets pass what we started and nothing else", async () => {
    expect((await post("/gate/run", { runId: "turn-1", sessionKey: session })).body).toEqual({
      isAllowed: true,
    });
    expect((await post("/gate/tool", { runId: "turn-1", sessionKey: session, tool: "write" })).body).toEqual({
      isAllowed: true,
    });
    expect((await post("/gate/run", { runId: "resumed", sessionKey: session })).body).toMatchObject({
      isAllowed: false,
    });
    gate.close("turn-1");
    expect((await post("/gate/tool", { runId: "turn-1", sessionKey: session })).body).toMatchObject({
      isAllowed: false,
    });
    expect((await post("/gate/run", "nonsense")).body).toMatchObject({ isAllowed: false });
  });
});

describe("arguments that a model wrote", () => {
  it("are refused with a sentence that names the mistake", () => {
    expect(problemWithArguments("task_load", {})).toBeNull();
    expect(problemWithArguments("task_status", {})).toContain('needs "status"');
    expect(problemWithArguments("task_status", { status: "finished" })).toContain(
      "must be one of: in_progress",
    );
    expect(problemWithArguments("document_upsert", { title: " ", content: "x" })).toContain(
      "must not be empty",
    );
    expect(problemWithArguments("document_upsert", { title: "x", content: 7 })).toContain("must be text");
    expect(problemWithArguments("document_upsert", { title: "x".repeat(201), content: "" })).toContain(
      "longer than 200",
    );
  });

  it("may be of every type that the catalog uses", () => {
    for (const name of TOOL_NAMES) {
      const { properties }: Tool["parameters"] = TOOLS[name].parameters;
      for (const key of Object.keys(properties)) {
        const problem = problemWithArguments(name, { ...exampleOf(name), [key]: null });
        expect(problem ?? "", `${name}.${key}`).not.toContain("cannot be checked");
        expect(problem, `${name}.${key}`).not.toBeNull();
      }
    }
  });

  it("are checked by their type, down to the entries of a list", () => {
    const problem = (schema: object, value: unknown) =>
      problemWithValues(
        "t",
        { properties: { v: { type: "string", ...schema } }, required: [] },
        { v: value },
      );
    expect(problem({ type: "boolean" }, "yes")).toBe('"v" of t must be true or false.');
    expect(problem({ type: "boolean" }, false)).toBeNull();
    expect(problem({ type: "number", minimum: 1 }, 0.5)).toBe('"v" of t must be at least 1.');
    expect(problem({ type: "integer" }, 1.5)).toBe('"v" of t must be a whole number.');
    expect(problem({ type: "array", items: { type: "string" }, maxItems: 2 }, ["a", 1])).toBe(
      '"v" of t (entry 2) must be text.',
    );
    expect(problem({ type: "array", maxItems: 1 }, ["a", "b"])).toBe(
      '"v" of t must not have more than 1 entries.',
    );
    expect(problem({ type: "array" }, "a")).toBe('"v" of t must be a list.');
    expect(problem({ type: "date" }, "a")).toContain("cannot be checked");
  });
});

/** The least that the required arguments of a tool take. */
function exampleOf(name: ToolName): Record<string, unknown> {
  const { properties, required }: Tool["parameters"] = TOOLS[name].parameters;
  return Object.fromEntries(
    required.map((key) => {
      const parameter = properties[key];
      return [key, parameter !== undefined && "enum" in parameter ? parameter.enum?.[0] : "x"];
    }),
  );
}
