"use client";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { SettingsLayout, SettingsSection } from "@/components/settings/SettingsLayout";
import { Button } from "@/components/ui/button";
import { fetched } from "@/lib/fetched";
import { IncomingWebhooks } from "./IncomingWebhooks";
import { SecretOnce } from "./SecretOnce";
import { useWebhookCommands, useWebhooks } from "./use-webhooks";
import { WebhookItem } from "./WebhookItem";

const WebhookDialog = fetched(() => import("./WebhookDialog").then((module) => module.WebhookDialog));

export function WebhooksPage() {
  const { can, name } = useAccount();
  const isAllowed = can("settings.manage");
  return (
    <SettingsLayout>
      <SettingsSection
        title="Outgoing webhooks"
        description={
          isAllowed
            ? `Addresses that are told of what happens in ${name}: signed JSON, sent again until it arrives.`
            : "Admins decide which addresses are told of what happens here."
        }
      >
        {isAllowed ? <OutgoingWebhooks /> : null}
      </SettingsSection>
      {isAllowed ? (
        <SettingsSection
          title="Incoming webhooks"
          description="Secret addresses that create tasks: for alarms, forms and build servers."
        >
          <IncomingWebhooks />
        </SettingsSection>
      ) : null}
    </SettingsLayout>
  );
}

function OutgoingWebhooks() {
  const webhooks = useWebhooks(true);
  const commands = useWebhookCommands();
  const [isAdding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      {webhooks.status === "loading" ? <ListSkeleton label="Loading the webhooks" /> : null}
      {webhooks.status === "error" ? <ErrorState error={webhooks.error} /> : null}
      {webhooks.status === "ready" && webhooks.data.length === 0 ? (
        <p className="text-ink-3 text-sm">None yet.</p>
      ) : null}
      {webhooks.status === "ready" && webhooks.data.length > 0 ? (
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {webhooks.data.map((webhook) => (
            <WebhookItem key={webhook.webhookId} webhook={webhook} commands={commands} />
          ))}
        </ul>
      ) : null}
      {secret ? <SecretOnce label="Signing secret of the new webhook" value={secret} /> : null}
      <Button className="self-start" onClick={() => setAdding(true)}>
        Add a webhook
      </Button>
      {isAdding ? (
        <WebhookDialog
          title="Add a webhook"
          submitLabel="Add webhook"
          initial={{ name: "", url: "", events: null }}
          onClose={() => setAdding(false)}
          onSubmit={async (draft) => {
            const result = await commands.create(draft);
            if (!result.ok) return result.error.message;
            setSecret(result.value.secret);
            return null;
          }}
        />
      ) : null}
    </>
  );
}
