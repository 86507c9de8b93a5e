"use client";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { type PushHere, usePushDevice } from "./use-push-device";

/** The browsers that show push messages, this one among them when it does. */
export function PushDevices({ publicKey, isReadOnly }: { publicKey: string; isReadOnly: boolean }) {
  const { here, devices, enable, remove, test, isBusy } = usePushDevice();
  if (devices.status === "error") return <p className="text-danger">{devices.error.message}</p>;
  const rows = devices.status === "ready" ? devices.data : [];
  const isHere = (endpoint: string) => here.kind === "ready" && here.endpoint === endpoint;
  const isOnHere = rows.some(({ endpoint }) => isHere(endpoint));
  return (
    <>
      {rows.length > 0 ? (
        <ul className="flex flex-col gap-1.5">
          {rows.map((row) => (
            <li key={row.subscriptionId} className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="text-ink">{row.device}</span>
              <span className="text-ink-3 text-xs">
                {isHere(row.endpoint) ? "this device" : <RelativeTime at={row.addedAt} />}
              </span>
              {isReadOnly ? null : (
                <span className="flex gap-1">
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-label={`Send a test to ${row.device}`}
                    onClick={() => void test(row.subscriptionId)}
                  >
                    Test
                  </Button>
                  <Button
                    size="sm"
                    variant="quiet"
                    aria-label={`Remove ${row.device}`}
                    onClick={() => void remove(row.subscriptionId)}
                  >
                    Remove
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
      ) : null}
      {isOnHere || isReadOnly ? null : (
        <OnThisDevice here={here} isBusy={isBusy} onEnable={() => enable(publicKey)} />
      )}
    </>
  );
}

function OnThisDevice({
  here,
  isBusy,
  onEnable,
}: {
  here: PushHere;
  isBusy: boolean;
  onEnable: () => Promise<void>;
}) {
  switch (here.kind) {
    case "unknown":
      return null;
    case "unsupported":
      return <p>This browser takes no push messages; over plain http none does, except on localhost.</p>;
    case "denied":
      return (
        <p>Notifications are forbidden for this site. Allow them in the browser's settings of the site.</p>
      );
    case "ready":
      return (
        <Button size="sm" className="self-start" isBusy={isBusy} onClick={() => void onEnable()}>
          Switch on for this device
        </Button>
      );
  }
}
