import { api } from "@mc/backend/api";
import type { GrantableRole } from "@mc/shared/account/roles";
import type { FunctionReturnType } from "convex/server";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export type Member = FunctionReturnType<typeof api.memberships.list>[number];
export type Invitation = FunctionReturnType<typeof api.invitations.list>[number];

export function useRenameAccount() {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.accounts.update);
  return { rename: (name: string) => run({ accountId, name }), isBusy };
}

export function useRenameSelf() {
  const { accountId } = useAccount();
  const { run, isBusy } = useCommand(api.memberships.rename);
  return { rename: (name: string) => run({ accountId, name }), isBusy };
}

export function useMembers() {
  const { accountId } = useAccount();
  return useLive(api.memberships.list, { accountId });
}

export function useMemberCommands() {
  const { accountId } = useAccount();
  const updateRole = useCommand(api.memberships.updateRole);
  const remove = useCommand(api.memberships.remove);
  const leave = useCommand(api.memberships.leave);
  return {
    setRole: (memberId: Member["memberId"], role: GrantableRole) =>
      updateRole.run({ accountId, memberId, role }),
    remove: (memberId: Member["memberId"]) => remove.run({ accountId, memberId }),
    leave: () => leave.run({ accountId }),
  };
}

/** Open and past invitations; only for those who may manage them. */
export function useInvitations(isAllowed: boolean) {
  const { accountId } = useAccount();
  return useLive(api.invitations.list, isAllowed ? { accountId } : "skip");
}

export function useInvitationCommands() {
  const { accountId } = useAccount();
  const create = useCommand(api.invitations.create, { refusalShownBy: "caller" });
  const resend = useCommand(api.invitations.resend);
  const revoke = useCommand(api.invitations.revoke);
  return {
    create: (invitation: { email: string; role: GrantableRole }) =>
      create.run({
        accountId,
        role: invitation.role,
        ...(invitation.email.trim() ? { email: invitation.email.trim() } : {}),
      }),
    resend: (invitationId: Invitation["invitationId"]) => resend.run({ accountId, invitationId }),
    revoke: (invitationId: Invitation["invitationId"]) => revoke.run({ accountId, invitationId }),
    isCreating: create.isBusy,
  };
}
