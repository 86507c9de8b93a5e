import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { toast } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { useLiveList } from "@/lib/use-live-list";

export type Webhook = FunctionReturnType<typeof api.webhooks.list>[number];
export type WebhookDelivery = FunctionReturnType<typeof api.webhooks.deliveries>["page"][number];
export type IncomingWebhook = FunctionReturnType<typeof api.webhooks.incoming>[number];
export type WebhookDraft = { name: string; url: string; events: string[] | null };

/** Webhooks of the account; only for those who may manage them. */
export function useWebhooks(isAllowed: boolean) {
  const { accountId } = useAccount();
  return useLive(api.webhooks.list, isAllowed ? { accountId } : "skip");
}

export function useWebhookCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.webhooks.create, { refusalShownBy: "caller" });
  const update = useCommand(api.webhooks.update, { refusalShownBy: "caller" });
  const toggle = useCommand(api.webhooks.update);
  const rotate = useCommand(api.webhooks.rotateSecret);
  const remove = useCommand(api.webhooks.remove);
  const test = useCommand(api.webhooks.test);
  return {
    create: (draft: WebhookDraft) => create.run({ accountId, ...draft }),
    update: (webhookId: Webhook["webhookId"], draft: WebhookDraft) =>
      update.run({ accountId, webhookId, ...draft }),
    setEnabled: (webhookId: Webhook["webhookId"], isEnabled: boolean) =>
      toggle.run({ accountId, webhookId, isEnabled }),
    rotate: (webhookId: Webhook["webhookId"]) => rotate.run({ accountId, webhookId }),
    remove: (webhookId: Webhook["webhookId"]) => remove.run({ accountId, webhookId }),
    test: async (webhookId: Webhook["webhookId"]) => {
      if ((await test.run({ accountId, webhookId })).ok)
        toast("A test is on its way", { description: "It appears in the log." });
    },
  };
}

/** The log of one webhook, newest first. */
export function useWebhookLog(webhookId: Webhook["webhookId"]) {
  const { accountId } = useAccount();
  const log = useLiveList(api.webhooks.deliveries, { accountId, webhookId }, 10);
  const replay = useCommand(api.webhooks.replay);
  return {
    log,
    replay: (deliveryId: WebhookDelivery["deliveryId"]) => replay.run({ accountId, deliveryId }),
  };
}

export function useIncomingWebhooks(isAllowed: boolean) {
  const { accountId } = useAccount();
  const list = useLive(api.webhooks.incoming, isAllowed ? { accountId } : "skip");
  const create = useCommand(api.webhooks.createIncoming, { refusalShownBy: "caller" });
  const rotate = useCommand(api.webhooks.rotateIncoming);
  const revoke = useCommand(api.webhooks.revokeIncoming);
  return {
    list,
    create: (name: string) => create.run({ accountId, name }),
    rotate: (id: IncomingWebhook["incomingWebhookId"]) => rotate.run({ accountId, incomingWebhookId: id }),
    revoke: (id: IncomingWebhook["incomingWebhookId"]) => revoke.run({ accountId, incomingWebhookId: id }),
    isCreating: create.isBusy,
  };
}
