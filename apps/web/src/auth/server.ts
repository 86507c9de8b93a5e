// What server components may ask about accounts, whichever provider keeps them.
import { headers } from "next/headers";
import { connection } from "next/server";
import { readEnv } from "@/env";
import * as local from "./local/server";
import type { AuthConfig, InitialSession, SignUpState } from "./types";

/** The session of this request, or null. */
export async function currentSession(): Promise<InitialSession> {
  await connection();
  return await local.initialSession(await headers());
}

/** What the browser needs to know to sign people in and to reach the backend. */
export async function authConfig(): Promise<AuthConfig> {
  const initialSession = await currentSession();
  return { provider: "local", convexUrl: readEnv().convexUrl ?? null, initialSession };
}

/** Who may create an account now. */
export async function signUpState(): Promise<SignUpState> {
  await connection();
  return await local.signUpState();
}
