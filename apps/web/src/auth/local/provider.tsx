"use client";
// Local accounts in the browser. Plain fetch against our own /api/auth: Better Auth's client would add 20 kB to every page.
import { ConvexProviderWithAuth, type ConvexReactClient } from "convex/react";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { AuthContext } from "../context";
import type { Auth, AuthOutcome, ConvexAuthSource, InitialSession, SessionUser } from "../types";
import { refusalOf, UNREACHABLE } from "./refusals";

const SourceContext = createContext<ConvexAuthSource | null>(null);

/** Renew a token this long before it ends. */
const TOKEN_MARGIN_MS = 60_000;
/** So long a sign-out waits for an answer that is under way. */
const TOKEN_PATIENCE_MS = 1_000;
const SESSION_CHANNEL = "mission-control-session";

function useSource(): ConvexAuthSource {
  const source = useContext(SourceContext);
  if (!source) throw new TypeError("the local account provider is missing above this component");
  return source;
}

export default function LocalAuthProvider(props: {
  client: ConvexReactClient;
  initialSession: InitialSession;
  children: ReactNode;
}) {
  const { client, initialSession, children } = props;
  const [user, setUser] = useState<SessionUser | null>(initialSession?.user ?? null);
  const tokenRef = useRef<string | null>(initialSession?.token ?? null);

  const isLeaving = useRef(false);
  const asking = useRef<Promise<string | null> | null>(null);

  const source = useMemo<ConvexAuthSource>(
    () => ({
      isLoading: false,
      isAuthenticated: user !== null,
      fetchAccessToken: async ({ forceRefreshToken }) => {
        // Nobody is here, or is just leaving: there is no token to ask for.
        if (user === null || isLeaving.current) return null;
        if (!forceRefreshToken && isFresh(tokenRef.current)) return tokenRef.current;
        asking.current = requestToken();
        tokenRef.current = await asking.current;
        return tokenRef.current;
      },
    }),
    [user],
  );

  // Signing in or out in one tab is true for all of them.
  // A channel does not hear itself, so it is the same one that announces.
  const channelRef = useRef<BroadcastChannel | null>(null);
  useEffect(() => {
    const channel = new BroadcastChannel(SESSION_CHANNEL);
    channel.onmessage = () => window.location.reload();
    channelRef.current = channel;
    return () => channel.close();
  }, []);

  const auth = useMemo<Auth>(() => {
    const announce = (): void => channelRef.current?.postMessage("changed");
    const enter = async (
      path: string,
      body: object,
      headers: Record<string, string> = {},
    ): Promise<AuthOutcome> => {
      const answer = await post(path, body, headers);
      if (!answer) return { kind: "refused", refusal: UNREACHABLE };
      if (!answer.ok) return { kind: "refused", refusal: await refusalOf(answer) };
      const { user: entered } = (await answer.json()) as { user: SessionUser };
      tokenRef.current = null;
      isLeaving.current = false;
      setUser({ name: entered.name, email: entered.email });
      announce();
      return { kind: "ok" };
    };
    return {
      status: user ? "signed_in" : "signed_out",
      user,
      entry: {
        kind: "fields",
        signIn: ({ email, password }) => enter("/sign-in/email", { email, password }),
        signUp: ({ name, email, password, inviteToken }) =>
          enter(
            "/sign-up/email",
            { name, email, password },
            inviteToken ? { "x-invite-token": inviteToken } : {},
          ),
      },
      signOut: async () => {
        isLeaving.current = true;
        // A token that was asked for is answered first, for behind the sign-out it would be refused; off line it never is.
        await Promise.race([
          asking.current,
          new Promise((resolve) => setTimeout(resolve, TOKEN_PATIENCE_MS)),
        ]);
        const answer = await post("/sign-out", {}, {});
        // without an answer the cookie still works: saying "signed out" would be untrue
        if (!answer?.ok && answer?.status !== 401) {
          isLeaving.current = false;
          return { kind: "refused", refusal: answer ? await refusalOf(answer) : UNREACHABLE };
        }
        tokenRef.current = null;
        setUser(null);
        announce();
        return { kind: "ok" };
      },
    };
  }, [user]);

  return (
    <AuthContext value={auth}>
      <SourceContext value={source}>
        <ConvexProviderWithAuth client={client} useAuth={useSource}>
          {children}
        </ConvexProviderWithAuth>
      </SourceContext>
    </AuthContext>
  );
}

async function post(path: string, body: object, headers: Record<string, string>): Promise<Response | null> {
  try {
    return await fetch(`/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  } catch {
    return null;
  }
}

/**
 * A token for the session, or null when there is no session any more. Whatever else goes wrong passes: the Convex client
 * takes null for "signed out" and stops for ever when this throws, so it is tried again until there is a real answer.
 */
async function requestToken(): Promise<string | null> {
  for (let waitMs = 500; ; waitMs = Math.min(waitMs * 2, 10_000)) {
    const answer = await fetch("/api/auth/token", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) return ((await answer.json()) as { token: string }).token;
    if (answer?.status === 401) return null;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

function isFresh(token: string | null): boolean {
  const payload = token?.split(".")[1];
  if (!payload) return false;
  const { exp } = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/"))) as { exp: number };
  return exp * 1000 - TOKEN_MARGIN_MS > Date.now();
}
