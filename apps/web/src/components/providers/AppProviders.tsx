"use client";
import type { ReactNode } from "react";
import { AuthProvider } from "@/auth/provider";
import type { AuthConfig } from "@/auth/types";
import { ToasterHost } from "./ToasterHost";

export function AppProviders({ config, children }: { config: AuthConfig; children: ReactNode }) {
  return (
    <AuthProvider config={config}>
      {children}
      <ToasterHost />
    </AuthProvider>
  );
}
