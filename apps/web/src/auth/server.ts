// What server components may ask about accounts, whichever provider keeps them.
import { headers } from "next/headers";
import { connection } from "next/server";
import { readEnv } from "@/env";
import * as local from "./local/server";
import type { AuthConfig, SignUpState } from "./types";

/** Whether this request certainly comes from nobody. Clerk's sessions are known to the browser alone, which then sends people on. */
export async function isSignedOut(): Promise<boolean> {
  await connection();
  if (readEnv().clerk) return false;
  return (await local.initialSession(await headers())) === null;
}

/** What the browser needs to know to sign people in and to reach the backend. */
export async function authConfig(): Promise<AuthConfig> {
  await connection();
  const { clerk, convexUrl = null } = readEnv();
  const asked = await headers();
  if (clerk) {
    const { publishableKey } = clerk;
    return { provider: "clerk", convexUrl, publishableKey, nonce: asked.get("x-nonce") ?? "" };
  }
  return { provider: "local", convexUrl, initialSession: await local.initialSession(asked) };
}

/** Who may create an account now; Clerk decides that by its own settings. */
export async function signUpState(): Promise<SignUpState> {
  await connection();
  return readEnv().clerk ? "open" : await local.signUpState();
}
