// Another e-mail address for a local account: the password is asked again, other browsers are signed out, and the accounts'
// memberships, to which invitations and mails go by, are told in the same request.
import { api } from "@mc/backend/api";
import { ConvexHttpClient } from "convex/browser";
import { readEnv } from "@/env";
import type { LocalAuth } from "./server";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const MAX_EMAIL = 254;

export async function changeEmail(local: LocalAuth, request: Request): Promise<Response> {
  const { headers } = request;
  if (!isOwnOrigin(headers)) return refuse(403, "INVALID_ORIGIN");
  const session = await local.auth.api.getSession({ headers });
  if (!session) return refuse(401, "UNAUTHORIZED");
  const { id, email: before } = session.user;
  const waitSeconds = local.limit.retryAfterSeconds(before, Date.now());
  if (waitSeconds > 0) {
    return Response.json(
      { code: "TOO_MANY_REQUESTS" },
      { status: 429, headers: { "x-retry-after": String(waitSeconds) } },
    );
  }
  const { email, password } = await readBody(request);
  if (email.length > MAX_EMAIL || !EMAIL.test(email)) return refuse(400, "INVALID_EMAIL");
  const isRight = await local.auth.api.verifyPassword({ body: { password }, headers }).then(
    () => true,
    () => false,
  );
  if (!isRight) {
    local.limit.recordFailure(before, Date.now());
    return refuse(400, "INVALID_PASSWORD");
  }
  local.limit.clear(before);
  if (email === before) return Response.json({ status: true });
  const { internalAdapter } = await local.auth.$context;
  if (await internalAdapter.findUserByEmail(email)) return refuse(422, "EMAIL_TAKEN");
  await internalAdapter.updateUser(id, { email });
  await local.auth.api.revokeOtherSessions({ headers });
  await tellBackend(local, headers);
  return Response.json({ status: true });
}

/** Best at once; a backend that does not answer is told by the person's next page. */
async function tellBackend(local: LocalAuth, headers: Headers): Promise<void> {
  const env = readEnv();
  try {
    const { token } = await local.auth.api.getToken({ headers });
    const client = new ConvexHttpClient(env.convexUrl ?? env.backendUrl, { logger: false, auth: token });
    await client.mutation(api.memberships.adoptEmail, {});
  } catch {
    // the change itself stands
  }
}

function isOwnOrigin(headers: Headers): boolean {
  const origin = headers.get("origin");
  const { origin: fixed } = readEnv();
  if (origin === null || !URL.canParse(origin)) return false;
  return fixed ? origin === fixed : new URL(origin).host === headers.get("host");
}

async function readBody(request: Request): Promise<{ email: string; password: string }> {
  const body: unknown = await request.json().catch(() => null);
  const text = (key: string): string => {
    const value = typeof body === "object" && body !== null ? (body as Record<string, unknown>)[key] : null;
    return typeof value === "string" ? value : "";
  };
  return { email: text("email").trim().toLowerCase(), password: text("password") };
}

function refuse(status: number, code: string): Response {
  return Response.json({ code }, { status });
}
