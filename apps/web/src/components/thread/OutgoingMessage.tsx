import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import type { Outgoing } from "./draft";

/** Sent, not yet confirmed. It is kept in this browser until it is. */
export function OutgoingMessage({
  message,
  name,
  accountSlug,
  isConnected,
}: {
  message: Outgoing;
  name: string;
  accountSlug: string;
  isConnected: boolean;
}) {
  return (
    <article aria-label={`${name}, sending`} className="flex gap-2.5 opacity-75">
      <span className="pt-0.5">
        <PersonAvatar name={name} />
      </span>
      <div className="min-w-0 flex-1">
        <header className="flex min-h-6 items-center gap-2">
          <span className="font-semibold text-sm">{name}</span>
          <span className="text-ink-3 text-xs">
            {isConnected ? "sending…" : "will be sent when the connection is back"}
          </span>
        </header>
        {message.body ? <LazyMarkdown source={message.body} accountSlug={accountSlug} /> : null}
        {message.files ? (
          <p className="text-ink-3 text-sm">{message.files.map((file) => file.name).join(", ")}</p>
        ) : null}
      </div>
    </article>
  );
}
