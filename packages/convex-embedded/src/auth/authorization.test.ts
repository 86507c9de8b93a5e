import { describe, expect, test } from "vitest";
import { readAuthorization } from "./authorization.ts";

const adminKey = "mission-control|0123abc:with-colon";
const identity = Buffer.from('{"subject":"ada"}').toString("base64");

describe("the Authorization header", () => {
  test.each([
    [undefined, { kind: "none" }],
    ["Bearer a.b.c", { kind: "user", token: "a.b.c" }],
    ["bearer a.b.c", { kind: "user", token: "a.b.c" }],
    [`Convex ${adminKey}`, { kind: "admin", actingAs: null }],
    [`Convex ${adminKey}:${identity}`, { kind: "admin", actingAs: { subject: "ada" } }],
  ])("%j", (header, expected) => {
    expect(readAuthorization(header, adminKey)).toEqual(expected);
  });

  test.each([
    "Basic x",
    "Bearer",
    "nonsense",
    "Convex wrong",
    `Convex wrong:${identity}`,
    `Convex ${adminKey}:!!`,
    `Convex ${adminKey}:${Buffer.from("[]").toString("base64")}`,
    "Convex ",
  ])("%j is refused", (header) => {
    expect(() => readAuthorization(header, adminKey)).toThrow(
      expect.objectContaining({ code: "InvalidAuthHeader" }),
    );
  });
});
