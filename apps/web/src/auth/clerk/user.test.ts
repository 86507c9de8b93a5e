import { describe, expect, test } from "vitest";
import { userOf } from "./user.ts";

const mail = { emailAddress: "ada@example.test" };

describe("a person of Clerk's", () => {
  test("is shown by name, then by user name, then by address", () => {
    expect(userOf({ fullName: "Ada L", username: "ada", primaryEmailAddress: mail })).toEqual({
      name: "Ada L",
      email: "ada@example.test",
    });
    expect(userOf({ fullName: null, username: "ada", primaryEmailAddress: mail }).name).toBe("ada");
    expect(userOf({ fullName: null, username: null, primaryEmailAddress: mail }).name).toBe(
      "ada@example.test",
    );
  });

  test("without any of them is still a person", () => {
    expect(userOf({ fullName: null, username: null, primaryEmailAddress: null })).toEqual({
      name: "You",
      email: "",
    });
  });
});
