// The service worker as it is shipped, run with a browser's surroundings that note what it does.
import { readFileSync } from "node:fs";
import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";

const SOURCE = readFileSync(new URL("../public/sw.js", import.meta.url), "utf8");
const ORIGIN = "https://mc.example.org";
const news = {
  title: "Ada mentioned you",
  body: "Look",
  url: `${ORIGIN}/acme/tasks/1`,
  tag: "n1",
  accountId: "a",
};
const approval = { ...news, approvalId: "p" };
const message = { ...news, taskId: "t", replyToId: "m" };

type Shown = { title: string; options: { body: string; tag: string; actions?: { action: string }[] } };
type Work = { waitUntil(work: Promise<unknown>): void } & Record<string, unknown>;

/** `answers`: what the backend says to a mutation, or null when nobody is signed in. */
function start(answers: object | null, windows: { url: string }[] = [], settings = "backend=%2Fconvex") {
  const listeners = new Map<string, (event: Work) => void>();
  const shown: Shown[] = [];
  const posted: { url: string; body: unknown; token: string }[] = [];
  const opened: string[] = [];
  const fetch = async (url: string, init: { body?: string; headers?: Record<string, string> } = {}) => {
    if (url === "/api/auth/token") return new Response('{"token":"jwt"}', { status: answers ? 200 : 401 });
    posted.push({ url, body: JSON.parse(init.body ?? ""), token: init.headers?.["authorization"] ?? "" });
    return Response.json(answers);
  };
  const self = {
    location: new URL(`${ORIGIN}/sw.js?${settings}`),
    addEventListener: (name: string, listener: (event: Work) => void) => listeners.set(name, listener),
    registration: {
      showNotification: async (title: string, options: Shown["options"]) => shown.push({ title, options }),
    },
    clients: {
      matchAll: async () =>
        windows.map(({ url }) => ({
          url,
          focus: async () => null,
          navigate: async (to: string) => opened.push(`in a window: ${to}`),
        })),
      openWindow: async (url: string) => opened.push(url),
    },
  };
  runInContext(SOURCE, createContext({ self, fetch, URL }));
  const fire = async (name: string, fields: Record<string, unknown>): Promise<void> => {
    const work: Promise<unknown>[] = [];
    listeners.get(name)?.({ ...fields, waitUntil: (one) => work.push(one) });
    await Promise.all(work);
  };
  const click = async (data: object, action: string, reply?: string): Promise<void> =>
    await fire("notificationclick", { action, reply, notification: { data, close: () => null } });
  return { fire, click, shown, posted, opened };
}

describe("the service worker", () => {
  test("shows a push with what can be answered, and nothing for one that it cannot read", async () => {
    const { fire, shown } = start({});
    for (const one of [news, approval, message]) await fire("push", { data: { json: () => one } });
    await fire("push", { data: null });
    expect(
      shown.map(({ title, options }) => [title, options.tag, options.actions?.map((each) => each.action)]),
    ).toEqual([
      ["Ada mentioned you", "n1", []],
      ["Ada mentioned you", "n1", ["approved", "refused"]],
      ["Ada mentioned you", "n1", ["reply"]],
    ]);
  });

  test("approves, refuses and replies with the session of the browser", async () => {
    const { click, posted, opened, shown } = start({ status: "success" });
    await click(approval, "approved");
    await click(approval, "refused");
    await click(message, "reply", " On it ");
    expect(posted.map(({ url, token, body }) => [url, token, body])).toEqual(
      [
        { path: "approvals:decide", args: { accountId: "a", approvalId: "p", decision: "approved" } },
        { path: "approvals:decide", args: { accountId: "a", approvalId: "p", decision: "refused" } },
        {
          path: "messages:create",
          args: { accountId: "a", taskId: "t", replyToId: "m", body: "On it", clientKey: "push-n1" },
        },
      ].map((call) => ["/convex/api/mutation", "Bearer jwt", { ...call, format: "json" }]),
    );
    expect([opened, shown]).toEqual([[], []]);
  });

  test("says why when it was refused, and when nobody is signed in", async () => {
    const refused = start({
      status: "error",
      errorData: { code: "conflict", message: "This is approved already." },
    });
    await refused.click(approval, "approved");
    const signedOut = start(null);
    await signedOut.click(approval, "approved");
    expect([...refused.shown, ...signedOut.shown].map(({ options }) => options.body)).toEqual([
      "This is approved already.",
      "You are signed out in this browser. Open Mission Control and sign in.",
    ]);
    expect(signedOut.posted).toEqual([]);
  });

  test("opens the place in a window that is there, else in a new one, also for a reply without words", async () => {
    const there = start({}, [{ url: `${ORIGIN}/acme` }]);
    await there.click(news, "");
    const alone = start({}, [{ url: "https://elsewhere.example.org/" }]);
    await alone.click(message, "reply", "  ");
    expect([there.opened, alone.opened]).toEqual([[`in a window: ${news.url}`], [news.url]]);
  });

  test("where only a page can use the session, offers to open it and never answers in place", async () => {
    const worker = start(null, [], "backend=%2Fconvex&answers=open");
    await worker.fire("push", { data: { json: () => approval } });
    await worker.fire("push", { data: { json: () => message } });
    expect(worker.shown.map(({ options }) => options.actions)).toEqual([
      [{ action: "open", title: "Open to decide" }],
      [{ action: "open", title: "Open to reply" }],
    ]);
    await worker.click(approval, "open");
    await worker.click(message, "open");
    expect(worker.opened).toEqual([approval.url, message.url]);
    expect(worker.posted).toEqual([]);
  });
});
