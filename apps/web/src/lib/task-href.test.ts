import { expect, test } from "vitest";
import { taskHref } from "./task-href";

test("a task has its page, a place in it a query, and the lead's chat is open on the overview", () => {
  expect(taskHref("acme", 7)).toBe("/acme/tasks/7");
  expect(taskHref("acme", 7, { message: "m1" })).toBe("/acme/tasks/7?message=m1");
  expect(taskHref("acme", 0, { message: "m1" })).toBe("/acme?message=m1&chat=open");
});
