import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunContext } from "./context.ts";
import { boundedContext } from "./contextBounds.ts";

const context = (fields: { description?: string; bodies?: string[]; older?: number }): RunContext => ({
  agent: { name: "Mara", slug: "mara", role: "Squad lead" },
  promptPrefix: "",
  documents: [],
  decisions: [],
  task: {
    number: 12,
    title: "Plan the launch",
    description: fields.description ?? "",
    status: "assigned",
    priority: 2,
    labels: [],
    dueAt: null,
    assignees: [],
  },
  cause: { kind: "assignment", sentence: "Ada assigned MC-12 to you.", actorName: "Ada" },
  news: (fields.bodies ?? []).map((body, at) => ({
    messageId: String(at),
    authorName: "Ada",
    authorKind: "member",
    body,
    at,
  })),
  olderNewsCount: fields.older ?? 0,
  isOlderNewsCountCapped: false,
  roster: [],
  allowedTools: [],
  allowedTargets: [],
  done: [],
  notificationTypes: [],
});

describe("the bounds of what an agent is told", () => {
  test("the newest messages are kept in order, every other one is counted, and all of it fits", () => {
    const bodies = fc.array(
      fc.nat(9_000).map((length) => "x".repeat(length)),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(bodies, fc.nat(50), fc.nat(100_000), (written, older, length) => {
        const given = context({ bodies: written, older, description: "d".repeat(length) });
        const bounded = boundedContext(given);
        expect(bounded.olderNewsCount + bounded.news.length).toBe(older + written.length);
        const ids = given.news.map(({ messageId }) => messageId);
        expect(bounded.news.map(({ messageId }) => messageId)).toEqual(
          ids.slice(ids.length - bounded.news.length),
        );
        expect(bounded.news.length > 0).toBe(written.length > 0);
        expect(JSON.stringify(bounded).length).toBeLessThan(30_000);
      }),
    );
  });

  test("no character is cut in two", () => {
    const [message] = boundedContext(context({ bodies: [`x${"𝕏".repeat(4_000)}`] })).news;
    expect(message?.body).toMatch(/^x(𝕏)+\n\[… 4002 more/u);
  });

  test("a cut text says how much is missing and where the rest is; a short one is as it was", () => {
    const bounded = boundedContext(context({ description: "d".repeat(30_000), bodies: ["b".repeat(5_000)] }));
    expect(bounded.task?.description).toMatch(/\[… 22000 more characters; read the rest with task_load\]$/);
    expect(bounded.news[0]?.body).toMatch(
      /\[… 1000 more characters; read the whole with message_read, messageId 0\]$/,
    );
    const short = context({ description: "short", bodies: ["hello"] });
    expect(boundedContext(short)).toEqual(short);
  });
});
