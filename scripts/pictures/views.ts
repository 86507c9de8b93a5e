// What is photographed: every route, its tabs, and the dialogs that matter. `appRoutes` checks that no route is missing.
import type { Page } from "@playwright/test";

/** What the three accounts hold, as far as addresses need it. */
export type Places = {
  readonly slug: string;
  /** The one whose browser it is. */
  readonly memberId: string;
  readonly agent: string | null;
  readonly documentId: string | null;
  readonly invitation: string | null;
  /** A task with a thread; null in the empty account. */
  readonly task: number | null;
  /** A task that an agent is at work on. */
  readonly running: number | null;
  /** A task in progress. */
  readonly started: number | null;
};

export type View = {
  readonly route: string;
  readonly name: string;
  /** Null when this account has nothing to show there. */
  readonly path: (places: Places) => string | null;
  readonly prepare?: (page: Page, places: Places) => Promise<void>;
  /** The components of `apps/web/src/components` that it lays over the page. */
  readonly of?: readonly string[];
  /** What is open in the end, where the account has what it takes. */
  readonly shows?: readonly ["dialog" | "menu" | "listbox", RegExp];
  /** What is not possible meanwhile is faint: the contrast that texts have to have does not count for it. */
  readonly isFaint?: true;
  /** Where it is seen; everywhere when it does not say. */
  readonly screens?: readonly string[];
  /** Photographed without anybody signed in, once. */
  readonly isPublic?: true;
  /** An address that answers 404 as it should. */
  readonly isMissing?: true;
  /** The connection is cut in it, of which the browser complains. */
  readonly isOffline?: true;
};

const A = "/[accountSlug]";
const at = (path: string) => ({ route: `${A}${path}`, path: ({ slug }: Places) => `/${slug}${path}` });
const withQuery = (route: string, query: string) => ({
  route: `${A}${route}`,
  path: ({ slug }: Places) => `/${slug}${route}?${query}`,
});
const ofTask = (query: string) => ({
  route: `${A}/tasks/[number]`,
  path: ({ slug, task }: Places) => (task === null ? null : `/${slug}/tasks/${task}?${query}`),
});
const ofAgent = (query: string) => ({
  route: `${A}/agents/[agentId]`,
  path: ({ slug, agent }: Places) => (agent === null ? null : `/${slug}/agents/${agent}?${query}`),
});
const ofDocument = (query: string) => ({
  route: `${A}/docs/[documentId]`,
  path: ({ slug, documentId }: Places) =>
    documentId === null ? null : `/${slug}/docs/${documentId}?${query}`,
});

