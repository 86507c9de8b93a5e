// The one interface between the dashboard and whoever keeps the accounts. Providers: local (e-mail and password, works
// offline). Another provider is a file that exports a component with this contract, added to the switch in provider.tsx.

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

/** What pages use: who is here, and the three actions. */
export type Auth = {
  readonly status: "loading" | "signed_in" | "signed_out";
  readonly user: SessionUser | null;
  readonly signIn: (input: SignInInput) => Promise<AuthOutcome>;
  readonly signUp: (input: SignUpInput) => Promise<AuthOutcome>;
  readonly signOut: () => Promise<AuthOutcome>;
};

/** Who may create an account on this installation now. */
export type SignUpState = "first" | "invite" | "open";

/** Chosen by configuration on the server, handed to the browser with the page. */
export type AuthConfig = {
  readonly provider: "local";
  readonly convexUrl: string | null;
  readonly initialSession: InitialSession;
};
