import { afterEach, beforeEach, expect, it, vi } from "vitest";

/** A browser's address and history; what the router does with them is played by each test. */
let steps: string[];
let bar: typeof import("./address-bar");
let shown: string[];
const at = () => steps.at(-1);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  vi.resetModules();
  steps = ["/acme/tasks"];
  shown = [];
  const url = () => new URL(at() ?? "/", "http://mc.test");
  vi.stubGlobal("location", {
    get pathname() {
      return url().pathname;
    },
    get search() {
      return url().search;
    },
    get hash() {
      return url().hash;
    },
    get href() {
      return url().href;
    },
  });
  vi.stubGlobal("history", {
    pushState: (_state: unknown, _title: string, to: string) => steps.push(to),
    replaceState: (_state: unknown, _title: string, to: string) => steps.splice(-1, 1, to),
  });
  bar = await import("./address-bar");
  bar.subscribeToAddress(() => shown.push(bar.shownSearch("/acme/tasks", "")));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("a write is in the address at once, and shown before the router knows", () => {
  bar.writeSearch("text=a", "replace");
  expect(at()).toBe("/acme/tasks?text=a");
  expect(shown).toEqual(["text=a"]);
  bar.afterNavigation("/acme/tasks", "text=a");
  expect(bar.shownSearch("/acme/tasks", "text=b")).toBe("text=b");
});

it("one right after another waits for its turn, is shown meanwhile, and the last one counts", () => {
  for (const search of ["text=a", "text=ab", "text=abc"]) bar.writeSearch(search, "replace");
  expect(at()).toBe("/acme/tasks?text=a");
  expect(bar.currentSearch()).toBe("text=abc");
  expect(shown.at(-1)).toBe("text=abc");
  bar.afterNavigation("/acme/tasks", "text=a"); // the router has followed the first
  expect(bar.shownSearch("/acme/tasks", "text=a")).toBe("text=abc");
  vi.runAllTimers();
  expect(steps).toEqual(["/acme/tasks?text=abc"]);
});

it("whoever follows a link has it written before", () => {
  bar.writeSearch("text=a", "replace");
  bar.writeSearch("text=ab", "replace");
  bar.beforeNavigation("/acme/feed", "push");
  expect(at()).toBe("/acme/tasks?text=ab");
  steps.push("/acme/feed");
  vi.runAllTimers();
  expect(steps).toEqual(["/acme/tasks?text=ab", "/acme/feed"]);
});

it("back drops what waits: it was meant for the step that one has left", () => {
  steps = ["/acme/tasks", "/acme/tasks?task=1"];
  bar.writeSearch("task=1&tab=activity", "replace");
  bar.writeSearch("task=1&tab=turns", "replace");
  steps.pop();
  bar.beforeNavigation("http://mc.test/acme/tasks", "traverse");
  expect(bar.currentSearch()).toBe("");
  vi.runAllTimers();
  expect(steps).toEqual(["/acme/tasks"]);
});

it("a step of its own is taken at once, after what waits", () => {
  bar.writeSearch("text=a", "replace");
  bar.writeSearch("text=ab", "replace");
  bar.writeSearch("text=ab&task=1", "push");
  expect(steps).toEqual(["/acme/tasks?text=ab", "/acme/tasks?text=ab&task=1"]);
});

it("a page that has gone elsewhere by itself is not written over, and shows what the router says", () => {
  bar.writeSearch("text=a", "replace");
  bar.writeSearch("text=ab", "replace");
  steps.splice(-1, 1, "/acme/tasks?view=list");
  bar.afterNavigation("/acme/tasks", "view=list");
  expect(bar.shownSearch("/acme/tasks", "view=list")).toBe("view=list");
  vi.runAllTimers();
  expect(at()).toBe("/acme/tasks?view=list");
});

it("a link to the same page is shown at once, and nothing of the page before remains", () => {
  bar.writeSearch("text=a", "replace");
  bar.beforeNavigation("/acme/tasks?view=list", "push");
  expect(shown.at(-1)).toBe("view=list");
  bar.afterNavigation("/acme/tasks", "text=a"); // the router comes by our own write
  expect(bar.shownSearch("/acme/tasks", "text=a")).toBe("view=list");
  bar.afterNavigation("/acme/tasks", "view=list");
  expect(bar.shownSearch("/acme/tasks", "")).toBe("");
});

it("a part of the address that is no question stays", () => {
  steps = ["/acme/tasks?text=a#notes"];
  bar.writeSearch("", "replace");
  expect(at()).toBe("/acme/tasks#notes");
});

it("nothing is written where nothing changes", () => {
  steps = ["/acme/tasks?text=a%2Cb"];
  bar.writeSearch("text=a,b", "replace");
  expect(at()).toBe("/acme/tasks?text=a%2Cb");
});
