// What the server reads from the backend to draw a page: with the token of whoever asks, and never longer than it is worth.
import { ConvexHttpClient } from "convex/browser";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import { headers } from "next/headers";
import { requestToken } from "@/auth/server";
import { readEnv } from "@/env";

/** A backend that takes longer answers the browser itself, over the live connection. */
const PATIENCE_MS = 1_000;

/**
 * The answer to a query, for the first paint; null when the page is not opened afresh, nobody is signed in, or the
 * backend refuses or is late: the live connection then brings the answer, or the reason.
 */
export async function firstAnswer<Query extends FunctionReference<"query">>(
  query: Query,
  args: FunctionArgs<Query>,
): Promise<FunctionReturnType<Query> | null> {
  // Within the dashboard one walks with the live connection, which has the newest answer sooner.
  if ((await headers()).get("sec-fetch-dest") !== "document") return null;
  const token = await requestToken();
  if (token === null) return null;
  const { convexUrl, backendUrl } = readEnv();
  const client = new ConvexHttpClient(convexUrl ?? backendUrl, {
    skipConvexDeploymentUrlCheck: true,
    logger: false,
    fetch: (input, init) => fetch(input, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) }),
  });
  client.setAuth(token);
  try {
    return await client.query(query, args);
  } catch {
    return null;
  }
}
