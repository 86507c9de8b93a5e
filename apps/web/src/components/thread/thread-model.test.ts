import { describe, expect, test } from "vitest";
import { buildThread, GROUP_WITHIN_MS } from "./thread-model.ts";
import type { Message, Run, TaskActivity } from "./types.ts";

const message = (id: string, createdAt: number, over: Partial<Message> = {}) =>
  ({
    messageId: id,
    createdAt,
    author: { kind: "member", id: "ada", name: "Ada", icon: null },
    kind: "message",
    model: null,
    ...over,
  }) as Message;
const run = (id: string, queuedAt: number, startedAt: number | null) =>
  ({ runId: id, queuedAt, startedAt }) as Run;
const event = (id: string, at: number, payload: object) =>
  ({ activityId: id, at, event: payload }) as TaskActivity;
const moved = { type: "task_status_changed", isAutomatic: false };

const build = (source: Partial<Parameters<typeof buildThread>[0]>) =>
  buildThread({ messages: [], runs: [], activities: [], hasEarlier: false, ...source });
const shape = (items: ReturnType<typeof buildThread>) =>
  items.map((item) =>
    item.kind === "messages"
      ? item.messages.map((each) => each.messageId).join("+")
      : item.kind === "run"
        ? item.run.runId
        : item.kind === "new"
          ? "new"
          : item.activities.map((each) => each.activityId).join("+"),
  );

describe("a thread", () => {
  test("goes from old to new whatever order its parts come in", () => {
    const items = build({
      messages: [message("m2", 30), message("m1", 10)],
      runs: [run("r1", 5, 20)],
      activities: [event("e1", 15, moved)],
    });
    expect(shape(items)).toEqual(["m1", "e1", "r1", "m2"]);
  });

  test("groups what one author says within five minutes, and not beyond", () => {
    const items = build({
      messages: [message("m3", 20 + GROUP_WITHIN_MS), message("m2", 10), message("m1", 0)],
    });
    expect(shape(items)).toEqual(["m1+m2", "m3"]);
  });

  test("does not group across authors or across models", () => {
    const agent = { kind: "agent", id: "theo", name: "Theo", icon: null } as Message["author"];
    const items = build({
      messages: [
        message("m3", 2, { author: agent, model: "b" as never }),
        message("m2", 1, { author: agent, model: "a" as never }),
        message("m1", 0),
      ],
    });
    expect(shape(items)).toEqual(["m1", "m2", "m3"]);
  });

  test("joins events that stand next to each other", () => {
    expect(shape(build({ activities: [event("e2", 2, moved), event("e1", 1, moved)] }))).toEqual(["e1+e2"]);
  });

  test("leaves out what shows itself and what followed by itself", () => {
    const items = build({
      activities: [
        event("e1", 1, { type: "message_created" }),
        event("e2", 2, { type: "run_succeeded" }),
        event("e3", 3, { ...moved, isAutomatic: true }),
      ],
    });
    expect(items).toEqual([]);
  });

  test("while earlier messages are not loaded, nothing older than the oldest loaded one is shown", () => {
    const source = {
      messages: [message("m9", 100)],
      runs: [run("r1", 1, 1)],
      activities: [event("e1", 50, moved)],
    };
    expect(shape(build({ ...source, hasEarlier: true }))).toEqual(["m9"]);
    expect(shape(build(source))).toEqual(["r1", "e1", "m9"]);
  });

  test("at one instant the event comes before the turn and the turn before its answer", () => {
    const items = build({
      messages: [message("m1", 5)],
      runs: [run("r1", 5, null)],
      activities: [event("e1", 5, moved)],
    });
    expect(shape(items)).toEqual(["e1", "r1", "m1"]);
  });

  test("what came since the reader was here stands below a line, and their own words draw none", () => {
    const reader = { memberId: "ben", readThrough: 20 };
    const mine = { author: { kind: "member", id: "ben", name: "Ben", icon: null } } as Partial<Message>;
    const read = [message("m2", 20), message("m1", 10)];
    expect(shape(build({ messages: [message("m3", 30), ...read], reader }))).toEqual(["m1+m2", "new", "m3"]);
    expect(shape(build({ messages: [message("m3", 30, mine), ...read], reader }))).toEqual(["m1+m2", "m3"]);
    expect(shape(build({ messages: read, reader }))).toEqual(["m1+m2"]);
    expect(shape(build({ messages: read, reader: null }))).toEqual(["m1+m2"]);
  });

  test("there is no line while the first unseen message may not be loaded", () => {
    const reader = { memberId: "ben", readThrough: 5 };
    const messages = [message("m2", 30), message("m1", 20)];
    expect(shape(build({ messages, reader, hasEarlier: true }))).toEqual(["m1+m2"]);
    expect(shape(build({ messages, reader, hasEarlier: false }))).toEqual(["new", "m1+m2"]);
  });
});
