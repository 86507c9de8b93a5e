// What a choice makes of the preferences that are shown, before the server has answered; taken back when it refuses. The next
// choice is made from what is shown, and must hold the last one.
import { api } from "@mc/backend/api";
import type { Doc } from "@mc/backend/dataModel";
import { CHANNELS } from "@mc/shared/notification/channels";
import { digestFor } from "@mc/shared/notification/digest";
import type { OptimisticLocalStore } from "convex/browser";
import type { FunctionArgs } from "convex/server";

type Own = NonNullable<Doc<"memberships">["preferences"]>;
type Edit = FunctionArgs<typeof api.memberships.updatePreferences>;

/** Kinds, ways and the digest; quiet hours are sent as a whole. */
export function showOwnChoices(
  store: OptimisticLocalStore,
  { accountId, groups, muted, channels, digest }: Edit,
): void {
  const shown = store.getQuery(api.memberships.preferences, { accountId });
  if (!shown) return;
  const { digest: before, ...rest }: Own = shown.own;
  const chosen = digest === undefined ? before : digest;
  const own: Own = {
    ...rest,
    groups: groups ?? rest.groups,
    muted: muted ?? rest.muted,
    channels: changed(rest.channels, channels),
    ...(chosen ? { digest: chosen } : {}),
  };
  // what the account has by default is the server's to say
  const effective = digest ? digestFor(digest, { timeZone: digest.timeZone }) : shown.digest;
  store.setQuery(api.memberships.preferences, { accountId }, { ...shown, own, digest: effective });
}

export function showAccountChoices(
  store: OptimisticLocalStore,
  { accountId, notificationPreferences }: FunctionArgs<typeof api.accounts.update>,
): void {
  const shown = store.getQuery(api.memberships.preferences, { accountId });
  if (!shown || !notificationPreferences) return;
  store.setQuery(api.memberships.preferences, { accountId }, { ...shown, account: notificationPreferences });
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
