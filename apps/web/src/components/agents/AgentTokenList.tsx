"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import type { AgentToken } from "./use-agent-tokens";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Tokens that open the agent's work, and below them those that were revoked. */
export function AgentTokenList({
  tokens,
  onRevoke,
}: {
  tokens: readonly AgentToken[];
  onRevoke: (tokenId: AgentToken["tokenId"]) => Promise<unknown>;
}) {
  const [revoking, setRevoking] = useState<AgentToken | null>(null);
  if (tokens.length === 0) {
    return (
      <p className="text-ink-2 text-sm">No token yet. Without one the agent cannot come for its work.</p>
    );
  }
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {tokens.map((token) => (
          <li key={token.tokenId} className="flex min-h-11 items-center gap-3 py-1.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className={token.revokedAt === null ? "truncate" : "truncate text-ink-2"}>
                {token.name} <span className="figures text-ink-3 text-xs">{token.hint}…</span>
              </p>
              <p className="text-ink-3 text-xs">
                Made <RelativeTime at={token.createdAt} /> ·{" "}
                {token.lastUsedAt === null ? (
                  "never used"
                ) : (
                  <>
                    used <RelativeTime at={token.lastUsedAt} />
                  </>
                )}
              </p>
            </div>
            {token.revokedAt === null ? (
              <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
                Revoke
              </Button>
            ) : (
              <span className="text-ink-3 text-xs">
                revoked <RelativeTime at={token.revokedAt} />
              </span>
            )}
          </li>
        ))}
      </ul>
      {revoking ? (
        <ConfirmDialog
          isOpen
          title={`Revoke ${revoking.name}?`}
          description="Whatever uses it is refused from now on. Work that it holds goes back to the queue within five minutes."
          confirmLabel="Revoke token"
          onClose={() => setRevoking(null)}
          onConfirm={async () => void (await onRevoke(revoking.tokenId))}
        />
      ) : null}
    </>
  );
}
