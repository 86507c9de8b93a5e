import type { api } from "@mc/backend/api";
import type { Id } from "@mc/backend/dataModel";
import { CHANNEL_BY_DEFAULT } from "@mc/shared/notification/channels";
import type { OptimisticLocalStore } from "convex/browser";
import type { FunctionReturnType } from "convex/server";
import { expect, test } from "vitest";
import { showAccountChoices, showOwnChoices } from "./shown-choices";

type Preferences = FunctionReturnType<typeof api.memberships.preferences>;

const accountId = "account" as Id<"accounts">;
const daily = { frequency: "daily", time: "08:00", weekday: 1, timeZone: "Europe/Berlin" } as const;
const byDefault = { ...CHANNEL_BY_DEFAULT, wanted: [], muted: [] };

/** A store that holds one answer. */
function storeOf(answer: Preferences) {
  const store = {
    answer,
    getQuery: () => store.answer,
    setQuery: (_query: unknown, _args: unknown, next: Preferences) => {
      store.answer = next;
    },
  };
  return { read: () => store.answer, store: store as unknown as OptimisticLocalStore };
}

const nothingChosen = (): Preferences => ({
  account: {},
  own: { groups: {}, wanted: [], muted: ["mention"], quietHours: null },
  digest: null,
});

test("what is chosen is shown, and what was chosen before stays", () => {
  const { store, read } = storeOf(nothingChosen());
  showOwnChoices(store, { accountId, groups: { agentActivity: false } });
  showOwnChoices(store, { accountId, channels: { email: byDefault } });
  showOwnChoices(store, { accountId, channels: { push: { ...byDefault, isOn: false } } });
  showAccountChoices(store, { accountId, notificationPreferences: { memberUpdates: false } });
  expect(read()).toEqual({
    account: { memberUpdates: false },
    own: {
      groups: { agentActivity: false },
      wanted: [],
      muted: ["mention"],
      quietHours: null,
      channels: { email: byDefault, push: { ...byDefault, isOn: false } },
    },
    digest: null,
  });
});

test("a choice that is taken back is gone", () => {
  const { store, read } = storeOf(nothingChosen());
  showOwnChoices(store, { accountId, channels: { email: byDefault }, digest: daily });
  expect(read().own).toMatchObject({ digest: daily });
  expect(read().digest).toEqual(daily);
  showOwnChoices(store, { accountId, digest: { ...daily, frequency: "off" } });
  expect(read().digest).toBeNull();
  showOwnChoices(store, { accountId, channels: { email: null }, digest: null });
  expect(read().own).toEqual({ ...nothingChosen().own, channels: {} });
});
