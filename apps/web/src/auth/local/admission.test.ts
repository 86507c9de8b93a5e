import { describe, expect, test } from "vitest";
import { decideInvitation } from "./admission.ts";

describe("who may sign up with an invitation", () => {
  test("an open link without an e-mail lets anyone in", () => {
    expect(decideInvitation({ state: "open", email: null }, "ben@example.com")).toEqual({ kind: "invited" });
  });

  test("a link for one person lets that person in, whatever the case of the letters", () => {
    expect(decideInvitation({ state: "open", email: "Ben@Example.com" }, " ben@example.com ")).toEqual({
      kind: "invited",
    });
  });

  test("a link for one person keeps another out and says whose it is", () => {
    expect(decideInvitation({ state: "open", email: "ben@example.com" }, "eve@example.com")).toMatchObject({
      code: "INVITATION_UNUSABLE",
      message: expect.stringContaining("ben@example.com"),
    });
  });

  test.each(["expired", "used", "revoked"] as const)(
    "a link that is %s keeps out and says what to do",
    (state) => {
      expect(decideInvitation({ state, email: null }, "ben@example.com")).toMatchObject({
        code: "INVITATION_UNUSABLE",
        message: expect.stringMatching(/new link/),
      });
    },
  );

  test("a token nobody issued keeps out", () => {
    expect(decideInvitation(null, "ben@example.com")).toMatchObject({ code: "INVITATION_UNUSABLE" });
  });
});
