"use node";
/** Sends what waits for webhooks, signed as Standard Webhooks says (https://www.standardwebhooks.com). */
import { createHmac } from "node:crypto";
import { systemAction } from "../functions/system";
import { targetRange } from "../lib/installation";
import type { Leased } from "../lib/outboxDelivery";
import { post } from "./outboundRequest";
import { failure, sendDue } from "./sending";

const GONE = 410;

export const send = systemAction({
  args: {},
  handler: (ctx): Promise<{ sent: number; failed: number }> => sendDue(ctx, "webhook", deliver),
});

async function deliver({ url, secret, id, type, body, timeoutMs }: Leased & { kind: "webhook" }) {
  const timestamp = Math.floor(Date.now() / 1000);
  const headers = {
    "content-type": "application/json",
    "user-agent": "OpenClaw-Mission-Control",
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signature(secret, `${id}.${timestamp}.${body}`),
    "x-mission-control-event": type,
  };
  const { error, retryAfterMs, ...answer } = await post({
    url,
    headers,
    body,
    range: targetRange(),
    timeoutMs,
  });
  const { status } = answer;
  if (error !== null) return { outcome: failure(error), answer };
  if (status !== null && status >= 200 && status < 300) return { outcome: { kind: "sent" as const }, answer };
  const isPermanent = status === GONE;
  return { outcome: failure(`It answered ${status ?? "nothing"}.`, { isPermanent, retryAfterMs }), answer };
}

/** `whsec_` and the key in base64, as the libraries of receivers take it. */
function signature(secret: string, content: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  return `v1,${createHmac("sha256", key).update(content).digest("base64")}`;
}
