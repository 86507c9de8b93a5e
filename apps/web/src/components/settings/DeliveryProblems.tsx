"use client";
import { CHANNEL_LABEL } from "@mc/shared/notification/channels";
import { NOTIFICATION_LABEL } from "@mc/shared/notification/types";
import { LoadMore } from "@/components/frame/LoadMore";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { plural } from "@/lib/format";
import { SettingsSection } from "./SettingsLayout";
import { useDeliveryProblems } from "./use-channels";

/** What did not arrive and what was kept back, for admins. */
export function DeliveryProblems() {
  const { dead, dropped, retry } = useDeliveryProblems(true);
  const kept = dropped.status === "ready" ? dropped.data : [];
  return (
    <>
      <SettingsSection
        title="Deliveries given up"
        description="E-mails, pushes and webhooks of everyone that failed to the last attempt. Kept for two weeks."
      >
        {dead.status === "error" ? <p className="text-danger text-sm">{dead.error.message}</p> : null}
        {dead.status === "ready" && dead.items.length === 0 ? (
          <p className="text-ink-3 text-sm">None.</p>
        ) : null}
        {dead.status === "ready" && dead.items.length > 0 ? (
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {dead.items.map((row) => (
              <li key={row.deliveryId} className="flex items-center gap-3 py-2 text-sm">
                <div className="min-w-0 flex-1">
                  <p className="truncate">
                    {CHANNEL_LABEL[row.channel]} · {row.about}
                  </p>
                  <p className="text-ink-3 text-xs">
                    {row.error} {plural(row.attempts, "attempt")}, the last <RelativeTime at={row.at} />
                  </p>
                </div>
                <Button
                  size="sm"
                  aria-label={`Send again: ${CHANNEL_LABEL[row.channel]}, ${row.about}`}
                  onClick={() => void retry(row.deliveryId)}
                >
                  Send again
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        {dead.status === "ready" ? <LoadMore list={dead} label="Older ones" /> : null}
      </SettingsSection>
      {kept.length > 0 ? (
        <SettingsSection
          title="Kept back by preferences"
          description="How many notifications people or the account did not want, by kind and channel."
        >
          <ul className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
            {kept.map(({ type, channel, count }) => (
              <li key={`${type}:${channel}`} className="flex justify-between gap-2 border-line border-b py-1">
                <span>
                  {NOTIFICATION_LABEL[type]}{" "}
                  <span className="text-ink-3">
                    {channel === "inbox" ? "in the app" : CHANNEL_LABEL[channel]}
                  </span>
                </span>
                <span className="figures">{count}</span>
              </li>
            ))}
          </ul>
        </SettingsSection>
      ) : null}
    </>
  );
}
