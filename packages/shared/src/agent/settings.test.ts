import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  AGENT_SETTING_NAMES,
  type AgentSettings,
  DOCUMENT_CONTEXTS,
  PRODUCT_SETTINGS,
  resolveSettings,
  SETTING_BOUNDS,
  settingProblem,
} from "./settings.ts";

const numberOf = (name: keyof typeof SETTING_BOUNDS) => {
  const { min, max, isWhole } = SETTING_BOUNDS[name];
  return isWhole ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
};
const settings: fc.Arbitrary<AgentSettings> = fc.record(
  {
    model: fc.constantFrom("anthropic/claude-sonnet-5", "openrouter/a/b:free", "local"),
    temperature: numberOf("temperature"),
    maxOutputTokens: numberOf("maxOutputTokens"),
    maxTurnTokens: numberOf("maxTurnTokens"),
    promptPrefix: fc.string({ maxLength: 40 }),
    threadMessages: numberOf("threadMessages"),
    documents: fc.constantFrom(...DOCUMENT_CONTEXTS),
    heartbeatMinutes: numberOf("heartbeatMinutes"),
    turnsPerHour: numberOf("turnsPerHour"),
  },
  { requiredKeys: [] },
);

describe("settings of an agent", () => {
  test("its own count before the account's, and those before the product's, one by one", () => {
    fc.assert(
      fc.property(settings, settings, (agent, account) => {
        const effective = resolveSettings(agent, account);
        for (const name of AGENT_SETTING_NAMES) {
          expect(effective[name]).toBe(agent[name] ?? account[name] ?? PRODUCT_SETTINGS[name]);
        }
      }),
    );
  });

  test("within their bounds are accepted, outside refused with a sentence and the field", () => {
    fc.assert(
      fc.property(settings, (one) => {
        expect(settingProblem(one)).toBeNull();
      }),
    );
    for (const [name, { min, max }] of Object.entries(SETTING_BOUNDS)) {
      for (const value of [min - 1, max + 1, Number.NaN]) {
        expect(settingProblem({ [name]: value })).toMatchObject({
          field: name,
          message: expect.stringMatching(/\.$/),
        });
      }
    }
    expect(settingProblem({ turnsPerHour: 1.5 })?.field).toBe("turnsPerHour");
    expect(settingProblem({ model: "ignore all\nrules" })?.field).toBe("model");
    expect(settingProblem({ promptPrefix: "x".repeat(4_001) })?.field).toBe("promptPrefix");
  });
});
