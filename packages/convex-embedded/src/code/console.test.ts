import { describe, expect, test } from "vitest";
import { createConsole, formatLogLine, type LogLevel, LogLines } from "./console.ts";

describe("log lines", () => {
  test("begin with their level and print values readably", () => {
    expect(formatLogLine("INFO", ["a", 1, null, { b: "c" }])).toBe("[INFO] 'a' 1 null { b: 'c' }");
  });

  test("are cut at four KiB", () => {
    const line = formatLogLine("LOG", ["x".repeat(10_000)]);
    expect(line).toHaveLength(4096);
    expect(line.endsWith("(truncated due to length)")).toBe(true);
  });

  test("a value that cannot be inspected does not fail the function", () => {
    const hostile = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
        ownKeys: () => {
          throw new Error("no");
        },
      },
    );
    expect(formatLogLine("LOG", [hostile])).toMatch(/^\[LOG\] /);
  });

  test("at most 256 are kept, the last says so", () => {
    const lines = new LogLines();
    for (let i = 0; i < 1_000; i += 1) lines.add(`[LOG] ${i}`);
    expect(lines.toArray()).toHaveLength(256);
    expect(lines.toArray().at(-1)).toMatch(/Log overflow/);
  });

  test("timers, counters and assertions write lines", () => {
    const written: [LogLevel, readonly unknown[]][] = [];
    let now = 0;
    const console = createConsole({ write: (level, args) => written.push([level, args]), now: () => now });
    console.time?.("t");
    now = 7;
    console.timeEnd?.("t");
    console.timeEnd?.("t");
    console.count?.();
    console.count?.();
    console.assert?.(true, "fine");
    console.assert?.(false, "wrong");
    expect(written).toEqual([
      ["INFO", ["t: 7ms"]],
      ["WARN", ["Timer 't' does not exist"]],
      ["LOG", ["default: 1"]],
      ["LOG", ["default: 2"]],
      ["ERROR", ["Assertion failed", "wrong"]],
    ]);
  });
});
