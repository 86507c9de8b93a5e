import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TASK_STATUSES, type TaskState, type TaskStatus } from "./status.ts";
import {
  allowedTargets,
  decideStatusChange,
  planAutomaticSteps,
  planPath,
  restoreTarget,
  type StatusActor,
  type StatusChange,
  TRANSITIONS,
} from "./transitions.ts";

const status = fc.constantFrom(...TASK_STATUSES);
const person: StatusActor = { kind: "member", role: "member" };
const agent = fc.record({
  kind: fc.constant("agent" as const),
  canModifyTaskStatus: fc.boolean(),
  canMarkDone: fc.boolean(),
});
const actor: fc.Arbitrary<StatusActor> = fc.oneof(
  agent,
  fc.record({
    kind: fc.constant("member" as const),
    role: fc.constantFrom("viewer", "member", "admin", "owner"),
  }),
  fc.constant({ kind: "system" as const }),
);
const change = fc.record({
  status,
  to: status,
  actor,
  assigneeCount: fc.integer({ min: 0, max: 3 }),
  reason: fc.option(fc.string({ maxLength: 30 }), { nil: undefined }),
  now: fc.integer({ min: 1 }),
});

/** The table of the specification, row by row. */
const TABLE: Record<TaskStatus, TaskStatus[]> = {
  inbox: ["assigned", "in_progress", "archived"],
  assigned: ["inbox", "in_progress", "blocked", "archived"],
  in_progress: ["assigned", "review", "blocked", "archived"],
  review: ["in_progress", "done", "blocked", "archived"],
  done: ["review", "archived"],
  blocked: ["assigned", "in_progress", "archived"],
  archived: ["inbox", "assigned"],
};

describe("status changes", () => {
  test.each(TASK_STATUSES)("[W1] from %s a person reaches exactly the row of the table", (from) => {
    const reached = TASK_STATUSES.filter((to) => {
      const assigneeCount = to === "inbox" ? 0 : 1;
      return decideStatusChange({ status: from, to, actor: person, assigneeCount, reason: "why", now: 1 }).ok;
    });
    expect(reached.toSorted()).toEqual(TABLE[from].toSorted());
  });

  test("total: every (from, to, actor) is accepted or refused, never both, and each is met", () => {
    const verdicts = new Set<boolean>();
    fc.assert(
      fc.property(change, (asked) => {
        const decided = decideStatusChange(asked);
        expect(["decision" in decided, "error" in decided]).toEqual([decided.ok, !decided.ok]);
        expect(decideStatusChange(asked)).toEqual(decided);
        verdicts.add(decided.ok);
      }),
      { numRuns: 1_000 },
    );
    expect(verdicts.size).toBe(2);
  });

  test("[W1][W2][W3] an accepted change holds every invariant of the state it enters", () => {
    fc.assert(
      fc.property(change, (asked) => {
        const decided = decideStatusChange(asked);
        if (!decided.ok) return;
        const { state } = decided.decision;
        expect(state.status).toBe(asked.to);
        expect(TRANSITIONS[asked.status]).toContain(asked.to);
        if (state.status === "inbox") expect(asked.assigneeCount).toBe(0);
        if (state.status === "assigned" || state.status === "in_progress")
          expect(asked.assigneeCount).toBeGreaterThan(0);
        if (state.status === "blocked")
          expect(state).toMatchObject({ reason: asked.reason?.trim(), since: asked.now });
        if (state.status === "archived") expect(state).toMatchObject({ at: asked.now, from: asked.status });
        if (state.status === "done") expect(state.at).toBe(asked.now);
        // And the other way round: no other state carries a reason or a time.
        expect("reason" in state).toBe(asked.to === "blocked");
        expect("at" in state).toBe(asked.to === "archived" || asked.to === "done");
        expect("from" in state).toBe(asked.to === "archived");
      }),
    );
  });

  test("a refusal has a code and a sentence and nothing to apply", () => {
    fc.assert(
      fc.property(change, (asked) => {
        const decided = decideStatusChange(asked);
        if (decided.ok) return;
        expect(decided).not.toHaveProperty("decision");
        expect(decided.error.message).toMatch(/^[A-Z].*\.$/s);
      }),
    );
  });

  test("what an agent may do is part of what a person may do", () => {
    fc.assert(
      fc.property(change, agent, (asked, byAgent) => {
        if (!decideStatusChange({ ...asked, actor: byAgent }).ok) return;
        expect(decideStatusChange({ ...asked, actor: person }).ok).toBe(true);
      }),
    );
  });

  test("[A4] an agent marks done only from review and only with canMarkDone", () => {
    fc.assert(
      fc.property(change, agent, (asked, byAgent) => {
        const decided = decideStatusChange({ ...asked, to: "done", actor: byAgent });
        if (decided.ok)
          expect([asked.status, byAgent.canMarkDone, byAgent.canModifyTaskStatus]).toEqual([
            "review",
            true,
            true,
          ]);
      }),
    );
  });

  test("an agent never assigns, archives, or wakes what is done or archived", () => {
    fc.assert(
      fc.property(change, agent, (asked, byAgent) => {
        const decided = decideStatusChange({ ...asked, actor: byAgent });
        if (!decided.ok) return;
        expect(["in_progress", "review", "blocked", "done"]).toContain(asked.to);
        expect(["done", "archived"]).not.toContain(asked.status);
      }),
    );
  });

  test("a viewer moves nothing", () => {
    fc.assert(
      fc.property(change, (asked) => {
        expect(decideStatusChange({ ...asked, actor: { kind: "member", role: "viewer" } }).ok).toBe(false);
      }),
    );
  });

  test("[W4] moving to where the task already is, is a conflict that says where", () => {
    const decided = decideStatusChange({
      status: "review",
      to: "review",
      actor: person,
      assigneeCount: 1,
      now: 1,
    });
    expect(decided).toMatchObject({ ok: false, error: { code: "conflict", current: "review" } });
  });

  test("the targets offered are those that are accepted, given a reason", () => {
    fc.assert(
      fc.property(change, (asked) => {
        const offered = allowedTargets(asked, asked.actor).includes(asked.to);
        expect(decideStatusChange({ ...asked, reason: "a reason" }).ok).toBe(offered);
      }),
    );
  });

  test("replay: the log of accepted changes, done again, is accepted whole and gives the same state", () => {
    const play = (commands: readonly StatusChange[]) => {
      let state: TaskState = { status: "inbox" };
      const log: StatusChange[] = [];
      for (const command of commands) {
        const decided = decideStatusChange({ ...command, status: state.status });
        if (!decided.ok) continue;
        log.push(command);
        state = decided.decision.state;
      }
      return { state, log };
    };
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (commands) => {
        const first = play(commands);
        expect(play(first.log)).toEqual(first);
      }),
    );
  });
});

