/**
 * What this installation can send, from the settings of its environment: `npm start` sets them on the embedded
 * host, `npx convex env set` on Convex Cloud. What is not set up is said to be so, and nothing is prepared for it.
 */
import { TARGET_RANGES, type TargetRange } from "@mc/shared/outbound/addresses";

export type MailSettings = { smtpUrl: string; from: string };
export type PushKeys = { publicKey: string; privateKey: string; subject: string };

/** Public address of the dashboard, without a slash at the end; null when nobody has said it. */
export function dashboardOrigin(): string | null {
  return process.env["MC_ORIGIN"]?.replace(/\/+$/, "") || null;
}

/** Where the HTTP actions are reached from outside. */
export function siteOrigin(): string {
  return (process.env["CONVEX_SITE_URL"] ?? "").replace(/\/+$/, "");
}

/** Names of settings without which no mail is sent; empty when mail is set up. */
export function missingMailSettings(): string[] {
  return ["MC_SMTP_URL", "MC_MAIL_FROM", "MC_ORIGIN"].filter((name) => !process.env[name]);
}

export function isMailSetUp(): boolean {
  return missingMailSettings().length === 0;
}

/** For the action that sends; null when mail is not set up. */
export function mailSettings(): MailSettings | null {
  const [smtpUrl, from] = [process.env["MC_SMTP_URL"], process.env["MC_MAIL_FROM"]];
  return smtpUrl && from ? { smtpUrl, from } : null;
}

export function pushPublicKey(): string | null {
  return pushKeys()?.publicKey ?? null;
}

export function pushKeys(): PushKeys | null {
  const [publicKey, privateKey, subject] = [
    process.env["MC_VAPID_PUBLIC_KEY"],
    process.env["MC_VAPID_PRIVATE_KEY"],
    process.env["MC_VAPID_SUBJECT"],
  ];
  return publicKey && privateKey && subject ? { publicKey, privateKey, subject } : null;
}

/** Which addresses webhooks and push services may have. */
export function targetRange(): TargetRange {
  const allowed = process.env["MC_WEBHOOK_TARGETS"];
  return TARGET_RANGES.find((range) => range === allowed) ?? "public";
}
