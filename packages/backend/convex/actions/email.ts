"use node";
/** Sends the mails that wait, over the operator's SMTP server, and writes the digests that are due. */
import nodemailer from "nodemailer";
import { internal } from "../_generated/api";
import { broken } from "../functions/errors";
import { systemAction } from "../functions/system";
import { type MailSettings, mailSettings } from "../lib/installation";
import type { Leased } from "../lib/outboxDelivery";
import { failure, sendDue } from "./sending";

const TIMEOUT_MS = 20_000;

export const send = systemAction({
  args: {},
  handler: async (ctx): Promise<{ sent: number; failed: number }> => {
    const settings = mailSettings();
    if (!settings) return await sendDue(ctx, "email", async () => NOT_SET_UP);
    const transport = nodemailer.createTransport({
      url: settings.smtpUrl,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
    });
    try {
      return await sendDue(ctx, "email", (delivery) => deliver(transport, settings, delivery));
    } finally {
      transport.close();
    }
  },
});

const NOT_SET_UP = { outcome: failure("E-mail is not set up on this installation."), answer: null };

/** The stand-ups' way: each member in a transaction of their own, so that one never holds up another. */
export const writeDigests = systemAction({
  args: {},
  handler: async (ctx): Promise<{ written: number }> => {
    const due = await ctx.runQuery(internal.outbox.dueDigests, {});
    const results = await Promise.allSettled(
      due.map((whose) => ctx.runMutation(internal.outbox.runOneDigest, whose)),
    );
    const failed = results.filter(({ status }) => status === "rejected").length;
    if (failed > 0) throw broken(`${failed} of ${results.length} digests failed and stay due.`);
    return { written: results.filter((result) => result.status === "fulfilled" && result.value).length };
  },
});

async function deliver(
  transport: ReturnType<typeof nodemailer.createTransport>,
  settings: MailSettings,
  { to, mail, key, thread, oneClickUrl }: Leased & { kind: "email" },
) {
  const host = hostOf(settings.from);
  const thisThread = thread === null ? null : messageId(thread, host);
  try {
    await transport.sendMail({
      from: settings.from,
      to,
      ...mail,
      // The same mail sent twice has the same id: mail programs show it once.
      messageId: messageId(key, host),
      ...(thisThread === null ? {} : { references: thisThread, inReplyTo: thisThread }),
      headers: {
        "Auto-Submitted": "auto-generated",
        ...(oneClickUrl === null
          ? {}
          : {
              "List-Unsubscribe": `<${oneClickUrl}>`,
              "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }),
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { outcome: { kind: "sent" as const }, answer: null };
  } catch (error) {
    return { outcome: failureOf(error), answer: null };
  }
}

/** Only what the server said: an error of the transport may name the server's password. */
function failureOf(error: unknown) {
  const { code, responseCode, command } = error as { code?: string; responseCode?: number; command?: string };
  if (responseCode !== undefined) {
    // 5xx is for ever, when it is about this mail; a refused sign-in is the operator's to mend, and then it goes.
    const isPermanent = responseCode >= 500 && code !== "EAUTH" && command !== "CONN";
    return failure(`The mail server answered ${responseCode}${command ? ` to ${command}` : ""}.`, {
      isPermanent,
    });
  }
  return failure(
    code === "EAUTH"
      ? "The mail server refused the sign-in."
      : `The mail server could not be reached (${code ?? "no answer"}).`,
  );
}

function messageId(key: string, host: string): string {
  return `<${key.replace(/[^\w.-]+/g, ".")}@${host}>`;
}

/** "Mission Control <mc@example.org>" → "example.org". */
function hostOf(from: string): string {
  return /@([\w.-]+)/.exec(from)?.[1] ?? "mission-control.invalid";
}
