// Shows push messages and answers from them with the session of this browser. What cannot be done here is opened instead.
// Registered as /sw.js?backend=<address>: the backend is this origin's own, or a deployment elsewhere. With &answers=open the
// session is one that only a page can use (Clerk's), so whoever answers is led to the page that does it.
const settings = new URL(self.location.href).searchParams;
const backend = settings.get("backend") || "/convex";
const canAnswer = settings.get("answers") !== "open";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  const news = readNews(event.data);
  if (news) event.waitUntil(show(news));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(answer(event.action, event.reply, event.notification.data));
});

function readNews(data) {
  try {
    return data ? data.json() : null;
  } catch {
    return null;
  }
}

function show(news) {
  const { title, body, tag } = news;
  return self.registration.showNotification(title, {
    body,
    tag,
    icon: "/icon.svg",
    data: news,
    actions: actionsOf(news),
  });
}

function actionsOf(news) {
  if (!canAnswer) return pageActionsOf(news);
  if (news.approvalId) {
    return [
      { action: "approved", title: "Approve" },
      { action: "refused", title: "Refuse" },
    ];
  }
  return news.replyToId
    ? [{ action: "reply", title: "Reply", type: "text", placeholder: "Write an answer" }]
    : [];
}

/** What leads to the page, in words that say so. */
function pageActionsOf(news) {
  if (news.approvalId) return [{ action: "open", title: "Open to decide" }];
  return news.replyToId ? [{ action: "open", title: "Open to reply" }] : [];
}

async function answer(action, text, news) {
  const call = callOf(action, text, news);
  if (call === null) return await open(news.url);
  const failure = await send(call);
  if (failure === null) return;
  if (failure === ONLY_IN_PAGE) return await open(news.url);
  await self.registration.showNotification("Not done", {
    body: failure,
    tag: news.tag,
    icon: "/icon.svg",
    data: { url: news.url },
  });
}

/** The mutation that an action stands for; null for what only opens the place. */
function callOf(action, text, news) {
  const { accountId, approvalId, taskId, replyToId, tag } = news;
  if (approvalId && (action === "approved" || action === "refused")) {
    return { path: "approvals:decide", args: { accountId, approvalId, decision: action } };
  }
  const body = text?.trim();
  if (action !== "reply" || !body || !replyToId) return null;
  return { path: "messages:create", args: { accountId, taskId, replyToId, body, clientKey: `push-${tag}` } };
}

/** The session belongs to a provider that this worker cannot ask: registered before that provider was chosen. */
const ONLY_IN_PAGE = "only in a page";

/** null when it is done, else why not. */
async function send({ path, args }) {
  try {
    const session = await fetch("/api/auth/token", { cache: "no-store" });
    if (session.status === 404) return ONLY_IN_PAGE;
    if (!session.ok) return "You are signed out in this browser. Open Mission Control and sign in.";
    const { token } = await session.json();
    const response = await fetch(`${backend}/api/mutation`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ path, args, format: "json" }),
    });
    const result = await response.json();
    if (result.status === "success") return null;
    return result.errorData?.message ?? "Mission Control refused it. Open it to see why.";
  } catch {
    return "Mission Control could not be reached. Open it and try again.";
  }
}

/** In a window that is open already, if there is one. */
async function open(url) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const target = new URL(url, self.location.origin);
  const known = windows.find((one) => new URL(one.url).origin === target.origin);
  if (!known) return await self.clients.openWindow(target.href);
  await known.focus();
  await known.navigate(target.href).catch(() => self.clients.openWindow(target.href));
}
