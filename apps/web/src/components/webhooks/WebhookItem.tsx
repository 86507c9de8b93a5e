"use client";
import { ACTIVITY_GROUP_LABEL, ACTIVITY_GROUPS } from "@mc/shared/activity/groups";
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { SecretOnce } from "./SecretOnce";
import type { useWebhookCommands, Webhook } from "./use-webhooks";

const WebhookDialog = fetched(() => import("./WebhookDialog").then((module) => module.WebhookDialog));
const WebhookLog = fetched(() => import("./WebhookLog").then((module) => module.WebhookLog), {
  whenLost: "in place",
});
const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

type Commands = ReturnType<typeof useWebhookCommands>;

/** One webhook in a line; opened it shows its log and what can be done with it. */
export function WebhookItem({ webhook, commands }: { webhook: Webhook; commands: Commands }) {
  const [isOpen, setOpen] = useState(false);
  const { name, url } = webhook;
  return (
    <li className="py-1">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="flex min-h-11 w-full items-center gap-2 rounded-sm px-1 py-1 text-left text-sm transition-colors hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-4 shrink-0 text-ink-3 transition-transform", isOpen && "rotate-90")}
        />
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{name}</span>
          <span className="figures block truncate text-ink-3 text-xs">{url}</span>
        </span>
        <Standing webhook={webhook} />
      </button>
      {isOpen ? <Opened webhook={webhook} commands={commands} /> : null}
    </li>
  );
}

function Standing({ webhook: { isEnabled, failingSince, lastDelivery } }: { webhook: Webhook }) {
  if (!isEnabled) return <span className="text-danger text-xs">Switched off</span>;
  if (failingSince !== null) {
    return (
      <span className="text-danger text-xs">
        First failed <RelativeTime at={failingSince} />
      </span>
    );
  }
  return (
    <span className="text-ink-3 text-xs">
      {lastDelivery ? (
        <>
          Arrived <RelativeTime at={lastDelivery.at} />
        </>
      ) : (
        "Nothing sent yet"
      )}
    </span>
  );
}

type Asking = "edit" | "secret" | "remove";

function Opened({ webhook, commands }: { webhook: Webhook; commands: Commands }) {
  const { webhookId, name, url, events, isEnabled, disabledReason } = webhook;
  const [asking, setAsking] = useState<Asking | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = (): void => setAsking(null);
  return (
    <div className="flex flex-col gap-3 pt-1 pb-3 pl-7 max-sm:pl-1">
      <p className="text-ink-2 text-sm">
        {eventsSentence(events)}
        {disabledReason ? ` Switched off after failing for long: ${disabledReason}` : ""}
      </p>
      <div className="flex flex-wrap gap-1.5">
        <Button size="sm" onClick={() => void commands.test(webhookId)}>
          Send a test
        </Button>
        <Button size="sm" onClick={() => setAsking("edit")}>
          Edit
        </Button>
        <Button size="sm" onClick={() => setAsking("secret")}>
          New secret
        </Button>
        <Button size="sm" onClick={() => void commands.setEnabled(webhookId, !isEnabled)}>
          {isEnabled ? "Switch off" : "Switch on"}
        </Button>
        <Button size="sm" variant="danger" onClick={() => setAsking("remove")}>
          Remove
        </Button>
      </div>
      {secret ? <SecretOnce label="New signing secret" value={secret} /> : null}
      <WebhookLog webhookId={webhookId} />
      {asking === "edit" ? (
        <WebhookDialog
          title={`Edit ${name}`}
          submitLabel="Save"
          initial={{ name, url, events }}
          onClose={close}
          onSubmit={async (draft) => {
            const result = await commands.update(webhookId, draft);
            return result.ok ? null : result.error.message;
          }}
        />
      ) : null}
      {asking === "secret" ? (
        <ConfirmDialog
          isOpen
          title={`Make a new secret for ${name}?`}
          description="What is sent from now on is signed with it; the receiver has to know it."
          confirmLabel="Make a new secret"
          onClose={close}
          onConfirm={async () => {
            const result = await commands.rotate(webhookId);
            if (result.ok) setSecret(result.value.secret);
          }}
        />
      ) : null}
      {asking === "remove" ? (
        <ConfirmDialog
          isOpen
          title={`Remove ${name}?`}
          description="Nothing is sent to it any more, and what waits is not sent either."
          confirmLabel="Remove webhook"
          onClose={close}
          onConfirm={async () => void (await commands.remove(webhookId))}
        />
      ) : null}
    </div>
  );
}

function eventsSentence(events: readonly string[] | null): string {
  if (events === null) return "Told of everything.";
  const label = (event: string): string => {
    const group = ACTIVITY_GROUPS.find((each) => each === event);
    return group ? ACTIVITY_GROUP_LABEL[group].toLowerCase() : event;
  };
  return `Told of ${events.map(label).join(", ")}.`;
}
