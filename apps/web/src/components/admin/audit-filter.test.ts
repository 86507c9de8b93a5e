import { describe, expect, test } from "vitest";
import { passes } from "./audit-filter";

const event = (type: string, id = "m1") => ({ type, actor: { kind: "member", id, name: "Ada" } }) as never;

describe("the audit log's filter", () => {
  test("a group takes the events that begin with its word, and no others", () => {
    expect(passes(event("task_created"), { group: "task", actorId: null })).toBe(true);
    expect(passes(event("message_created"), { group: "task", actorId: null })).toBe(false);
    expect(passes(event("service_token_created"), { group: "service", actorId: null })).toBe(true);
  });

  test("an actor takes what they did; both together must hold", () => {
    expect(passes(event("task_created"), { group: null, actorId: "m1" })).toBe(true);
    expect(passes(event("task_created"), { group: "task", actorId: "m2" })).toBe(false);
  });
});