export const VIEWS: readonly View[] = [
  { name: "overview", ...at("") },
  { name: "tasks", ...at("/tasks") },
  { name: "tasks-list", ...withQuery("/tasks", "view=list") },
  { name: "tasks-archived", ...withQuery("/tasks", "view=archived") },
  {
    name: "tasks-new",
    of: ["tasks/CreateTaskDialog"],
    shows: ["dialog", /New task/],
    ...withQuery("/tasks", "new=true"),
  },
  {
    name: "tasks-sheet",
    of: ["tasks/TaskSheet"],
    shows: ["dialog", /./],
    route: `${A}/tasks`,
    path: ({ slug, task }) => (task === null ? null : `/${slug}/tasks?task=${task}`),
    prepare: async (page) => await page.getByRole("dialog").getByRole("tab").first().waitFor(),
  },
  {
    name: "tasks-card-menu",
    of: ["tasks/CardMenuOpen"],
    shows: ["menu", /./],
    route: `${A}/tasks`,
    path: ({ slug, task }) => (task === null ? null : `/${slug}/tasks`),
    prepare: async (page) => await page.locator("[data-card-menu]").first().click({ force: true }),
  },
  {
    name: "tasks-bulk",
    route: `${A}/tasks`,
    path: ({ slug, task }) => (task === null ? null : `/${slug}/tasks`),
    prepare: async (page) => {
      const links = page.locator("[data-card-link]");
      for (const nth of [0, 1, 2]) {
        await links.nth(nth).focus();
        await page.keyboard.press("x");
      }
    },
  },
  {
    name: "tasks-assign",
    of: ["tasks/CardQuickDialog"],
    shows: ["dialog", /MC-\d+/],
    route: `${A}/tasks`,
    path: ({ slug, task }) => (task === null ? null : `/${slug}/tasks`),
    prepare: async (page) => {
      await page.locator("[data-card-link]").first().focus();
      await page.keyboard.press("a");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "tasks-dragging",
    isFaint: true,
    route: `${A}/tasks`,
    path: ({ slug, task }) => (task === null ? null : `/${slug}/tasks`),
    prepare: async (page) => {
      const card = await page.locator("[data-task]").first().boundingBox();
      if (!card) return;
      await page.mouse.move(card.x + 60, card.y + 30);
      await page.mouse.down();
      await page.mouse.move(card.x + 120, card.y + 60, { steps: 5 });
      await page.mouse.move(card.x + 290, card.y + 90, { steps: 10 });
    },
  },
  {
    name: "tasks-running",
    route: `${A}/tasks`,
    path: ({ slug, running }) => (running === null ? null : `/${slug}/tasks?task=${running}`),
    prepare: async (page) => await page.getByRole("dialog").getByRole("tab").first().waitFor(),
  },
  {
    name: "tasks-filter-menu",
    of: ["tasks/ChoiceMenuOpen"],
    shows: ["menu", /./],
    route: `${A}/tasks`,
    path: ({ slug, task }) => (task === null ? null : `/${slug}/tasks`),
    prepare: async (page) => await page.getByRole("button", { name: "Priority" }).first().click(),
  },
  {
    name: "tasks-offline",
    ...at("/tasks"),
    isOffline: true,
    prepare: async (page) => {
      await page.context().setOffline(true);
      await page.getByText("You are offline.").waitFor();
    },
  },
  { name: "recurring", ...at("/tasks/recurring") },
  {
    name: "recurring-new",
    of: ["tasks/recurring/RecurrenceDialog"],
    shows: ["dialog", /./],
    ...at("/tasks/recurring"),
    prepare: async (page) =>
      await page
        .getByRole("button", { name: /^New recurring/ })
        .first()
        .click(),
  },
  { name: "task-thread", ...ofTask("tab=thread") },
  { name: "task-activity", ...ofTask("tab=activity") },
  { name: "task-documents", ...ofTask("tab=documents") },
  { name: "task-turns", ...ofTask("tab=turns") },
  { name: "task-missing", route: `${A}/tasks/[number]`, path: ({ slug }) => `/${slug}/tasks/999999` },
  { name: "agents", ...at("/agents") },
  {
    name: "agents-new",
    of: ["agents/AgentDialog"],
    shows: ["dialog", /./],
    ...at("/agents"),
    prepare: async (page) =>
      await page
        .getByRole("button", { name: /^(New|Add|Create).* agent/ })
        .first()
        .click(),
  },
  {
    name: "agents-connect",
    of: ["agents/ConnectAgentDialog"],
    shows: ["dialog", /./],
    ...at("/agents"),
    prepare: async (page) => await pressButton(page, /^Connect an agent/),
  },
  ...["runs", "queue", "sessions", "identity", "config", "skills", "statistics"].map((tab) => ({
    name: `agent-${tab}`,
    ...ofAgent(`tab=${tab}`),
  })),
  { name: "docs", ...at("/docs") },
  { name: "docs-trash", ...withQuery("/docs", "folder=trash") },
  {
    name: "docs-upload",
    of: ["docs/UploadDialog"],
    shows: ["dialog", /./],
    ...at("/docs"),
    prepare: async (page) => await pressButton(page, /^Upload/),
  },
  {
    name: "docs-new",
    of: ["docs/NewDocumentDialog"],
    shows: ["dialog", /./],
    ...withQuery("/docs", "new=true"),
  },
  { name: "document-read", ...ofDocument("view=read") },
  { name: "document-write", ...ofDocument("view=write") },
  {
    name: "document-comments",
    ...ofDocument("view=read"),
    prepare: async (page) => await openAside(page, "Comments"),
  },
  {
    name: "document-diff",
    of: ["docs/AsideSheet", "docs/VersionDialog"],
    shows: ["dialog", /./],
    ...ofDocument("view=read"),
    prepare: async (page) => {
      await openAside(page, "History");
      const history = page.getByRole("tabpanel", { name: "History" });
      await history.getByRole("list", { name: "Versions" }).waitFor();
      const folded = history.getByRole("button", { name: /saves$/ }).first();
      if (await folded.isVisible()) await folded.click();
      await history.getByRole("button", { name: /v\d+$/ }).nth(1).click();
    },
  },
  {
    name: "document-conflict",
    ...ofDocument("view=write"),
    prepare: async (page, { memberId, documentId }) => {
      await page.evaluate((key) => {
        const content = "# A text of my own\n\nWritten without a connection while somebody else saved.\n";
        localStorage.setItem(key, JSON.stringify({ content, version: 1 }));
      }, `mc-document-draft:${memberId}:${documentId}`);
      await page.reload();
      await page.getByRole("region", { name: "Two versions" }).waitFor();
    },
  },
  { name: "feed", ...at("/feed") },
  { name: "notifications", ...at("/notifications") },
  { name: "search-empty", ...at("/search") },
  { name: "search", ...withQuery("/search", "q=plan") },
  { name: "analytics", ...withQuery("/analytics", "range=month") },
  { name: "standup", ...at("/standup") },
  { name: "approvals", ...at("/approvals") },
  { name: "profile", ...at("/profile") },
  { name: "settings", ...at("/settings") },
  ...["agents", "billing", "data", "installation", "members", "notifications", "runtime", "webhooks"].map(
    (page) => ({ name: `settings-${page}`, ...at(`/settings/${page}`) }),
  ),
  ...["audit", "fleet", "openclaw", "runtimes", "skills"].map((page) => ({
    name: `admin-${page}`,
    ...at(`/admin/${page}`),
  })),
  {
    name: "settings-invited",
    ...at("/settings/members"),
    prepare: async (page) => {
      await pressButton(page, /^Create link/);
      await page.getByRole("button", { name: /^Copy/ }).first().waitFor();
    },
  },
  {
    name: "settings-delete",
    of: ["settings/DeleteAccountDialog"],
    shows: ["dialog", /^Delete/],
    ...at("/settings"),
    prepare: async (page) => await pressButton(page, /^Delete/),
  },
  {
    name: "webhooks-new",
    of: ["webhooks/WebhookDialog"],
    shows: ["dialog", /./],
    ...at("/settings/webhooks"),
    prepare: async (page) => await pressButton(page, /^Add a webhook/),
  },
  {
    name: "runtime-upgrade",
    of: ["admin/UpgradeDialog"],
    shows: ["dialog", /./],
    ...at("/admin/openclaw"),
    prepare: async (page) => await pressButton(page, /^Upgrade/),
  },
  {
    name: "runtimes-connect",
    of: ["admin/EnrolDialog"],
    shows: ["dialog", /./],
    ...at("/admin/runtimes"),
    prepare: async (page) => await pressButton(page, /^Connect a runtime/),
  },
  {
    name: "fleet-upgrade",
    of: ["fleet/RolloutWizard"],
    shows: ["dialog", /./],
    ...at("/admin/fleet"),
    prepare: async (page) => await pressButton(page, /^Plan an upgrade/),
  },
  {
    name: "skills-new",
    of: ["skills/SkillDialog"],
    shows: ["dialog", /./],
    ...at("/admin/skills"),
    prepare: async (page) => await pressButton(page, /^New skill/),
  },
  {
    name: "account-menu",
    of: ["frame/AccountMenuOpen"],
    shows: ["menu", /./],
    ...at("/feed"),
    prepare: async (page) =>
      await page
        .getByRole("button", { name: /switch account$/ })
        .locator("visible=true")
        .click(),
  },
  {
    name: "drawer",
    of: ["frame/Drawer"],
    shows: ["dialog", /./],
    ...at("/feed"),
    screens: ["phone"],
    prepare: async (page) => await pressButton(page, /^More$/),
  },
  {
    name: "palette",
    of: ["search/Palette"],
    shows: ["dialog", /./],
    ...at("/feed"),
    prepare: async (page) => {
      await page.keyboard.press("ControlOrMeta+k");
      await page.getByRole("combobox").first().waitFor();
    },
  },
  {
    name: "palette-results",
    ...at("/feed"),
    prepare: async (page) => {
      await page.keyboard.press("ControlOrMeta+k");
      await page.getByRole("combobox").first().fill("plan");
      await page.waitForTimeout(600);
    },
  },
  {
    name: "bell",
    of: ["notifications/NotificationPopover"],
    shows: ["dialog", /./],
    ...at("/feed"),
    prepare: async (page) =>
      await page
        .getByRole("button", { name: /^Notifications|^Inbox/ })
        .first()
        .click(),
  },
  {
    name: "chat",
    ...at("/feed"),
    prepare: async (page) =>
      await page
        .getByRole("button", { name: /lead|squad|Ask/i })
        .first()
        .click(),
  },
  { name: "deletions", route: "/deletions", path: () => "/deletions" },
  { name: "new-account", route: "/new-account", path: () => "/new-account" },
  { name: "import-account", route: "/new-account/import", path: () => "/new-account/import" },
  { name: "no-account", route: A, path: () => "/an-account-of-others" },
  {
    name: "invite",
    route: "/invite/[token]",
    path: ({ invitation }) => (invitation === null ? null : `/invite/${invitation}`),
  },
  { name: "gallery", route: "/gallery", path: () => "/gallery", isPublic: true },
  { name: "sign-in", route: "/sign-in", path: () => "/sign-in", isPublic: true },
  { name: "sign-up", route: "/sign-up", path: () => "/sign-up", isPublic: true },
  { name: "home", route: "/", path: () => "/", isPublic: true },
  { name: "sign-out", route: "/sign-out", path: () => "/sign-out", isPublic: true },
  { name: "unsubscribe", route: "/unsubscribe", path: () => "/unsubscribe?token=old", isPublic: true },
  {
    name: "invite-signed-out",
    route: "/invite/[token]",
    path: ({ invitation }) => (invitation === null ? null : `/invite/${invitation}`),
    isPublic: true,
  },
  {
    name: "invite-unknown",
    route: "/invite/[token]",
    path: () => "/invite/nobody-made-this",
    isPublic: true,
  },
  {
    name: "not-found",
    route: "/",
    path: () => "/there/is/no/such/page/here",
    isPublic: true,
    isMissing: true,
  },
];

/** Not every account has it, and not everybody may. */
async function pressButton(page: Page, name: RegExp): Promise<void> {
  const button = page.getByRole("button", { name }).first();
  if ((await button.isVisible()) && (await button.isEnabled())) await button.click();
}

async function openAside(page: Page, tab: string): Promise<void> {
  const opener = page.getByRole("button", { name: /^(History|About the document|Details)/ }).first();
  const part = page.getByRole("tab", { name: tab });
  await part.or(opener).first().waitFor();
  if (!(await part.isVisible())) await opener.click();
  await part.click();
}
