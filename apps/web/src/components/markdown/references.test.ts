import { describe, expect, test } from "vitest";
import { withReferences } from "./references.ts";

const link = (source: string, mentioned: string[] = []) =>
  withReferences(source, { accountSlug: "acme", mentioned });

describe("references in a text", () => {
  test("task numbers lead to their task, written either way", () => {
    expect(link("see MC-42 and #7.")).toBe("see [MC-42](/acme/tasks/42) and [\\#7](/acme/tasks/7).");
  });

  test("a heading, an anchor and a colour are not task numbers", () => {
    expect(link("# 42\nurl#42 and #1f0")).toBe("# 42\nurl#42 and #1f0");
  });

  test("numbers in code stay as written", () => {
    expect(link("`#42`")).toBe("`#42`");
  });

  test("only a mention that reached someone is marked", () => {
    expect(link("@theo and @nobody", ["theo"])).toBe("[@theo](#mention) and @nobody");
  });

  test("a full name with brackets cannot break out of its link", () => {
    expect(link('@"Ada [x]"', ["Ada [x]"])).toBe("[@Ada \\[x\\]](#mention)");
  });
});
