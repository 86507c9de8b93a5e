/** What a batch does with an item that throws. */
import { ConvexError } from "convex/values";
import { afterEach, describe, expect, test, vi } from "vitest";
import { internal } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import { attempts } from "../convex/functions/attempt";

afterEach(() => {
  vi.restoreAllMocks();
});

const item = internal.runs.expireOne;
const args = { leaseId: "l" as Id<"leases"> };

function failingWith(error: unknown) {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const runMutation = (async () => {
    throw error;
  }) as unknown as Parameters<typeof attempts>[0]["runMutation"];
  return { said, attempt: attempts({ runMutation }) };
}

describe("an item of a batch that throws", () => {
  test("without a rule stands in the functions' log, since nobody else meets its error", async () => {
    const error = new TypeError("undefined is not a function");
    const { said, attempt } = failingWith(error);
    expect(await attempt(item, args)).toEqual({ ok: false, refusal: null });
    expect(said.mock.calls).toEqual([[error]]);
  });

  test("for an internal reason as well", async () => {
    const error = new ConvexError({ code: "internal", message: "A counter is missing." });
    const { said, attempt } = failingWith(error);
    expect(await attempt(item, args)).toEqual({ ok: false, refusal: null });
    expect(said.mock.calls).toEqual([[error]]);
  });

  test.each([
    { code: "conflict", message: "It is archived." },
    JSON.stringify({ code: "conflict", message: "It is archived." }),
  ])("by a rule says the rule and fills no log", async (data) => {
    const { said, attempt } = failingWith(new ConvexError(data));
    expect(await attempt(item, args)).toEqual({ ok: false, refusal: "It is archived." });
    expect(said).not.toHaveBeenCalled();
  });
});
