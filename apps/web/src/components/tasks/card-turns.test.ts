import { describe, expect, test } from "vitest";
import { cardTurn } from "./card-turns";

const online = {
  runtime: { status: "online", reasons: [] } as const,
  readiness: new Map([["a", { isPaused: false, isExternal: false, hold: null }]]),
  now: 1_000_000,
};
const run = (fields: object) => ({
  runId: "r",
  agentId: "a",
  agentName: "Theo",
  status: "running",
  startedAt: 990_000,
  activity: null,
  attempt: 1,
  queuedAt: 980_000,
  availableAt: 980_000,
  phaseSince: 995_000,
  isCancelRequested: false,
  error: null,
  ...fields,
});
const card = (running: object[], givenUp: object[] = []) => ({ running, givenUp }) as never;

describe("the line of a card", () => {
  test("what moves is shown moving, and what has just been handed over as waiting", () => {
    expect(cardTurn(card([run({})]), online)?.kind).toBe("moving");
    const fresh = run({ status: "queued", startedAt: null, queuedAt: 999_000 });
    expect(cardTurn(card([fresh]), online)?.kind).toBe("waiting");
    expect(cardTurn(card([]), online)).toBeNull();
  });
  test("a request for an approval comes before everything", () => {
    expect(
      cardTurn(card([run({}), run({ runId: "r2", status: "awaiting_approval" })]), online),
    ).toMatchObject({
      kind: "asking",
      run: { runId: "r2" },
    });
  });
  test("with the runtime offline it says so, with the ways out", () => {
    const offline = { ...online, runtime: { status: "offline", reasons: [] } as const };
    expect(cardTurn(card([run({ status: "queued", startedAt: null })]), offline)).toMatchObject({
      sentence: "Waiting: the runtime is offline.",
      actions: ["cancel"],
    });
    expect(cardTurn(card([run({})]), offline)).toMatchObject({ actions: ["free", "cancel"] });
  });
  test("a used-up budget is the reason before anything else", () => {
    const hold = { kind: "budget" as const, sentence: "The budget of today is used up.", until: 2_000_000 };
    const held = { ...online, readiness: new Map([["a", { isPaused: false, isExternal: false, hold }]]) };
    expect(cardTurn(card([run({ status: "queued", startedAt: null })]), held)).toMatchObject({
      sentence: "The budget of today is used up.",
      actions: ["raise_budget", "cancel"],
    });
  });
  test("what was given up stays until something moves again", () => {
    const lost = {
      runId: "r0",
      agentName: "Theo",
      status: "dead_letter",
      attempt: 5,
      error: { code: "x", message: "No answer." },
    };
    expect(cardTurn(card([], [lost]), online)).toMatchObject({
      sentence: "gave up after 5 attempts: No answer.",
      actions: ["retry"],
      isOver: true,
    });
    expect(cardTurn(card([run({})], [lost]), online)?.kind).toBe("moving");
  });
});
