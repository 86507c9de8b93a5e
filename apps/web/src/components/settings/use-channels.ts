import { api } from "@mc/backend/api";
import type { Channel, ChannelPreferences } from "@mc/shared/notification/channels";
import type { DigestChoice } from "@mc/shared/notification/digest";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";
import { showOwnChoices } from "./shown-choices";

export type Channels = FunctionReturnType<typeof api.outbox.channels>;
export type Device = FunctionReturnType<typeof api.pushSubscriptions.list>[number];
export type DeadDelivery = FunctionReturnType<typeof api.outbox.list>["page"][number];

/** By which channels this person can be told, and what is missing where one cannot. */
export function useChannels() {
  const { accountId } = useAccount();
  return useLive(api.outbox.channels, { accountId });
}

export function useChannelCommands() {
  const { accountId } = useAccount();
  const update = useCommand(api.memberships.updatePreferences, { optimistic: showOwnChoices });
  return {
    setChannel: (channel: Channel, next: ChannelPreferences | null) => {
      const own = next && { ...next, wanted: [...next.wanted], muted: [...next.muted] };
      return update.run({ accountId, channels: { [channel]: own } });
    },
    setDigest: (digest: DigestChoice | null) => update.run({ accountId, digest }),
    isBusy: update.isBusy,
  };
}

export function useOwnWebhook() {
  const { accountId } = useAccount();
  const own = useLive(api.webhooks.own, { accountId });
  const set = useCommand(api.webhooks.setOwn, { refusalShownBy: "caller" });
  const remove = useCommand(api.webhooks.removeOwn);
  const test = useCommand(api.webhooks.testOwn);
  return {
    own,
    set: (url: string) => set.run({ accountId, url }),
    remove: () => remove.run({ accountId }),
    test: () => test.run({ accountId }),
    isBusy: set.isBusy || remove.isBusy,
  };
}

/** Deliveries that were given up, and what preferences kept from people; for admins. */
export function useDeliveryProblems(isAllowed: boolean) {
  const { accountId } = useAccount();
  const dead = useLiveList(api.outbox.list, isAllowed ? { accountId, status: "dead" } : "skip", 20);
  const dropped = useLive(api.notifications.dropped, isAllowed ? { accountId } : "skip");
  const retry = useCommand(api.outbox.retry);
  return {
    dead,
    dropped,
    retry: (deliveryId: DeadDelivery["deliveryId"]) => retry.run({ accountId, deliveryId }),
  };
}
