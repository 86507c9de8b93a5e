import { describe, expect, test } from "vitest";
import { activitySentence } from "./activity/describe.ts";
import { CAPABILITIES, PRODUCT_CAPABILITIES, resolveCapabilities } from "./agent/capabilities.ts";
import { DEMO_TEAM } from "./agent/demoTeam.ts";
import { deriveAgentStatus } from "./agent/status.ts";
import { ERROR_CODES, isErrorData } from "./errors.ts";
import { excerpt } from "./message/limits.ts";
import { IS_MANDATORY, NOTIFICATION_TYPES } from "./notification/types.ts";
import { normaliseLabels, splitLabels } from "./task/limits.ts";
import { TOOL_NAMES, TOOLS, toolsAllowedFor } from "./tools/catalog.ts";

describe("vocabulary", () => {
  test("the product has 22 types of notification, of which outages and access are mandatory", () => {
    expect(NOTIFICATION_TYPES).toHaveLength(22);
    expect(NOTIFICATION_TYPES.filter((type) => IS_MANDATORY[type])).toEqual([
      "member_removed",
      "role_changed",
      "runtime_alert",
      "budget_alert",
      "loop_stopped",
      "system",
    ]);
  });

  test("effective flags are the agent's, else the account's, else the product's", () => {
    expect(resolveCapabilities({}, {})).toEqual(PRODUCT_CAPABILITIES);
    for (const flag of CAPABILITIES) {
      expect(resolveCapabilities({}, { [flag]: true })[flag]).toBe(true);
      expect(resolveCapabilities({ [flag]: false }, { [flag]: true })[flag]).toBe(false);
    }
  });

  test("[A4] a tool behind a flag is offered with the flag only", () => {
    const none = resolveCapabilities(Object.fromEntries(CAPABILITIES.map((flag) => [flag, false])), {});
    expect(toolsAllowedFor(none, false)).toEqual([
      "task_load",
      "message_read",
      "task_message",
      "response_request",
      "task_history",
      "document_list",
      "document_read",
      "file_read",
      "agent_list",
      "skill_list",
      "approval_status",
      "standup_read",
    ]);
    const forLead = ["task_list", "task_search", "task_assign"];
    const rest = TOOL_NAMES.filter((name) => name !== "task_create");
    expect(toolsAllowedFor(PRODUCT_CAPABILITIES, true)).toEqual(rest);
    expect(toolsAllowedFor(PRODUCT_CAPABILITIES, false)).toEqual(
      rest.filter((name) => !forLead.includes(name)),
    );
  });

  test("every required parameter of a tool is described", () => {
    for (const name of TOOL_NAMES) {
      const { properties, required } = TOOLS[name].parameters;
      for (const key of required) expect(Object.keys(properties)).toContain(key);
    }
  });

  test("the demo team are six with handles, icons and souls of their own", () => {
    for (const pick of ["slug", "icon", "soul", "role"] as const) {
      expect(new Set(DEMO_TEAM.map((agent) => agent[pick])).size).toBe(6);
    }
  });

  test("an agent is what its runtime and runs say, in this order", () => {
    const facts = {
      isPaused: false,
      hold: null,
      runtime: "online" as const,
      current: null,
      lastFailure: null,
      lastSeenAt: null,
    };
    const current = { taskKey: "MC-1", taskTitle: "Plan" };
    expect(deriveAgentStatus({ ...facts, runtime: "offline", current }, 0).status).toBe("offline");
    expect(deriveAgentStatus({ ...facts, current, lastFailure: "x" }, 0)).toEqual({
      status: "busy",
      sentence: "Working on MC-1: Plan",
    });
    expect(deriveAgentStatus({ ...facts, isPaused: true }, 0).sentence).toBe("Paused; new work waits");
    expect(deriveAgentStatus({ ...facts, hold: "Over budget.", lastFailure: "x" }, 0).sentence).toBe(
      "Over budget.",
    );
    expect(deriveAgentStatus({ ...facts, lastFailure: "no credit" }, 0)).toEqual({
      status: "error",
      sentence: "The last turn failed: no credit",
    });
    expect(deriveAgentStatus({ ...facts, lastSeenAt: 10 }, 20).status).toBe("online");
    expect(deriveAgentStatus(facts, 20).status).toBe("idle");
  });

  test("activities read as sentences", () => {
    const target = { kind: "task", label: "Plan", number: 4 };
    const sentence = (event: Parameters<typeof activitySentence>[0]["event"]) =>
      activitySentence({ event, actorName: "Ada", target });
    expect(
      sentence({ type: "task_status_changed", from: "review", to: "done", reason: null, isAutomatic: false }),
    ).toBe("Ada moved MC-4 from Review to Done");
    const [one, two] = [
      { kind: "agent" as const, id: "a", name: "Theo" },
      { kind: "member" as const, id: "m", name: "Ben" },
    ];
    expect(sentence({ type: "task_assigned", added: [one], removed: [two] })).toBe(
      "Ada assigned Theo to MC-4 and unassigned Ben",
    );
    expect(sentence({ type: "task_assigned", added: [], removed: [two] })).toBe(
      "Ada unassigned Ben from MC-4",
    );
    expect(sentence({ type: "document_kind_changed", from: "note", to: "template" })).toBe(
      "Ada made the document MC-4 a template",
    );
    expect(sentence({ type: "document_moved", from: null, to: "Plans" })).toBe(
      "Ada moved the document MC-4 to Plans",
    );
  });

  test("refusals are recognised by code and message", () => {
    for (const code of ERROR_CODES) expect(isErrorData({ code, message: "x" })).toBe(true);
    for (const other of [null, "x", {}, { code: "nope", message: "x" }, { code: "invalid" }])
      expect(isErrorData(other)).toBe(false);
  });

  test("labels are trimmed and unique, excerpts say that they are", () => {
    expect(normaliseLabels([" a ", "a", "", "b  c"])).toEqual(["a", "b c"]);
    expect(splitLabels(" a,b  c, ,a")).toEqual(["a", "b c"]);
    expect(splitLabels(" , ")).toEqual([]);
    expect(excerpt("one\n two", 20)).toBe("one two");
    expect(excerpt("abcdefghij", 5)).toBe("abcd…");
  });
});
