import { expect, test } from "vitest";
import { ACTIONS, can, GRANTABLE_ROLES, mayInvite, ROLES } from "./roles.ts";
import { RESERVED_SLUGS, slugCandidate, slugify } from "./slug.ts";

test("[A2] each role may do all that the one before may", () => {
  for (let rank = 1; rank < ROLES.length; rank += 1) {
    const [lower, higher] = [ROLES[rank - 1] ?? "viewer", ROLES[rank] ?? "viewer"];
    const below = ACTIONS.filter((action) => can(lower, action));
    const above = ACTIONS.filter((action) => can(higher, action));
    expect(above).toEqual(expect.arrayContaining(below));
    expect(above.length).toBeGreaterThan(below.length);
  }
});

test("an unknown action is denied to everyone", () => {
  for (const role of ROLES)
    for (const action of ["", "toString", "__proto__", "task.fly"]) expect(can(role, action)).toBe(false);
});

test("the table of roles", () => {
  expect(ACTIONS.filter((action) => can("viewer", action))).toEqual(["account.read"]);
  expect(can("member", "task.archive")).toBe(true);
  expect(can("member", "task.delete")).toBe(false);
  expect(can("admin", "account.delete")).toBe(false);
});

test.each([
  ["Ada Works", "ada-works"],
  ["  Café Ünïcode!  ", "cafe-unicode"],
  ["***", ""],
  ["x".repeat(90), "x".repeat(40)],
])("the slug of %j is %j", (name, slug) => {
  expect(slugify(name)).toBe(slug);
});

test("later candidates stay within the length and end in their number", () => {
  expect(slugCandidate("acme", 1)).toBe("acme");
  expect(slugCandidate("x".repeat(40), 12)).toBe(`${"x".repeat(37)}-12`);
});

test("words of the address bar are reserved", () => {
  expect(RESERVED_SLUGS).toEqual(
    expect.arrayContaining(["api", "sign-in", "sign-up", "new-account", "invite", "convex"]),
  );
});

test("[A2] admins let people in, up to their own rank; others nobody", () => {
  for (const granted of GRANTABLE_ROLES) {
    expect(ROLES.filter((role) => mayInvite(role, granted))).toEqual(["admin", "owner"]);
  }
});
