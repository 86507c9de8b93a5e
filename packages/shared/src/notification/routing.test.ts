import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TASK_STATUSES } from "../task/status.ts";
import { type Recipient, type RoutingEvent, type RoutingWorld, recipientKey, routeEvent } from "./routing.ts";

const member = (memberId: string): Recipient => ({ kind: "member", memberId });
const agent = (agentId: string): Recipient => ({ kind: "agent", agentId });
const EVERYONE = [
  member("m1"),
  member("m2"),
  member("m3"),
  agent("a1"),
  agent("a2"),
  agent("gone"),
  member("left"),
];

const someone = fc.constantFrom(...EVERYONE);
const several = fc.array(someone, { maxLength: 8 });
const event: fc.Arbitrary<RoutingEvent> = fc.oneof(
  fc.record({
    kind: fc.constant("message_posted" as const),
    isNote: fc.boolean(),
    mentioned: several,
    asked: several,
  }),
  fc.record({ kind: fc.constant("task_assigned" as const), added: several }),
  fc.record({ kind: fc.constant("task_unblocked" as const), assignees: several }),
  fc.record({ kind: fc.constant("parts_done" as const), assignees: several }),
  fc.record({ kind: fc.constant("document_linked" as const) }),
  fc.record({
    kind: fc.constant("status_changed" as const),
    from: fc.constantFrom(...TASK_STATUSES),
    to: fc.constantFrom(...TASK_STATUSES),
    assignees: several,
    creator: fc.option(someone),
  }),
);
const world: fc.Arbitrary<RoutingWorld> = fc.record({
  actor: fc.oneof(someone, fc.constant({ kind: "system" as const })),
  subscribers: fc.array(
    fc.record({ recipient: someone, level: fc.constantFrom("following" as const, "muted" as const) }),
  ),
  people: fc.constant(new Set(["m1", "m2", "m3"])),
  agents: fc.boolean().map(
    (canReviewTasks) =>
      new Map([
        ["a1", { canReviewTasks }],
        ["a2", { canReviewTasks: false }],
      ]),
  ),
  canWakeAgents: fc.boolean(),
});

const WORLD: RoutingWorld = {
  actor: member("m1"),
  subscribers: [],
  people: new Set(["m1", "m2", "m3"]),
  agents: new Map([
    ["a1", { canReviewTasks: false }],
    ["a2", { canReviewTasks: true }],
  ]),
  canWakeAgents: true,
};
const message = (mentioned: Recipient[] = []): RoutingEvent => ({
  kind: "message_posted",
  isNote: false,
  mentioned,
  asked: [],
});

