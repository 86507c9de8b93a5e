import { LazyMarkdown } from "@/components/markdown/LazyMarkdown";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import type { Outgoing } from "./draft";

/** Sent, not yet confirmed. They are kept in this browser until they are. */
export function OutgoingMessages({
  outgoing,
  viewer: { name, accountSlug, isConnected },
}: {
  outgoing: readonly Outgoing[];
  viewer: { name: string; accountSlug: string; isConnected: boolean };
}) {
  return outgoing.map(({ clientKey, body, files }) => (
    <article key={clientKey} aria-label={`${name}, sending`} className="flex gap-2.5 opacity-75">
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
        {body ? <LazyMarkdown source={body} accountSlug={accountSlug} /> : null}
        {files ? <p className="text-ink-3 text-sm">{files.map((file) => file.name).join(", ")}</p> : null}
      </div>
    </article>
  ));
}
