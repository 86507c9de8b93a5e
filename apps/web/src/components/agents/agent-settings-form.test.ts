import { PRODUCT_SETTINGS } from "@mc/shared/agent/settings";
import { expect, test } from "vitest";
import { defaultText, settingsForm, settingsOf } from "./agent-settings-form";

test("what is set comes back as it was, what is empty defers", () => {
  const settings = {
    temperature: 0,
    maxTurnTokens: 50_000,
    promptPrefix: "Be brief.",
    documents: "texts" as const,
  };
  expect(settingsOf(settingsForm(settings))).toEqual(settings);
  expect(settingsOf(settingsForm({}))).toEqual({});
});

test("what is no number is left for the server to refuse, never dropped", () => {
  expect(settingsOf({ ...settingsForm({}), turnsPerHour: "many" })).toEqual({ turnsPerHour: -1 });
});

test("a default says what it means", () => {
  expect(defaultText("temperature", PRODUCT_SETTINGS)).toBe("the model's own");
  expect(defaultText("turnsPerHour", PRODUCT_SETTINGS)).toBe("0 (no limit)");
  expect(defaultText("maxTurnTokens", PRODUCT_SETTINGS)).toBe("1,000,000");
});
