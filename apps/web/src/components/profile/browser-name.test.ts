import { describe, expect, test } from "vitest";
import { browserName } from "./browser-name";

const CHROME =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0 Safari/537.36";

describe("the name of a signed-in browser", () => {
  test.each([
    [CHROME, "Chrome on Linux"],
    [CHROME.replace("Safari/537.36", "Safari/537.36 Edg/153.0"), "Edge on Linux"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) Version/26.0 Safari/604.1", "Safari on iOS"],
    ["curl/8.0", "Unknown browser"],
    [null, "Unknown browser"],
  ])("%s reads %s", (userAgent, name) => {
    expect(browserName(userAgent)).toBe(name);
  });
});
