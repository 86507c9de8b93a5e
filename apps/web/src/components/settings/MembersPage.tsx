"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { InvitationList } from "./InvitationList";
import { InviteForm } from "./InviteForm";
import { MemberRow } from "./MemberRow";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { useInvitationCommands, useInvitations, useMemberCommands, useMembers } from "./use-settings";

export function MembersPage() {
  const account = useAccount();
  const members = useMembers();
  const commands = useMemberCommands();
  const canInvite = account.can("invitation.manage");
  const invitations = useInvitations(canInvite);
  const invitationCommands = useInvitationCommands();
  const active =
    members.status === "ready" ? members.data.filter((member) => member.status === "active") : [];
  return (
    <SettingsLayout>
      <SettingsSection
        title="Members"
        description="People in this account. Owners and admins manage members, agents and settings; members work; viewers read."
      >
        {members.status === "loading" ? <ListSkeleton label="Loading members" /> : null}
        {members.status === "error" ? <ErrorState error={members.error} /> : null}
        <ul className="flex flex-col divide-y divide-line border-line border-y">
          {active.map((member) => (
            <MemberRow
              key={member.memberId}
              member={member}
              isSelf={member.memberId === account.memberId}
              canManage={account.can("member.manage")}
              onSetRole={(role) => void commands.setRole(member.memberId, role)}
              onRemove={async () => void (await commands.remove(member.memberId))}
            />
          ))}
        </ul>
      </SettingsSection>
      {canInvite ? (
        <SettingsSection
          title="Invite someone"
          description="A link works once and for a week. With an e-mail address only that person can use it."
        >
          <InviteForm onCreate={invitationCommands.create} isBusy={invitationCommands.isCreating} />
          <InvitationList
            invitations={invitations}
            onResend={invitationCommands.resend}
            onRevoke={(invitationId) => void invitationCommands.revoke(invitationId)}
          />
        </SettingsSection>
      ) : (
        <SettingsSection
          title="Invite someone"
          description="Admins invite people. Ask one of them for a link."
        >
          {null}
        </SettingsSection>
      )}
    </SettingsLayout>
  );
}
