import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decideParent,
  findCircle,
  isLastPartDone,
  shareOf,
  updateProgress,
  waitingSentence,
} from "./links.ts";
import { parsePullRequest } from "./prLink.ts";
import type { TaskState } from "./status.ts";

const node = fc.constantFrom("a", "b", "c", "d", "e", "f");
const state: fc.Arbitrary<TaskState | null> = fc.constantFrom<TaskState | null>(
  null,
  { status: "inbox" },
  { status: "review" },
  { status: "done", at: 1 },
  { status: "archived", at: 1, from: "done" },
  { status: "archived", at: 1, from: "inbox" },
);

/** Whether a walk along the links from `start` ever comes back to it. */
function isReachable(graph: Map<string, string[]>, from: string, to: string): boolean {
  const open = [from];
  const seen = new Set<string>();
  while (open.length > 0) {
    const next = open.pop() ?? from;
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(graph.get(next) ?? []));
  }
  return false;
}

describe("links between tasks", () => {
  test("links that are accepted one by one never close a circle, and only such links are refused", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(node, node), { maxLength: 40 }), (links) => {
        const graph = new Map<string, string[]>();
        for (const [taskId, blockerId] of links) {
          const circle = findCircle(graph, { taskId, blockerId });
          expect(circle !== null).toBe(isReachable(graph, blockerId, taskId));
          if (circle) {
            expect([circle.at(0), circle.at(-1)]).toEqual([taskId, taskId]);
            continue;
          }
          graph.set(taskId, [...(graph.get(taskId) ?? []), blockerId]);
        }
      }),
    );
  });

  test("progress after any changes is the sum over the sub-tasks that are there", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 4 }), state), { maxLength: 40 }), (changes) => {
        const parts = new Map<number, TaskState | null>();
        let progress = { total: 0, done: 0 };
        for (const [part, to] of changes) {
          progress = updateProgress(progress, { from: parts.get(part) ?? null, to });
          parts.set(part, to);
        }
        const shares = [...parts.values()].flatMap((part) => (part ? shareOf(part) : []));
        expect(progress).toEqual({
          total: shares.reduce((sum, share) => sum + share.total, 0),
          done: shares.reduce((sum, share) => sum + share.done, 0),
        });
      }),
    );
  });

  test("between two moments at which the last open part is settled, a part was open", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 3 }), state), { maxLength: 40 }), (changes) => {
        const parts = new Map<number, TaskState | null>();
        const isOpen = (part: TaskState | null) => part !== null && shareOf(part).total > shareOf(part).done;
        const isDone = (part: TaskState | null) => part !== null && shareOf(part).done > 0;
        let progress = { total: 0, done: 0 };
        for (const [part, to] of changes) {
          const wasOpen = [...parts.values()].some(isOpen);
          const before = progress;
          progress = updateProgress(before, { from: parts.get(part) ?? null, to });
          parts.set(part, to);
          const now = [...parts.values()];
          expect(isLastPartDone(before, progress)).toBe(wasOpen && !now.some(isOpen) && now.some(isDone));
        }
      }),
    );
  });

  test("a part has no parts and no task is a part of itself", () => {
    const parent = { taskId: "p", number: 1, isSubtask: false, subtaskCount: 0 };
    expect(decideParent({ taskId: "t", subtaskCount: 0, parent }).ok).toBe(true);
    expect(decideParent({ taskId: "p", subtaskCount: 0, parent }).ok).toBe(false);
    expect(decideParent({ taskId: "t", subtaskCount: 1, parent }).ok).toBe(false);
    expect(decideParent({ taskId: "t", subtaskCount: 0, parent: { ...parent, isSubtask: true } }).ok).toBe(
      false,
    );
    expect(decideParent({ taskId: "t", subtaskCount: 0, parent: { ...parent, subtaskCount: 100 } }).ok).toBe(
      false,
    );
  });

  test("what a task waits for is named as far as it is known", () => {
    expect(waitingSentence([3, 4, 7], 3)).toBe("MC-3, MC-4 and MC-7");
    expect(waitingSentence([3], 1)).toBe("MC-3");
    expect([waitingSentence([], 1), waitingSentence([], 4)]).toEqual(["another task", "4 other tasks"]);
  });

  test.each([
    ["https://github.com/open/claw/pull/12", "https://github.com/open/claw/pull/12", "open/claw#12"],
    [
      " https://GitHub.com/open/claw/pull/12/files?w=1 ",
      "https://github.com/open/claw/pull/12",
      "open/claw#12",
    ],
    ["https://git.example.org:8443/a/b/pulls/3", "https://git.example.org:8443/a/b/pulls/3", "a/b#3"],
    [
      "https://gitlab.com/group/sub/app/-/merge_requests/5#note_1",
      "https://gitlab.com/group/sub/app/-/merge_requests/5",
      "group/sub/app!5",
    ],
    [
      "https://bitbucket.org/team/app/pull-requests/9",
      "https://bitbucket.org/team/app/pull-requests/9",
      "team/app#9",
    ],
  ])("%s is a pull request", (text, url, label) => {
    expect(parsePullRequest(text)).toEqual({ ok: true, decision: { url, label } });
  });

  test.each([
    "javascript:alert(1)",
    "http://github.com/a/b/pull/1",
    "https://ada:secret@github.com/a/b/pull/1",
    "https://github.com/a/b/issues/1",
    "https://github.com/a/b",
    "",
  ])("%j is none", (text) => {
    expect(parsePullRequest(text).ok).toBe(false);
  });
});