describe("planned paths", () => {
  test("planned path = shortest legal path that does not lead through the archive", () => {
    /** Number of steps between any two, found by trying all ways; the code's own search would agree with itself. */
    const shortest = (from: TaskStatus, to: TaskStatus): number | null => {
      let ends = new Set<TaskStatus>([from]);
      for (let steps = 0; steps <= TASK_STATUSES.length; steps += 1) {
        if (ends.has(to)) return steps;
        ends = new Set(
          [...ends].flatMap((at) => TABLE[at]).filter((next) => next !== "archived" || to === "archived"),
        );
      }
      return null;
    };
    fc.assert(
      fc.property(status, status, (from, to) => {
        const path = planPath(from, to);
        expect(path?.length ?? null).toBe(shortest(from, to));
        const legs = [from, ...(path ?? [])];
        for (let index = 1; index < legs.length; index += 1) {
          expect(TABLE[legs[index - 1] ?? from]).toContain(legs[index]);
        }
        if (path && path.length > 0) expect(path.at(-1)).toBe(to);
      }),
      { numRuns: 500 },
    );
  });

  test("done and inbox are apart by the whole board", () => {
    expect(planPath("done", "inbox")).toEqual(["review", "in_progress", "assigned", "inbox"]);
    expect(planPath("inbox", "done")).toEqual(["in_progress", "review", "done"]);
  });

  test("the first assignee moves inbox to assigned, the last one's leaving moves back", () => {
    expect(planAutomaticSteps("inbox", 1)).toEqual(["assigned"]);
    expect(planAutomaticSteps("assigned", 0)).toEqual(["inbox"]);
    expect(planAutomaticSteps("in_progress", 0)).toEqual(["assigned", "inbox"]);
    expect(planAutomaticSteps("review", 0)).toEqual([]);
    expect(planAutomaticSteps("assigned", 2)).toEqual([]);
  });

  test("restoring leads to assigned when someone is assigned", () => {
    expect([restoreTarget(0), restoreTarget(2)]).toEqual(["inbox", "assigned"]);
  });
});
