import type { SessionUser } from "../types";

type ClerkUser = {
  readonly fullName: string | null;
  readonly username: string | null;
  readonly primaryEmailAddress: { readonly emailAddress: string } | null;
};

/** The person as pages show them; Clerk lets names and e-mail addresses be missing. */
export function userOf(user: ClerkUser): SessionUser {
  const email = user.primaryEmailAddress?.emailAddress ?? "";
  return { name: user.fullName || user.username || email || "You", email };
}
