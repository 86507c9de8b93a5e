import { handleAuthRequest } from "@/auth/local/handler";
import { readEnv } from "@/env";

/** Local accounts exist only where no other provider keeps them. */
async function answer(request: Request): Promise<Response> {
  if (!readEnv().clerk) return await handleAuthRequest(request);
  const message = "Accounts of this installation are kept by Clerk.";
  return Response.json({ code: "NOT_FOUND", message }, { status: 404 });
}

export const GET = answer;
export const POST = answer;
