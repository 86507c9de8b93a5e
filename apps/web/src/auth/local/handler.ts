// The HTTP door of local accounts: what is ours (admission, tries per account) before Better Auth's own handler.
import { api } from "@mc/backend/api";
import { ConvexHttpClient } from "convex/browser";
import { readEnv } from "@/env";
import {
  type Admission,
  type AdmissionRefusal,
  admission,
  countUsers,
  decideInvitation,
  SIGN_UP_CLOSED,
} from "./admission";
import { changeEmail } from "./email-change";
import { type LocalAuth, localAuth } from "./server";

/** Header that carries an invitation's token to sign-up. */
export const INVITE_HEADER = "x-invite-token";

/** Answers everything below /api/auth. */
export async function handleAuthRequest(request: Request): Promise<Response> {
  const local = await localAuth();
  const { pathname } = new URL(request.url);
  if (request.method === "POST" && pathname.endsWith("/sign-up/email")) return await signUp(local, request);
  if (request.method === "POST" && pathname.endsWith("/sign-in/email")) return await signIn(local, request);
  if (request.method === "POST" && pathname.endsWith("/change-email"))
    return await changeEmail(local, request);
  return await local.auth.handler(request);
}

async function signUp(local: LocalAuth, request: Request): Promise<Response> {
  const verdict = await decideAdmission(local, request);
  if ("code" in verdict) return Response.json(verdict, { status: 403 });
  return await admission.run(verdict, () => local.auth.handler(request));
}

async function decideAdmission(local: LocalAuth, request: Request): Promise<Admission | AdmissionRefusal> {
  const env = readEnv();
  const token = request.headers.get(INVITE_HEADER);
  if (token) {
    try {
      const client = new ConvexHttpClient(env.convexUrl ?? env.backendUrl, { logger: false });
      return decideInvitation(await client.query(api.invitations.preview, { token }), await emailOf(request));
    } catch {
      return {
        code: "INVITATION_UNUSABLE",
        message:
          "The invitation could not be checked because the backend does not answer. Try again in a moment.",
      };
    }
  }
  if (env.signUp === "open") return { kind: "open" };
  // The first person needs no invitation; the transaction settles it when two come at once.
  return countUsers(local.db) === 0 ? { kind: "uninvited" } : SIGN_UP_CLOSED;
}

async function signIn(local: LocalAuth, request: Request): Promise<Response> {
  const email = await emailOf(request);
  const waitSeconds = local.limit.retryAfterSeconds(email, Date.now());
  if (waitSeconds > 0) {
    return Response.json(
      { code: "TOO_MANY_REQUESTS", message: "Too many wrong passwords for this account." },
      { status: 429, headers: { "x-retry-after": String(waitSeconds) } },
    );
  }
  const answer = await local.auth.handler(request);
  if (answer.status === 401) local.limit.recordFailure(email, Date.now());
  if (answer.ok) local.limit.clear(email);
  return answer;
}

async function emailOf(request: Request): Promise<string> {
  const body: unknown = await request
    .clone()
    .json()
    .catch(() => null);
  const email = typeof body === "object" && body !== null && "email" in body ? body.email : "";
  return typeof email === "string" ? email : "";
}
