// The backend's HTTP routes are on its own origin, which a page may not call; the dashboard's server asks instead.
import { readEnv } from "@/env";

/** Answers what the backend answers, or that it does not answer. */
export async function unsubscribeAt(token: string): Promise<Response> {
  const { convexUrl, backendUrl } = readEnv();
  const site = convexUrl ? convexUrl.replace(/\.convex\.cloud$/, ".convex.site") : `${backendUrl}/http`;
  try {
    const url = `${site}/mail/unsubscribe?token=${encodeURIComponent(token)}`;
    const answer = await fetch(url, { method: "POST", cache: "no-store" });
    return Response.json(await answer.json(), { status: answer.status });
  } catch {
    const message = "The backend does not answer. Try again in a moment.";
    return Response.json({ code: "unavailable", message }, { status: 503 });
  }
}
