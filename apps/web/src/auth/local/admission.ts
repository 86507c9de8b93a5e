// Who may create an account here. Decided in two steps: the invitation is checked with the backend *before* Better
// Auth opens its transaction (its one connection would wait on us), and the transaction itself settles who was first.
import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseSync } from "node:sqlite";

/** What the request has shown before the account is written. */
export type Admission =
  | { readonly kind: "open" }
  | { readonly kind: "invited" }
  | { readonly kind: "uninvited" };

/** What the backend says about an invitation; the e-mail is set when it is meant for one person. */
export type InvitationPreview = {
  readonly state: "open" | "expired" | "used" | "revoked";
  readonly email: string | null;
} | null;

export type AdmissionRefusal = {
  readonly code: "SIGN_UP_CLOSED" | "INVITATION_UNUSABLE";
  readonly message: string;
};

export const SIGN_UP_CLOSED: AdmissionRefusal = {
  code: "SIGN_UP_CLOSED",
  message: "Sign-up here is by invitation. Ask an admin of your account for an invitation link.",
};

const STATE_SENTENCE = {
  expired: "This invitation has expired. Ask for a new link.",
  used: "This invitation has been used. Sign in instead, or ask for a new link.",
  revoked: "This invitation was withdrawn. Ask for a new link.",
} as const;

/** Whether an invitation lets this e-mail in; otherwise the sentence that says why not. */
export function decideInvitation(preview: InvitationPreview, email: string): Admission | AdmissionRefusal {
  if (preview === null)
    return {
      code: "INVITATION_UNUSABLE",
      message: "This invitation link is not valid. Check that it was copied whole.",
    };
  if (preview.state !== "open")
    return { code: "INVITATION_UNUSABLE", message: STATE_SENTENCE[preview.state] };
  if (preview.email !== null && preview.email.toLowerCase() !== email.trim().toLowerCase()) {
    return {
      code: "INVITATION_UNUSABLE",
      message: `This invitation is for ${preview.email}. Sign up with that e-mail address.`,
    };
  }
  return { kind: "invited" };
}

// Next may load this module once per bundle; the route that sets the admission and the hook that reads it must meet.
const store = globalThis as typeof globalThis & { missionControlAdmission?: AsyncLocalStorage<Admission> };
store.missionControlAdmission ??= new AsyncLocalStorage<Admission>();

/** Carries a request's admission to the database hook that Better Auth calls deep inside its transaction. */
export const admission = store.missionControlAdmission;

/** How many people have an account on this installation. */
export function countUsers(db: DatabaseSync): number {
  const row = db.prepare('select count(*) as n from "user"').get();
  return Number(row?.["n"] ?? 0);
}
