import { unsubscribeAt } from "@/lib/unsubscribe";

/** Hands the link's secret on to the backend; nobody has to be signed in. */
export async function POST(request: Request): Promise<Response> {
  const { token } = (await request.json().catch(() => ({}))) as { token?: unknown };
  return await unsubscribeAt(typeof token === "string" ? token : "");
}
