import { describe, expect, test } from "vitest";
import { cn } from "./cn.ts";

describe("joining classes", () => {
  test.each([
    ["h-8 px-3 text-sm", "size-10", "px-3 text-sm size-10"],
    ["h-8 px-3", "h-10", "px-3 h-10"],
    ["p-3 pt-1", "p-0", "p-0"],
    ["p-3", "px-2", "p-3 px-2"],
    ["text-base text-ink", "text-sm", "text-ink text-sm"],
    ["text-base text-ink", "text-ink-3", "text-base text-ink-3"],
    ["border border-line", "border-transparent", "border border-transparent"],
    [
      "border-l border-line",
      "border-l-2 border-l-status-blocked",
      "border-line border-l-2 border-l-status-blocked",
    ],
    ["bg-raised hover:bg-hover", "bg-transparent", "hover:bg-hover bg-transparent"],
    ["hover:bg-hover", "hover:bg-danger-wash", "hover:bg-danger-wash"],
    ["-mr-1 ml-2", "mr-0", "ml-2 mr-0"],
    ["max-w-lg", "max-w-3xl", "max-w-3xl"],
    ["data-[state=open]:bg-hover", "bg-panel", "data-[state=open]:bg-hover bg-panel"],
    ["inline-flex figures", "hidden", "figures hidden"],
    ["w-[calc(100vw-2rem)]", "w-full", "w-full"],
  ])("%j then %j gives %j", (base, own, joined) => {
    expect(cn(base, own)).toBe(joined);
  });

  test("what is not asked for is left out", () => {
    expect(cn("flex", false, undefined, null, ["gap-2"])).toBe("flex gap-2");
  });
});
