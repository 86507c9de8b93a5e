"use client";
import { type FormEvent, useId, useState } from "react";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { fetched } from "@/lib/fetched";
import { unlessChanged } from "@/lib/unless-changed";
import { SecretOnce } from "./SecretOnce";
import { type IncomingWebhook, useIncomingWebhooks } from "./use-webhooks";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

type Asking = { what: "rotate" | "revoke"; row: IncomingWebhook };

export function IncomingWebhooks() {
  const { list, create, rotate, revoke, isCreating } = useIncomingWebhooks(true);
  const [url, setUrl] = useState<string | null>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  if (list.status === "loading") return <ListSkeleton label="Loading the incoming webhooks" />;
  if (list.status === "error") return <ErrorState error={list.error} />;
  const live = list.data.filter(({ revokedAt }) => revokedAt === null);
  const confirm = async ({ what, row }: Asking): Promise<void> => {
    if (what === "revoke") return void (await revoke(row.incomingWebhookId));
    const result = await rotate(row.incomingWebhookId);
    if (result.ok) setUrl(result.value.url);
  };
  return (
    <>
      {live.length === 0 ? (
        <p className="text-ink-3 text-sm">None yet.</p>
      ) : (
        <Rows rows={live} onAsk={setAsking} />
      )}
      <NewIncoming
        isBusy={isCreating}
        onCreate={async (name) => {
          const result = await create(name);
          if (result.ok) setUrl(result.value.url);
          return result.ok ? null : result.error.message;
        }}
      />
      {url ? (
        <SecretOnce label="Address, secret and all" value={url}>
          <Example url={url} />
        </SecretOnce>
      ) : null}
      {asking ? (
        <ConfirmDialog
          isOpen
          title={
            asking.what === "rotate" ? `Give ${asking.row.name} a new address?` : `Revoke ${asking.row.name}?`
          }
          description="Calls to its present address are refused from then on."
          confirmLabel={asking.what === "rotate" ? "Make a new address" : "Revoke address"}
          onClose={() => setAsking(null)}
          onConfirm={() => confirm(asking)}
        />
      ) : null}
    </>
  );
}

function Rows({ rows, onAsk }: { rows: readonly IncomingWebhook[]; onAsk: (asking: Asking) => void }) {
  return (
    <ul className="flex flex-col divide-y divide-line border-line border-y">
      {rows.map((row) => (
        <li
          key={row.incomingWebhookId}
          className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 py-1.5 text-sm"
        >
          <div className="min-w-40 flex-1">
            <p className="truncate font-medium">{row.name}</p>
            <p className="text-ink-3 text-xs">
              <span className="figures">{row.hint}…</span> ·{" "}
              {row.lastUsedAt === null ? (
                "never called"
              ) : (
                <>
                  called <RelativeTime at={row.lastUsedAt} />
                </>
              )}
            </p>
          </div>
          <div className="flex gap-1.5">
            <Button
              size="sm"
              aria-label={`New address for ${row.name}`}
              onClick={() => onAsk({ what: "rotate", row })}
            >
              New address
            </Button>
            <Button
              size="sm"
              variant="danger"
              aria-label={`Revoke ${row.name}`}
              onClick={() => onAsk({ what: "revoke", row })}
            >
              Revoke
            </Button>
          </div>
        </li>
      ))}
    </ul>
  );
}

function NewIncoming(props: { isBusy: boolean; onCreate: (name: string) => Promise<string | null> }) {
  const id = useId();
  const [name, setName] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const refusal = await props.onCreate(name);
    setError(refusal);
    if (refusal === null) setName(unlessChanged(name, ""));
  };
  return (
    <form onSubmit={(event) => void submit(event)} className="flex max-w-md items-start gap-2">
      <Field id={id} label="Name of the new incoming webhook" error={error} className="flex-1">
        <Input
          id={id}
          required
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
          placeholder="Alarms"
          autoComplete="off"
        />
      </Field>
      <Button type="submit" className="mt-[1.55rem]" isBusy={props.isBusy}>
        {props.isBusy ? "Creating…" : "Create address"}
      </Button>
    </form>
  );
}

function Example({ url }: { url: string }) {
  const call = `curl -X POST '${url}' \\
  -H 'Idempotency-Key: alarm-42' \\
  -d '{"title": "Disk is full", "priority": 1, "labels": ["ops"]}'`;
  return (
    <details>
      <summary className="cursor-pointer text-ink-2">How it is called</summary>
      <pre className="figures mt-2 overflow-x-auto rounded-sm bg-sunken p-2 text-xs">{call}</pre>
      <p className="mt-1 text-ink-3">
        Also <span className="figures">description</span> and <span className="figures">dueAt</span>. The same
        idempotency key makes one task; at most 60 calls a minute, 64 kB each.
      </p>
    </details>
  );
}
