// What a person changes about their own local account: the password and the browsers that are signed in.
import type { AuthOutcome } from "../types";
import { refusalOf, UNREACHABLE } from "./refusals";

/** A browser that is signed in. `token` names it to the server when it is signed out from here. */
export type AuthSession = {
  readonly token: string;
  readonly createdAt: number;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly isThis: boolean;
};

/** Every other session ends with the old password. */
export async function changePassword(current: string, next: string): Promise<AuthOutcome> {
  return await send("/change-password", {
    currentPassword: current,
    newPassword: next,
    revokeOtherSessions: true,
  });
}

/** The password is asked again; every other session ends. */
export async function changeEmail(email: string, password: string): Promise<AuthOutcome> {
  return await send("/change-email", { email, password });
}

export async function revokeSession(token: string): Promise<AuthOutcome> {
  return await send("/revoke-session", { token });
}

type Row = { token: string; createdAt: string; userAgent?: string | null; ipAddress?: string | null };

/** null when the server does not answer. This browser first, then newest first. */
export async function listSessions(): Promise<readonly AuthSession[] | null> {
  try {
    const [list, own] = await Promise.all([get("/list-sessions"), get("/get-session")]);
    if (!list.ok || !own.ok) return null;
    const rows = (await list.json()) as Row[];
    const here = ((await own.json()) as { session: { token: string } } | null)?.session.token;
    return rows
      .map((row) => ({
        token: row.token,
        createdAt: new Date(row.createdAt).getTime(),
        userAgent: row.userAgent || null,
        address: row.ipAddress || null,
        isThis: row.token === here,
      }))
      .sort((one, other) => Number(other.isThis) - Number(one.isThis) || other.createdAt - one.createdAt);
  } catch {
    return null;
  }
}

async function get(path: string): Promise<Response> {
  return await fetch(`/api/auth${path}`, { cache: "no-store" });
}

async function send(path: string, body: object): Promise<AuthOutcome> {
  try {
    const answer = await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok ? { kind: "ok" } : { kind: "refused", refusal: await refusalOf(answer) };
  } catch {
    return { kind: "refused", refusal: UNREACHABLE };
  }
}