describe("routing", () => {
  test("[N2] nobody hears of their own act", () => {
    fc.assert(
      fc.property(event, world, (happened, place) => {
        const { actor } = place;
        if (actor.kind === "system") return;
        expect(routeEvent(happened, place).map(({ recipient }) => recipientKey(recipient))).not.toContain(
          recipientKey(actor),
        );
      }),
    );
  });

  test("one recipient hears of one event once, and is of the account", () => {
    fc.assert(
      fc.property(event, world, (happened, place) => {
        const keys = routeEvent(happened, place).map(({ recipient }) => recipientKey(recipient));
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys).not.toContain("agent:gone");
        expect(keys).not.toContain("member:left");
      }),
    );
  });

  test("the order of subscribers does not matter", () => {
    fc.assert(
      fc.property(event, world, (happened, place) => {
        // A person has one subscription; two of different levels do not occur.
        const unique = [
          ...new Map(place.subscribers.map((row) => [recipientKey(row.recipient), row])).values(),
        ];
        const forward = routeEvent(happened, { ...place, subscribers: unique });
        expect(routeEvent(happened, { ...place, subscribers: unique.toReversed() })).toEqual(forward);
      }),
    );
  });

  test("one more subscriber takes nothing from anyone", () => {
    fc.assert(
      fc.property(event, world, someone, (happened, place, extra) => {
        const before = routeEvent(happened, place);
        const after = routeEvent(happened, {
          ...place,
          subscribers: [...place.subscribers, { recipient: extra, level: "following" }],
        });
        for (const route of before) expect(after).toContainEqual(route);
      }),
    );
  });

  test("done sub-tasks concern all who are assigned and the people who follow; no agent is woken by following", () => {
    fc.assert(
      fc.property(several, world, (assignees, place) => {
        const routes = routeEvent({ kind: "parts_done", assignees }, { ...place, actor: { kind: "system" } });
        const told = routes.map(({ recipient }) => recipientKey(recipient));
        const assigned = assignees.map(recipientKey);
        for (const key of assigned) if (!/gone|left/.test(key)) expect(told).toContain(key);
        for (const { recipient, level } of place.subscribers) {
          const key = recipientKey(recipient);
          if (recipient.kind === "agent" && !assigned.includes(key)) expect(told).not.toContain(key);
          if (recipient.kind === "member" && level === "following" && key !== "member:left")
            expect(told).toContain(key);
        }
        for (const { type } of routes) expect(type).toBe("parts_done");
      }),
    );
  });

  test("a mention is stronger than following", () => {
    const routes = routeEvent(message([member("m2")]), {
      ...WORLD,
      subscribers: [{ recipient: member("m2"), level: "following" }],
    });
    expect(routes).toEqual([{ recipient: member("m2"), type: "mention", reason: "mentioned" }]);
  });

  test("muted followers hear only what names them", () => {
    const place: RoutingWorld = { ...WORLD, subscribers: [{ recipient: member("m2"), level: "muted" }] };
    expect(routeEvent(message(), place)).toEqual([]);
    expect(routeEvent(message([member("m2")]), place)).toHaveLength(1);
  });

  test("an agent that follows is woken by people, by other agents only when named", () => {
    const subscribers = [{ recipient: agent("a1"), level: "following" as const }];
    expect(routeEvent(message(), { ...WORLD, subscribers })).toHaveLength(1);
    expect(routeEvent(message(), { ...WORLD, subscribers, actor: agent("a2") })).toEqual([]);
    expect(routeEvent(message([agent("a1")]), { ...WORLD, subscribers, actor: agent("a2") })).toHaveLength(1);
  });

  test("a note wakes no agent and still tells people", () => {
    const note: RoutingEvent = {
      kind: "message_posted",
      isNote: true,
      mentioned: [agent("a1"), member("m2")],
      asked: [],
    };
    expect(routeEvent(note, WORLD).map(({ recipient }) => recipient)).toEqual([member("m2")]);
  });

  test("an edit reaches those whom it names anew, and nobody who merely follows", () => {
    const subscribers = [{ recipient: member("m3"), level: "following" as const }];
    const added = (isNote: boolean): RoutingEvent => ({
      kind: "mention_added",
      isNote,
      mentioned: [agent("a1"), member("m2"), member("m1"), member("outside")],
    });
    const told = (isNote: boolean) =>
      routeEvent(added(isNote), { ...WORLD, subscribers }).map(({ recipient }) => recipient);
    expect(told(false)).toEqual([agent("a1"), member("m2")]);
    expect(told(true)).toEqual([member("m2")]);
  });

  test("[A4] an agent that may not wake agents reaches people only", () => {
    const place = { ...WORLD, actor: agent("a2"), canWakeAgents: false };
    expect(routeEvent(message([agent("a1"), member("m2")]), place).map(({ type }) => type)).toEqual([
      "mention",
    ]);
  });

  test("review asks the people concerned and agents that review", () => {
    const routes = routeEvent(
      {
        kind: "status_changed",
        from: "in_progress",
        to: "review",
        assignees: [agent("a1"), agent("a2"), member("m3")],
        creator: member("m2"),
      },
      WORLD,
    );
    expect(routes.map(({ recipient }) => recipientKey(recipient))).toEqual([
      "agent:a2",
      "member:m2",
      "member:m3",
    ]);
    expect(routes.every(({ type }) => type === "review_request")).toBe(true);
  });

  test("work that a person resumes wakes its agents", () => {
    const resumed: RoutingEvent = {
      kind: "status_changed",
      from: "blocked",
      to: "in_progress",
      assignees: [agent("a1")],
      creator: null,
    };
    expect(routeEvent(resumed, WORLD)).toEqual([
      { recipient: agent("a1"), type: "status_change", reason: "resumed" },
    ]);
    expect(routeEvent(resumed, { ...WORLD, actor: agent("a2") })).toEqual([]);
  });
});
