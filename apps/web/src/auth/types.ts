// The one interface between the dashboard and whoever keeps the accounts. Providers: local (e-mail and password, works
// offline) and Clerk (when its keys are set). Each is a component that fills AuthContext, chosen in provider.tsx.
import type { ComponentType } from "react";

/** Who is signed in, as the provider knows it before the backend has been asked. */
export type SessionUser = { readonly name: string; readonly email: string };

/** What the server knew about this browser's session when it rendered the page. */
export type InitialSession = { readonly user: SessionUser; readonly token: string } | null;

/** The shape that Convex asks a provider for. */
export type ConvexAuthSource = {
  readonly isLoading: boolean;
  readonly isAuthenticated: boolean;
  readonly fetchAccessToken: (options: { forceRefreshToken: boolean }) => Promise<string | null>;
};

export type SignInInput = { readonly email: string; readonly password: string };
export type SignUpInput = SignInInput & { readonly name: string; readonly inviteToken: string | null };

/** Refusals that a form shows beside its fields. */
export type AuthRefusal = {
  readonly code:
    | "wrong_credentials"
    | "sign_up_closed"
    | "email_taken"
    | "invitation_unusable"
    | "rate_limited"
    | "invalid"
    | "unavailable";
  readonly message: string;
};
export type AuthOutcome =
  | { readonly kind: "ok" }
  | { readonly kind: "refused"; readonly refusal: AuthRefusal };

export type PanelProps = { readonly mode: "sign-in" | "sign-up"; readonly next: string };

/** How people get in: through fields of ours, or through a panel of the provider's, which keeps passwords and sessions too. */
export type Entry =
  | {
      readonly kind: "fields";
      readonly signIn: (input: SignInInput) => Promise<AuthOutcome>;
      readonly signUp: (input: SignUpInput) => Promise<AuthOutcome>;
    }
  | {
      readonly kind: "panel";
      /** As people know it: "Clerk". */
      readonly providerName: string;
      readonly Panel: ComponentType<PanelProps>;
      readonly openProfile: () => void;
    };

/** What pages use: who is here, how they get in, and how they leave. */
export type Auth = {
  readonly status: "loading" | "signed_in" | "signed_out";
  readonly user: SessionUser | null;
  readonly entry: Entry;
  readonly signOut: () => Promise<AuthOutcome>;
};

/** Who may create an account on this installation now. */
export type SignUpState = "first" | "invite" | "open";

/** Chosen by configuration on the server, handed to the browser with the page. */
export type AuthConfig = { readonly convexUrl: string | null } & (
  | { readonly provider: "local"; readonly initialSession: InitialSession }
  | { readonly provider: "clerk"; readonly publishableKey: string; readonly nonce: string }
);
