"use client";
import { ConvexReactClient } from "convex/react";
import { type ReactNode, useState } from "react";
import LocalAuthProvider from "./local/provider";
import type { AuthConfig } from "./types";

/** Connects the page to the backend as the person who is signed in, with the account provider that is configured. */
export function AuthProvider({ config, children }: { config: AuthConfig; children: ReactNode }) {
  const [client] = useState(
    () =>
      new ConvexReactClient(config.convexUrl ?? sameOriginBackend(), {
        skipConvexDeploymentUrlCheck: true,
        logger: false,
      }),
  );
  switch (config.provider) {
    case "local":
      return (
        <LocalAuthProvider client={client} initialSession={config.initialSession}>
          {children}
        </LocalAuthProvider>
      );
  }
}

/** server.ts passes /convex on to the backend. While a page renders on the server nothing is sent, so any address does. */
function sameOriginBackend(): string {
  return typeof window === "undefined" ? "http://127.0.0.1/convex" : `${window.location.origin}/convex`;
}
