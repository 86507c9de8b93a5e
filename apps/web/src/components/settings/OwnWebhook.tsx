"use client";
import { type FormEvent, useId, useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { describedBy } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SecretOnce } from "@/components/webhooks/SecretOnce";
import { toast } from "@/lib/toast";
import { unlessChanged } from "@/lib/unless-changed";
import { useOwnWebhook } from "./use-channels";

/** An address of one's own that is told of one's notifications. */
export function OwnWebhook({ isReadOnly }: { isReadOnly: boolean }) {
  const id = useId();
  const { own, set, remove, test, isBusy } = useOwnWebhook();
  const [url, setUrl] = useState("");
  const [secret, setSecret] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  if (own.status === "error") return <p className="text-danger">{own.error.message}</p>;
  const current = own.status === "ready" ? own.data : null;
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await set(url);
    setError(result.ok ? null : result.error.message);
    if (!result.ok) return;
    setSecret(result.value.secret);
    setUrl(unlessChanged(url, ""));
  };
  return (
    <>
      {current ? (
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="figures min-w-0 truncate text-ink text-xs">{current.url}</span>
          {current.lastDelivery ? (
            <span className="text-ink-3 text-xs">
              {current.lastDelivery.isOk ? "worked" : "failed"} <RelativeTime at={current.lastDelivery.at} />
            </span>
          ) : null}
          {current.isEnabled ? null : (
            <span className="text-danger text-xs">
              Switched off: {current.disabledReason} Set it again to switch it on.
            </span>
          )}
          {isReadOnly ? null : (
            <span className="flex gap-1">
              <Button
                size="sm"
                variant="quiet"
                onClick={() => void test().then(({ ok }) => ok && toast("A test is on its way"))}
              >
                Test
              </Button>
              <Button size="sm" variant="quiet" onClick={() => void remove()}>
                Remove
              </Button>
            </span>
          )}
        </div>
      ) : (
        <p>None set. It is told of your notifications, signed, as JSON.</p>
      )}
      {isReadOnly ? null : (
        <form onSubmit={(event) => void submit(event)} className="flex max-w-md gap-2">
          <Input
            id={id}
            type="url"
            required
            aria-label="Address of your webhook"
            aria-describedby={error ? describedBy(id) : undefined}
            placeholder="https://example.org/my-hook"
            value={url}
            onChange={(event) => setUrl(event.target.value)}
          />
          <Button type="submit" isBusy={isBusy}>
            {current ? "Change" : "Set"}
          </Button>
        </form>
      )}
      {error ? (
        <p id={describedBy(id)} role="alert" className="text-danger">
          {error}
        </p>
      ) : null}
      {secret ? <SecretOnce label="Signing secret" value={secret} /> : null}
    </>
  );
}
