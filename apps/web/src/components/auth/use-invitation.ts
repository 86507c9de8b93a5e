import { api } from "@mc/backend/api";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";

export function useInvitationPreview(token: string) {
  return useLive(api.invitations.preview, { token });
}

export function useAcceptInvitation() {
  return useCommand(api.invitations.accept, { refusalShownBy: "caller" });
}
