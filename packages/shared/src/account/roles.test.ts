import fc from "fast-check";
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

test("unknown action denied: whatever is not in the table is refused to everyone", () => {
  const inherited = fc.constantFrom("", "toString", "__proto__", "constructor", "hasOwnProperty", "task.fly");
  const near = fc
    .tuple(fc.constantFrom(...ACTIONS), fc.constantFrom(" ", "s", ".", "\0"))
    .map(([action, more]) => `${action}${more}`);
  fc.assert(
    fc.property(
      fc.constantFrom(...ROLES),
      fc.oneof(
        inherited,
        near,
        fc.string(),
        fc.constantFrom(...ACTIONS).map((one) => one.toUpperCase()),
      ),
      (role, action) => {
        fc.pre(!(ACTIONS as readonly string[]).includes(action));
        expect(can(role, action)).toBe(false);
      },
    ),
  );
});

test("owner ⊇ admin ⊇ member ⊇ viewer: what a role may do, every higher one may", () => {
  const rank = fc.nat({ max: ROLES.length - 1 });
  fc.assert(
    fc.property(rank, rank, fc.constantFrom(...ACTIONS), (one, other, action) => {
      const [lower, higher] = [ROLES[Math.min(one, other)], ROLES[Math.max(one, other)]];
      if (!lower || !higher) throw new TypeError("no such rank");
      if (can(lower, action)) expect(can(higher, action)).toBe(true);
    }),
    { numRuns: 500 },
  );
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
    expect.arrayContaining(["api", "sign-in", "sign-up", "new-account", "invite", "convex", "gallery"]),
  );
});

test("[A2] admins let people in, up to their own rank; others nobody", () => {
  for (const granted of GRANTABLE_ROLES) {
    expect(ROLES.filter((role) => mayInvite(role, granted))).toEqual(["admin", "owner"]);
  }
});
