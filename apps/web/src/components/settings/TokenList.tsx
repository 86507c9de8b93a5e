"use client";
import { useState } from "react";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { fetched } from "@/lib/fetched";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

type Token = {
  readonly tokenId: string;
  readonly name: string;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
  /** Of a runtime that this installation starts and keeps supplied. */
  readonly isLocal?: boolean;
};

/** Credentials with what is known of them; those that still open a door can be revoked. */
export function TokenList<T extends Token>(props: {
  tokens: readonly T[];
  /** The part of the token that is shown again. */
  hintOf: (token: T) => string;
  emptyText: string;
  /** What becomes of whatever uses it. */
  consequence: string;
  onRevoke: (tokenId: T["tokenId"]) => Promise<unknown>;
}) {
  const { tokens, hintOf, emptyText, consequence, onRevoke } = props;
  const [revoking, setRevoking] = useState<T | null>(null);
  if (tokens.length === 0) return <p className="text-ink-3 text-sm">{emptyText}</p>;
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {tokens.map((token) => (
          <li key={token.tokenId} className="flex min-h-11 items-center gap-3 py-1.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className={token.revokedAt === null ? "truncate" : "truncate text-ink-2"}>
                {token.name} <span className="figures text-ink-3 text-xs">{hintOf(token)}</span>
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
            <Standing token={token} onRevoke={() => setRevoking(token)} />
          </li>
        ))}
      </ul>
      {revoking ? (
        <ConfirmDialog
          isOpen
          title={`Revoke the token ${revoking.name}?`}
          description={`Whatever uses it is refused from now on. ${consequence}`}
          confirmLabel="Revoke token"
          onClose={() => setRevoking(null)}
          onConfirm={async () => void (await onRevoke(revoking.tokenId))}
        />
      ) : null}
    </>
  );
}

function Standing({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  if (token.revokedAt !== null) {
    return (
      <span className="text-ink-3 text-xs">
        revoked <RelativeTime at={token.revokedAt} />
      </span>
    );
  }
  if (token.isLocal) return <span className="text-ink-3 text-xs">renewed by itself</span>;
  return (
    <Button size="sm" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>
      Revoke
    </Button>
  );
}
