"use client";
// Accounts kept by Clerk: its panel signs people in, its sessions give Convex the token. Loaded only when its keys are set.
import { ClerkFailed, ClerkProvider, SignIn, SignUp, useAuth, useClerk, useUser } from "@clerk/react";
import type { ConvexReactClient } from "convex/react";
import { ConvexProviderWithClerk } from "convex/react-clerk";
import { type ReactNode, useMemo } from "react";
import { AuthContext } from "../context";
import type { Auth, PanelProps } from "../types";
import { userOf } from "./user";

export default function ClerkAuthProvider(props: {
  client: ConvexReactClient;
  publishableKey: string;
  nonce: string;
  children: ReactNode;
}) {
  const { client, publishableKey, nonce, children } = props;
  return (
    <ClerkProvider publishableKey={publishableKey} nonce={nonce} signInUrl="/sign-in" signUpUrl="/sign-up">
      <ConvexProviderWithClerk client={client} useAuth={useAuth}>
        <ClerkFailed>
          <p role="alert" className="border-line border-b bg-panel px-4 py-2 text-center text-sm">
            Clerk does not answer, so nobody can sign in here now. Check the connection, and load this page
            again.
          </p>
        </ClerkFailed>
        <ClerkAuth>{children}</ClerkAuth>
      </ConvexProviderWithClerk>
    </ClerkProvider>
  );
}

function ClerkAuth({ children }: { children: ReactNode }) {
  const clerk = useClerk();
  const { isLoaded, user: known } = useUser();
  const auth = useMemo<Auth>(() => {
    const user = known ? userOf(known) : null;
    return {
      status: isLoaded ? (user ? "signed_in" : "signed_out") : "loading",
      user,
      entry: { kind: "panel", providerName: "Clerk", Panel, openProfile: () => clerk.openUserProfile() },
      signOut: async () => {
        try {
          await clerk.signOut();
          return { kind: "ok" };
        } catch {
          const message = "Clerk did not answer, so you are still signed in. Try again in a moment.";
          return { kind: "refused", refusal: { code: "unavailable", message } };
        }
      },
    };
  }, [clerk, isLoaded, known]);
  return <AuthContext value={auth}>{children}</AuthContext>;
}

function Panel({ mode, next }: PanelProps) {
  if (mode === "sign-up") return <SignUp routing="hash" forceRedirectUrl={next} signInUrl="/sign-in" />;
  return <SignIn routing="hash" forceRedirectUrl={next} signUpUrl="/sign-up" />;
}
