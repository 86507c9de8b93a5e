import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LEAD_CHAT_NUMBER } from "../task/limits.ts";
import { notificationPath } from "./links.ts";
import { digestMail, escapeHtml, invitationMail, notificationMail, removalMail } from "./mails.ts";

const footer = {
  settingsUrl: "https://mc.example.org/s",
  unsubscribeUrl: "https://mc.example.org/u?token=t",
};
const notice = {
  reason: "mentioned",
  accountName: "Acme",
  url: "https://mc.example.org/acme/tasks/1",
  footer,
};

describe("mails", () => {
  test("nothing that people write becomes markup, a second header or a longer subject than mail programs show", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (title, body) => {
        const mail = notificationMail({
          ...notice,
          title: `${title}<b>"'&`,
          body: `${body}<script>x</script>`,
        });
        expect(mail.html).not.toContain("<script>");
        expect(mail.html).not.toContain("<b>");
        expect(mail.subject).not.toMatch(/[\r\n\0]/);
        expect(mail.subject.length).toBeLessThanOrEqual(150);
      }),
    );
  });

  test("escaped text reads as it was", () => {
    const read = (text: string) =>
      text
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&quot;", '"')
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&");
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(read(escapeHtml(text))).toBe(text);
      }),
    );
  });

  test("text and HTML say the same: what, where, why, and how to end it", () => {
    const mail = notificationMail({ ...notice, title: "Ada mentioned you", body: "Look\nhere" });
    expect(mail.text).toContain("> Look\n> here");
    for (const part of [mail.text, mail.html]) {
      for (const piece of [
        "Ada mentioned you",
        notice.url,
        "you were mentioned in Acme",
        footer.unsubscribeUrl,
      ]) {
        expect(part).toContain(piece);
      }
    }
  });

  test("a digest counts what it does not list", () => {
    const line = { text: "MC-1", detail: null, url: "https://mc.example.org/1" };
    const digest = { accountName: "Acme", day: "2026-11-22", url: "https://mc.example.org/n", footer };
    const mail = digestMail({ ...digest, unread: [line], unreadInAll: 30, due: [] });
    expect(mail.subject).toBe("Acme, 2026-11-22: 30 unread");
    expect(mail.text).toContain("And 29 more.");
  });

  test("an invitation has nothing to unsubscribe from", () => {
    const mail = invitationMail({
      accountName: "Acme",
      inviterName: "Ada",
      role: "member",
      url: "https://mc.example.org/invite/mci_x",
      expiresOn: "2026-11-29",
    });
    expect(mail.text).toContain("https://mc.example.org/invite/mci_x");
    expect(mail.text).not.toContain("No more mails");
  });
});

test("somebody who was removed is told who did it, and has nothing to unsubscribe from", () => {
  const mail = removalMail({ accountName: "Acme & Sons", removerName: "Ada" });
  expect(mail.subject).toBe("Ada removed you from Acme & Sons");
  expect(mail.html).toContain("Acme &amp; Sons");
  expect(mail.text).not.toContain("No more mails");
});

describe("the place of a notification", () => {
  const nowhere = {
    type: "mention" as const,
    taskNumber: null,
    messageId: null,
    documentId: null,
    runId: null,
  };
  test("is the message, else the task, else the document, else the page of its type", () => {
    const task = { ...nowhere, taskNumber: 4, documentId: "d" };
    expect(notificationPath({ ...task, messageId: "m" }, "acme")).toBe("/acme/tasks/4?message=m");
    expect(notificationPath(task, "acme")).toBe("/acme/tasks/4");
    expect(notificationPath({ ...nowhere, documentId: "d" }, "acme")).toBe("/acme/docs/d");
    expect(notificationPath({ ...nowhere, type: "standup" }, "acme")).toBe("/acme/standup");
    expect(notificationPath(nowhere, "acme")).toBeNull();
    expect(notificationPath({ ...task, runId: "r" }, "acme")).toBe("/acme/tasks/4?run=r");
    expect(notificationPath({ ...task, type: "document_shared" }, "acme")).toBe("/acme/docs/d");
    expect(notificationPath({ ...task, approvalId: "p" }, "acme")).toBe("/acme/approvals?approval=p");
    const chat = { ...nowhere, taskNumber: LEAD_CHAT_NUMBER, messageId: "m" };
    expect(notificationPath(chat, "acme")).toBe("/acme?message=m&chat=open");
  });
});
