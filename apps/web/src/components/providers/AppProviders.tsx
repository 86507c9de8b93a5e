"use client";
import { ThemeProvider } from "next-themes";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { AuthProvider } from "@/auth/provider";
import type { AuthConfig } from "@/auth/types";
import { Toaster } from "@/components/ui/toaster";
import { TooltipProvider } from "@/components/ui/tooltip";

export function AppProviders({ config, nonce, children }: { config: AuthConfig; nonce: string; children: ReactNode }) {
  return (
    <ThemeProvider attribute="data-theme" defaultTheme="system" disableTransitionOnChange nonce={nonce}>
      <AuthProvider config={config}>
        <NuqsAdapter>
          <TooltipProvider delayDuration={350} skipDelayDuration={200}>
            {children}
          </TooltipProvider>
        </NuqsAdapter>
        <Toaster />
      </AuthProvider>
    </ThemeProvider>
  );
}
