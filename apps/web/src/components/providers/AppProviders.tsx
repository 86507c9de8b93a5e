"use client";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { AuthProvider } from "@/auth/provider";
import type { AuthConfig } from "@/auth/types";
import { ToasterHost } from "./ToasterHost";

export function AppProviders({
  config,
  nonce,
  children,
}: {
  config: AuthConfig;
  nonce: string;
  children: ReactNode;
}) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <AuthProvider config={config}>
        <NuqsAdapter>{children}</NuqsAdapter>
        <ToasterHost />
      </AuthProvider>
    </ThemeProvider>
  );
}
