// What server components may ask about accounts, whichever provider keeps them.
import { headers } from "next/headers";
import { connection } from "next/server";
import { cache } from "react";
import { readEnv } from "@/env";
import * as local from "./local/server";
import type { AuthConfig, SignUpState } from "./types";

/** Layouts and pages of one request ask for it, and it is read once. */
const localSession = cache(async () => local.initialSession(await headers()));

/** The backend's token of whoever asks; null for nobody, and with Clerk, whose tokens are made in the browser. */
export async function requestToken(): Promise<string | null> {
  await connection();
  if (readEnv().clerk) return null;
  return (await localSession())?.token ?? null;
}

/** Whether this request certainly comes from nobody. Clerk's sessions are known to the browser alone, which then sends people on. */
export async function isSignedOut(): Promise<boolean> {
  await connection();
  if (readEnv().clerk) return false;
  return (await localSession()) === null;
}

/** What the browser needs to know to sign people in and to reach the backend. */
export async function authConfig(): Promise<AuthConfig> {
  await connection();
  const { clerk, convexUrl = null } = readEnv();
  if (clerk) {
    const { publishableKey } = clerk;
    return {
      provider: "clerk",
      convexUrl,
      publishableKey,
      nonce: (await headers()).get("x-nonce") ?? "",
    };
  }
  return { provider: "local", convexUrl, initialSession: await localSession() };
}

/** Who may create an account now; Clerk decides that by its own settings. */
export async function signUpState(): Promise<SignUpState> {
  await connection();
  return readEnv().clerk ? "open" : await local.signUpState();
}
