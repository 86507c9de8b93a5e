"use client";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { useWebhookLog, type Webhook, type WebhookDelivery } from "./use-webhooks";

/** What was sent to a webhook, what it answered, and the button that sends it again. */
export function WebhookLog({ webhookId }: { webhookId: Webhook["webhookId"] }) {
  const { log, replay } = useWebhookLog(webhookId);
  if (log.status === "loading") return <Skeleton className="h-20 w-full" />;
  if (log.status === "error") return <p className="text-danger text-sm">{log.error.message}</p>;
  if (log.items.length === 0) {
    return <p className="text-ink-3 text-sm">Nothing was sent yet. Send a test to see that it arrives.</p>;
  }
  return (
    <div>
      <h3 className="mb-1 font-medium text-ink-3 text-xs">Deliveries of the last two weeks</h3>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {log.items.map((row) => (
          <li key={row.deliveryId} className="flex min-h-10 items-center gap-2 py-1 text-sm">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-baseline gap-x-2">
                <span className="figures text-xs">{row.about}</span>
                <span className="text-ink-3 text-xs">
                  <RelativeTime at={row.createdAt} />
                </span>
              </p>
              <p className={row.status === "dead" ? "text-danger text-xs" : "text-ink-3 text-xs"}>
                {outcomeOf(row)}
              </p>
            </div>
            {row.status === "waiting" ? null : (
              <Button
                size="sm"
                variant="quiet"
                aria-label={`Send again: ${row.about}`}
                onClick={() => void replay(row.deliveryId)}
              >
                Send again
              </Button>
            )}
          </li>
        ))}
      </ul>
      <LoadMore list={log} label="Older deliveries" />
    </div>
  );
}

function outcomeOf({ status, attempts, error, answer }: WebhookDelivery): string {
  const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  const said = answer?.excerpt ? ` “${answer.excerpt.slice(0, 80)}”` : "";
  switch (status) {
    case "sent":
      return `Arrived: ${answer?.status ?? ""} in ${answer?.ms ?? 0} ms${attempts > 1 ? `, ${tries}` : ""}`;
    case "waiting":
      return error ? `Will be tried again, ${tries}: ${error}${said}` : "On its way";
    case "skipped":
      return `Not sent: ${error ?? ""}`;
    case "dead":
      return `Given up after ${tries}: ${error ?? ""}${said}`;
  }
}
