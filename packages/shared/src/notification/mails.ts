/** The mails of the product as text and as simple HTML. Everything that people or agents wrote is escaped. */

export type Mail = { subject: string; text: string; html: string };

/** Where a mail leads to, and how it is ended. */
export type MailFooter = { why: string; settingsUrl: string | null; unsubscribeUrl: string | null };

type Block =
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string }
  | { kind: "quote"; text: string }
  | { kind: "link"; text: string; url: string }
  | { kind: "line"; text: string; detail: string | null; url: string };

const MAX_SUBJECT = 150;
const MAX_BODY = 2_000;

/** Why somebody is told, by the reason that a notification carries. */
const WHY: Readonly<Record<string, string>> = {
  mentioned: "you were mentioned",
  assigned: "the task was assigned to you",
  asked: "somebody waits for your answer",
  following: "you follow this task",
  review: "your review is asked for",
  unblocked: "the task is assigned to you",
  approval: "you decide on approvals of this account, or asked for the work",
  due: "the task is assigned to you",
  members: "you are an admin of this account",
  invited: "you made the invitation",
  role: "it concerns roles in this account",
  standup: "you are a member of this account",
};

export function notificationMail(notice: {
  title: string;
  body: string;
  reason: string;
  accountName: string;
  url: string;
  footer: Omit<MailFooter, "why">;
}): Mail {
  const { title, body, url, accountName, footer } = notice;
  const why = `You get this because ${WHY[notice.reason] ?? "it concerns you"} in ${accountName}.`;
  return compose(title, { ...footer, why }, [
    { kind: "heading", text: title },
    ...(body.trim() ? [{ kind: "quote" as const, text: cut(body.trim(), MAX_BODY) }] : []),
    { kind: "link", text: "Open in Mission Control", url },
  ]);
}

export type DigestLine = { text: string; detail: string | null; url: string };

export function digestMail(digest: {
  accountName: string;
  day: string;
  unread: readonly DigestLine[];
  /** More of them than are listed. */
  unreadInAll: number;
  due: readonly DigestLine[];
  url: string;
  footer: Omit<MailFooter, "why">;
}): Mail {
  const { accountName, unread, unreadInAll, due, url, footer } = digest;
  const counted = [
    unreadInAll > 0 ? `${unreadInAll} unread` : null,
    due.length > 0 ? `${due.length} due` : null,
  ].filter((part) => part !== null);
  const rest = unreadInAll - unread.length;
  return compose(
    `${accountName}, ${digest.day}: ${counted.join(", ")}`,
    { ...footer, why: `You get this digest of ${accountName} because it is switched on for you.` },
    [
      ...(unread.length > 0 ? [{ kind: "heading" as const, text: "Unread" }] : []),
      ...unread.map((line) => ({ kind: "line" as const, ...line })),
      ...(rest > 0 ? [{ kind: "text" as const, text: `And ${rest} more.` }] : []),
      ...(due.length > 0 ? [{ kind: "heading" as const, text: "Due" }] : []),
      ...due.map((line) => ({ kind: "line" as const, ...line })),
      { kind: "link", text: "Open the inbox", url },
    ],
  );
}

export function invitationMail(invitation: {
  accountName: string;
  inviterName: string;
  role: string;
  url: string;
  expiresOn: string;
}): Mail {
  const { accountName, inviterName, role, url, expiresOn } = invitation;
  const title = `${inviterName} invites you to ${accountName}`;
  return compose(title, { why: WHY_INVITED, settingsUrl: null, unsubscribeUrl: null }, [
    { kind: "heading", text: title },
    {
      kind: "text",
      text: `You would join as ${role}. The invitation is for this address and ends on ${expiresOn}.`,
    },
    { kind: "link", text: "Accept the invitation", url },
  ]);
}

/** The one mail to somebody who is no member any more: their inbox is behind a door that is closed to them. */
export function removalMail({
  accountName,
  removerName,
}: {
  accountName: string;
  removerName: string;
}): Mail {
  const title = `${removerName} removed you from ${accountName}`;
  const why = `You get this because you were a member of ${accountName}.`;
  return compose(title, { why, settingsUrl: null, unsubscribeUrl: null }, [
    { kind: "heading", text: title },
    {
      kind: "text",
      text: "You no longer have access to it. What you wrote there stays. To come back, ask one of its admins for an invitation.",
    },
  ]);
}

const WHY_INVITED =
  "You get this because somebody entered your address. Ignore it if you know nothing of it.";

function compose(subject: string, footer: MailFooter, blocks: readonly Block[]): Mail {
  return {
    subject: cut(oneLine(subject), MAX_SUBJECT),
    text: `${[...blocks.map(textOf), footerText(footer)].join("\n\n")}\n`,
    html: PAGE.replace("{}", () => [...blocks.map(htmlOf), footerHtml(footer)].join("\n")),
  };
}

const PAGE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px;margin:0 auto">
{}
</div></body></html>
`;

function textOf(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "text":
      return block.text;
    case "quote":
      return block.text.replace(/^/gm, "> ");
    case "link":
      return `${block.text}:\n${block.url}`;
    case "line":
      return [
        `- ${block.text}`,
        ...(block.detail ? [`  ${oneLine(block.detail)}`] : []),
        `  ${block.url}`,
      ].join("\n");
  }
}

function htmlOf(block: Block): string {
  switch (block.kind) {
    case "heading":
      return `<h1 style="font-size:17px;line-height:1.3;margin:20px 0 8px">${escapeHtml(block.text)}</h1>`;
    case "text":
      return `<p style="margin:8px 0">${escapeHtml(block.text)}</p>`;
    case "quote":
      return `<blockquote style="margin:8px 0;padding:2px 0 2px 12px;border-left:3px solid #8a8f98;white-space:pre-wrap">${escapeHtml(block.text)}</blockquote>`;
    case "link":
      return `<p style="margin:16px 0"><a href="${escapeHtml(block.url)}" style="display:inline-block;padding:8px 14px;border-radius:6px;background:#2f5bd7;color:#ffffff;text-decoration:none">${escapeHtml(block.text)}</a></p>`;
    case "line":
      return `<p style="margin:6px 0"><a href="${escapeHtml(block.url)}" style="font-weight:600">${escapeHtml(block.text)}</a>${block.detail ? `<br>${escapeHtml(oneLine(block.detail))}` : ""}</p>`;
  }
}

function footerText({ why, settingsUrl, unsubscribeUrl }: MailFooter): string {
  return [
    "--",
    why,
    ...(settingsUrl ? [`Choose what you are told: ${settingsUrl}`] : []),
    ...(unsubscribeUrl ? [`No more mails from here: ${unsubscribeUrl}`] : []),
  ].join("\n");
}

function footerHtml({ why, settingsUrl, unsubscribeUrl }: MailFooter): string {
  const links = [
    settingsUrl ? `<a href="${escapeHtml(settingsUrl)}">Choose what you are told</a>` : null,
    unsubscribeUrl ? `<a href="${escapeHtml(unsubscribeUrl)}">No more mails from here</a>` : null,
  ].filter((link) => link !== null);
  return `<p style="margin:24px 0 0;font-size:13px;color:#6b7078">${escapeHtml(why)}${links.length > 0 ? `<br>${links.join(" · ")}` : ""}</p>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").trim();
}

function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`;
}
