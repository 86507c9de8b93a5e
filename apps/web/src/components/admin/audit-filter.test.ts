import { describe, expect, test } from "vitest";
import { passes } from "./audit-filter";

const event = (type: string, id = "m1") => ({ type, actor: { kind: "member", id, name: "Ada" } }) as never;

describe("the audit log's filter", () => {
  test("a group takes the events that are about it, and no others", () => {
    expect(passes(event("task_created"), { group: "task", actorId: null })).toBe(true);
    expect(passes(event("message_created"), { group: "task", actorId: null })).toBe(false);
    expect(passes(event("service_token_created"), { group: "service", actorId: null })).toBe(true);
  });

  test("no event is out of reach: what has no group of its own is about another thing, or the account", () => {
    for (const [type, group] of [
      ["skill_created", "skill"],
      ["incoming_webhook_created", "webhook"],
      ["approval_decided", "run"],
      ["price_set", "budget"],
      ["standup_posted", "account"],
    ] as const)
      expect(passes(event(type), { group, actorId: null })).toBe(true);
  });

  test("an actor takes what they did; both together must hold", () => {
    expect(passes(event("task_created"), { group: null, actorId: "m1" })).toBe(true);
    expect(passes(event("task_created"), { group: "task", actorId: "m2" })).toBe(false);
  });
});
