"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { Async } from "@/lib/async";
import { exactTime, shortDate } from "@/lib/format";
import type { CommandResult } from "@/lib/use-command";
import { useNow } from "@/lib/use-now";
import { InvitationLink, type Link, linkOf } from "./InvitationLink";
import type { Invitation } from "./use-settings";

type Resent = CommandResult<{ token: string; isMailed: boolean }>;

/** Invitations that nobody has used: open ones, and those whose time is over, which can be sent again. */
export function InvitationList({
  invitations,
  onResend,
  onRevoke,
}: {
  invitations: Async<Invitation[]>;
  onResend: (invitationId: Invitation["invitationId"]) => Promise<Resent>;
  onRevoke: (invitationId: Invitation["invitationId"]) => void;
}) {
  const now = useNow("minute");
  const [sent, setSent] = useState<{ invitationId: Invitation["invitationId"]; link: Link } | null>(null);
  const resend = async ({ invitationId, email }: Invitation): Promise<void> => {
    const result = await onResend(invitationId);
    if (result.ok) setSent({ invitationId, link: linkOf(result.value, email) });
  };
  if (invitations.status === "error")
    return <p className="text-danger text-sm">{invitations.error.message}</p>;
  const open =
    invitations.status === "ready"
      ? invitations.data.filter(({ state }) => state === "open" || state === "expired")
      : [];
  if (open.length === 0) return null;
  return (
    <div>
      <h3 className="mt-2 mb-1 font-medium text-ink-3 text-sm">Unused invitations</h3>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {open.map((invitation) => (
          <li key={invitation.invitationId} className="flex flex-col gap-2 py-2 text-sm">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 flex-1 truncate max-sm:basis-full">{nameOf(invitation)}</span>
              <span className="text-ink-2">{invitation.role}</span>
              <span className="text-ink-3" title={exactTime(invitation.expiresAt)}>
                {invitation.state === "open" ? "until" : "expired"} {shortDate(invitation.expiresAt, now)}
              </span>
              <Button
                variant="quiet"
                size="sm"
                aria-label={
                  invitation.email ? `Send again: ${invitation.email}` : "New link: anyone with the link"
                }
                onClick={() => void resend(invitation)}
              >
                {invitation.email ? "Send again" : "New link"}
              </Button>
              {invitation.state === "open" ? (
                <Button
                  variant="quiet"
                  size="sm"
                  aria-label={`Revoke: ${nameOf(invitation).toLowerCase()}`}
                  onClick={() => onRevoke(invitation.invitationId)}
                >
                  Revoke
                </Button>
              ) : null}
            </div>
            {sent?.invitationId === invitation.invitationId ? (
              <InvitationLink link={sent.link} hint="The link before it no longer works." />
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

function nameOf({ email }: Invitation): string {
  return email ?? "Anyone with the link";
}
