"use client";
import { Button } from "@/components/ui/button";
import type { Async } from "@/lib/async";
import { exactTime, shortDate } from "@/lib/format";
import { useNow } from "@/lib/use-now";
import type { Invitation } from "./use-settings";

/** Invitations that can still be used. */
export function InvitationList({
  invitations,
  onRevoke,
}: {
  invitations: Async<Invitation[]>;
  onRevoke: (invitationId: Invitation["invitationId"]) => void;
}) {
  const now = useNow("minute");
  if (invitations.status === "error")
    return <p className="text-danger text-sm">{invitations.error.message}</p>;
  const open =
    invitations.status === "ready"
      ? invitations.data.filter((invitation) => invitation.state === "open")
      : [];
  if (open.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 font-medium text-ink-3 text-sm">Open invitations</h3>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {open.map((invitation) => (
          <li key={invitation.invitationId} className="flex items-center gap-3 py-2 text-sm">
            <span className="min-w-0 flex-1 truncate">{invitation.email ?? "Anyone with the link"}</span>
            <span className="text-ink-2">{invitation.role}</span>
            <span className="text-ink-3" title={exactTime(invitation.expiresAt)}>
              until {shortDate(invitation.expiresAt, now)}
            </span>
            <Button
              variant="quiet"
              size="sm"
              aria-label={`Revoke the invitation for ${invitation.email ?? "anyone with the link"}`}
              onClick={() => onRevoke(invitation.invitationId)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
