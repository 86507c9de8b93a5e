import { describe, expect, test } from "vitest";
import { documentIn, documentLink, ownPath, withReferences } from "./references.ts";

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

describe("addresses of this site", () => {
  test.each([
    ["/acme/tasks/4", "/acme/tasks/4"],
    ["https://office.test/acme/tasks/4", "/acme/tasks/4"],
    ["https://office.test/acme/board?priority=urgent#top", "/acme/board?priority=urgent#top"],
    ["https://office.test", "/"],
  ])("%s stays in the tab, as %s", (href, path) => {
    expect(ownPath(href, "https://office.test")).toBe(path);
  });

  test.each([
    "https://elsewhere.test/acme/tasks/4",
    "http://office.test/acme/tasks/4",
    "https://office.test:8443/acme/tasks/4",
    "//elsewhere.test/acme",
    "mailto:ada@office.test",
    "tasks/4",
    "#part",
    "https://",
    undefined,
  ])("%s leads elsewhere", (href) => {
    expect(ownPath(href, "https://office.test")).toBeNull();
  });
});

describe("addresses of documents", () => {
  const find = (href: string) => documentIn(href, { accountSlug: "acme", origin: "https://office.test" });

  test.each(["/acme/docs/k17", "https://office.test/acme/docs/k17", "/acme/docs/k17?view=write#steps"])(
    "%s leads to one",
    (href) => {
      expect(find(href)).toBe("k17");
    },
  );

  test.each([
    "/acme/docs",
    "/acme/docs/",
    "/acme/docs/k17/more",
    "/other/docs/k17",
    "/acme/tasks/17",
    "https://elsewhere.test/acme/docs/k17",
    "//elsewhere.test/acme/docs/k17",
    "https://",
  ])("%s leads to none", (href) => {
    expect(find(href)).toBeNull();
  });

  test("a title is one link, whatever stands in it", () => {
    const written = documentLink({ title: "A [b] for @theo, MC-4 and #5", href: "/acme/docs/k17" });
    expect(written).toBe("[A \\[b\\] for &#64;theo, MC\\-4 and \\#5](/acme/docs/k17)");
    expect(link(written, ["theo"])).toBe(written);
  });
});
