import { describe, expect, test } from "vitest";
import { approvalFacts, approvalSentence } from "./approval-words";

const asked = (tool: string, args: object | string, taskNumber: number | null = 7) =>
  ({ tool, args: typeof args === "string" ? args : JSON.stringify(args), taskNumber }) as never;

describe("what an agent asks for", () => {
  test("each tool has its sentence", () => {
    expect(approvalSentence(asked("task_status", { status: "in_progress" }))).toBe(
      "move MC-7 to In progress",
    );
    expect(approvalSentence(asked("task_message", { body: "Hi" }))).toBe("post a message in MC-7");
    expect(approvalSentence(asked("task_create", { title: "Test", isPart: "yes" }))).toBe(
      "create the sub-task “Test” of MC-7",
    );
    expect(approvalSentence(asked("task_assign", { number: 9, assignees: "@theo" }))).toBe(
      "assign @theo to MC-9",
    );
    expect(approvalSentence(asked("task_update", { prUrl: "x", title: "y" }))).toBe(
      "change pull request, title of MC-7",
    );
    expect(approvalSentence(asked("task_status", { status: "review" }, null))).toBe(
      "move a deleted task to Review",
    );
  });

  test("a tool that is not known by name is still named, and arguments that were cut stay as they are", () => {
    expect(approvalSentence(asked("exec_shell", { command: "ls" }))).toBe("use exec_shell in MC-7");
    expect(approvalFacts(asked("task_message", '{"body": "cut'))).toEqual([
      { label: "Arguments", value: '{"body": "cut', isText: true },
    ]);
  });

  test("the facts are what the sentence leaves out, in words", () => {
    expect(approvalFacts(asked("task_create", { title: "Test", priority: 2, description: "a\nb" }))).toEqual([
      { label: "Priority", value: "High", isText: false },
      { label: "Description", value: "a\nb", isText: true },
    ]);
  });
});
