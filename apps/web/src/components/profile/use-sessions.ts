import { useCallback, useEffect, useState } from "react";
import { type AuthSession, listSessions, revokeSession } from "@/auth/local/account";
import { toast, toastError } from "@/lib/toast";

/** The browsers in which one is signed in: undefined while loading, null when they cannot be read. */
export function useSessions() {
  const [sessions, setSessions] = useState<readonly AuthSession[] | null | undefined>(undefined);
  const reload = useCallback(async (): Promise<void> => setSessions(await listSessions()), []);
  useEffect(() => void reload(), [reload]);
  const revoke = async (session: AuthSession): Promise<void> => {
    const outcome = await revokeSession(session.token);
    if (outcome.kind === "ok") toast("Signed out there");
    else toastError("Not signed out", outcome.refusal.message);
    await reload();
  };
  return { sessions, reload, revoke };
}
