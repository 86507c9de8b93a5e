"use node";
/** Sends what waits for browsers: encrypted for the one device, signed with the keys of this installation (VAPID). */
import webpush from "web-push";
import { systemAction } from "../functions/system";
import { pushKeys, targetRange } from "../lib/installation";
import type { Leased } from "../lib/outboxDelivery";
import { post } from "./outboundRequest";
import { failure, sendDue } from "./sending";

/** A message that has found no device for a day is news no longer. */
const TTL_SECONDS = 24 * 60 * 60;
const NOT_FOUND = 404;
const GONE = 410;
const TOO_LARGE = 413;

export const send = systemAction({
  args: {},
  handler: (ctx): Promise<{ sent: number; failed: number }> => sendDue(ctx, "push", deliver),
});

async function deliver({ endpoint, keys, topic, payload, timeoutMs }: Leased & { kind: "push" }) {
  const vapidDetails = pushKeys();
  if (!vapidDetails) return { outcome: failure("Push is not set up on this installation."), answer: null };
  let request: ReturnType<typeof webpush.generateRequestDetails>;
  try {
    const options = { vapidDetails, topic, TTL: TTL_SECONDS, urgency: "normal" as const };
    request = webpush.generateRequestDetails({ endpoint, keys }, payload, options);
  } catch {
    return {
      outcome: { kind: "gone" as const, error: "The keys of the device cannot be used." },
      answer: null,
    };
  }
  const headers = { ...(request.headers as Record<string, string | number>) };
  delete headers["Content-Length"];
  const call = { url: endpoint, headers, body: request.body ?? "", range: targetRange(), timeoutMs };
  const { error, retryAfterMs, ...answer } = await post(call);
  const { status } = answer;
  if (error !== null) return { outcome: failure(error), answer };
  if (status !== null && status >= 200 && status < 300) return { outcome: { kind: "sent" as const }, answer };
  if (status === NOT_FOUND || status === GONE) {
    return { outcome: { kind: "gone" as const, error: "The device takes no messages any more." }, answer };
  }
  const isPermanent = status === TOO_LARGE;
  return {
    outcome: failure(`The push service answered ${status ?? "nothing"}.`, { isPermanent, retryAfterMs }),
    answer,
  };
}
