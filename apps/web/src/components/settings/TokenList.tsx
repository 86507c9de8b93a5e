"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import type { ServiceToken } from "./use-tokens";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Tokens that still open the door. */
export function TokenList({
  tokens,
  onRevoke,
}: {
  tokens: readonly ServiceToken[];
  onRevoke: (tokenId: ServiceToken["tokenId"]) => Promise<unknown>;
}) {
  const [revoking, setRevoking] = useState<ServiceToken | null>(null);
  const live = tokens.filter((token) => token.revokedAt === null);
  if (live.length === 0) return <p className="text-ink-3 text-sm">No token is in use.</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {live.map((token) => (
          <li key={token.tokenId} className="flex min-h-11 items-center gap-3 py-1.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className="truncate">
                {token.name} <span className="figures text-ink-3 text-xs">…{token.hint}</span>
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
            {token.isLocal ? (
              <span className="text-ink-3 text-xs">renewed by itself</span>
            ) : (
              <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
                Revoke
              </Button>
            )}
          </li>
        ))}
      </ul>
      {revoking ? (
        <ConfirmDialog
          isOpen
          title={`Revoke ${revoking.name}?`}
          description="Whatever uses it is refused from now on. A revoked token does not come back."
          confirmLabel="Revoke token"
          onClose={() => setRevoking(null)}
          onConfirm={async () => void (await onRevoke(revoking.tokenId))}
        />
      ) : null}
    </>
  );
}
