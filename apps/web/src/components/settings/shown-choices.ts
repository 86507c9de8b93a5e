// What a choice makes of the preferences that are shown, before the server has answered; taken back when it refuses. The next
// choice is made from what is shown, and must hold the last one.
import { api } from "@mc/backend/api";
import type { Doc } from "@mc/backend/dataModel";
import { CHANNELS } from "@mc/shared/notification/channels";
import type { OptimisticLocalStore } from "convex/browser";
import type { FunctionArgs } from "convex/server";

type Own = NonNullable<Doc<"memberships">["preferences"]>;
type Edit = FunctionArgs<typeof api.memberships.updatePreferences>;

/** Kinds and ways; hours and digest have forms of their own. */
export function showOwnChoices(
  store: OptimisticLocalStore,
  { accountId, groups, muted, channels }: Edit,
): void {
  const shown = store.getQuery(api.memberships.preferences, { accountId });
  if (!shown) return;
  const before: Own = shown.own;
  const own: Own = {
    ...before,
    groups: groups ?? before.groups,
    muted: muted ?? before.muted,
    channels: changed(before.channels, channels),
  };
  store.setQuery(api.memberships.preferences, { accountId }, { ...shown, own });
}

export function showAccountChoices(
  store: OptimisticLocalStore,
  { accountId, notificationPreferences }: FunctionArgs<typeof api.accounts.update>,
): void {
  const shown = store.getQuery(api.memberships.preferences, { accountId });
  if (!shown || !notificationPreferences) return;
  store.setQuery(
    api.memberships.preferences,
    { accountId },
    { ...shown, account: notificationPreferences },
  );
}

function changed(before: Own["channels"], edit: Edit["channels"]): NonNullable<Own["channels"]> {
  const after = { ...before };
  for (const channel of CHANNELS) {
    const chosen = edit?.[channel];
    if (chosen === null) delete after[channel];
    else if (chosen) after[channel] = chosen;
  }
  return after;
}
