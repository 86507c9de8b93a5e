"use client";
import { ConvexReactClient } from "convex/react";
import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useState } from "react";
import LocalAuthProvider from "./local/provider";
import { surviveRefusedPages } from "./refused-pages";
import type { AuthConfig } from "./types";

/** Clerk's code is fetched only where Clerk is the provider. */
const ClerkAuthProvider = dynamic(() => import("./clerk/provider"));

/** Connects the page to the backend as the person who is signed in, with the account provider that is configured. */
export function AuthProvider({ config, children }: { config: AuthConfig; children: ReactNode }) {
  const [client] = useState(
    () =>
      new ConvexReactClient(config.convexUrl ?? sameOriginBackend(), {
        skipConvexDeploymentUrlCheck: true,
        logger: false,
      }),
  );
  // not while rendering: it connects, and a page that waits for its code is rendered over and over with new clients
  useEffect(() => surviveRefusedPages(client), [client]);
  switch (config.provider) {
    case "local":
      return (
        <LocalAuthProvider client={client} initialSession={config.initialSession}>
          {children}
        </LocalAuthProvider>
      );
    case "clerk":
      return (
        <ClerkAuthProvider client={client} publishableKey={config.publishableKey} nonce={config.nonce}>
          {children}
        </ClerkAuthProvider>
      );
  }
}

/** server.ts passes /convex on to the backend. While a page renders on the server nothing is sent, so any address does. */
function sameOriginBackend(): string {
  return typeof window === "undefined" ? "http://127.0.0.1/convex" : `${window.location.origin}/convex`;
}
