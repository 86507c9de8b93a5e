import { describe, expect, test } from "vitest";
import { importSettings } from "./importSender.ts";

const head = { name: "Acme", slug: "acme", exportedAt: 0 };

describe("the settings that an import brings", () => {
  test("are those that accounts have, as the file has them; a later version may write more", () => {
    const known = {
      timeZone: "Europe/Berlin",
      standupTime: "09:00",
      theme: "dark",
      agentDefaults: { model: "m" },
      notificationPreferences: { mail: true },
      requiresApprovalForActions: false,
      agentSettings: { ask: [] },
    };
    const settings = { ...known, colour: "green", accountId: "a1" };
    expect(importSettings({ head: { ...head, settings } })).toEqual(known);
  });

  test("are missing where the file has none of them", () => {
    expect(importSettings({ head: { ...head, settings: { theme: undefined, colour: "green" } } })).toEqual(
      {},
    );
    expect(importSettings({ head: { ...head, settings: null } })).toEqual({});
  });
});
