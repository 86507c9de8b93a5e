import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { authConfig } from "@/auth/server";
import { AppProviders } from "@/components/providers/AppProviders";
import { DISPLAY_SCRIPT } from "@/lib/display";
import { EARLY_INPUT_SCRIPT } from "@/lib/early-input";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Mission Control", template: "%s · Mission Control" },
  description: "A shared office for people and OpenClaw agents.",
  robots: { index: false },
};

export const viewport: Viewport = { colorScheme: "light dark", viewportFit: "cover" };

const BEFORE_PAINT = { __html: `${DISPLAY_SCRIPT};${EARLY_INPUT_SCRIPT}` };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const config = await authConfig();
  const nonce = (await headers()).get("x-nonce") ?? "";
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <body>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: constants of ours, run before the first paint */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={BEFORE_PAINT} />
        <AppProviders config={config}>{children}</AppProviders>
      </body>
    </html>
  );
}
