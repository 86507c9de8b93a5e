// What floats over the pages of the demo account and `views.ts` does not open in every account: dialogs, sheets, menus and popovers,
// by what a person does to open them.
import type { Page } from "@playwright/test";
import { SCREENS } from "./camera.ts";
import type { Places, View } from "./views.ts";

type Overlay = View & Required<Pick<View, "of" | "shows">>;
type Steps = (hand: Hand, places: Places) => Promise<void>;

const A = "/[accountSlug]";

/** The page `path` of an account; `:task` and the like are filled from what the account holds. */
function over(
  path: string,
  overlay: Omit<Overlay, "route" | "path" | "prepare"> & { steps?: Steps },
): Overlay {
  const { steps, ...rest } = overlay;
  const [route = ""] = path.split("?");
  const names = {
    ":task": "[number]",
    ":started": "[number]",
    ":agent": "[agentId]",
    ":document": "[documentId]",
  };
  return {
    ...rest,
    route: `${A}${Object.entries(names).reduce((text, [key, name]) => text.replace(key, name), route)}`,
    path: (places) => {
      const values = [places.task, places.started, places.agent, places.documentId];
      return Object.keys(names).reduce<string | null>((text, key, nth) => {
        const value = values[nth] ?? null;
        if (!text?.includes(key)) return text;
        return value === null ? null : text.replace(key, String(value));
      }, `/${places.slug}${path}`);
    },
    prepare: async (page, places) => {
      await steps?.(new Hand(page), places);
    },
  };
}

/** What a person does, with the mouse or a finger. */
class Hand {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }
  async press(name: RegExp): Promise<void> {
    await this.page.getByRole("button", { name }).locator("visible=true").first().click();
  }
  async choose(name: RegExp): Promise<void> {
    await this.page.getByRole("menuitem", { name }).first().click();
  }
  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).locator("visible=true").first().click();
  }
  /** A key of the board on its first card. */
  async onCard(key: string): Promise<void> {
    await this.page.locator("[data-card-link]").first().focus();
    await this.page.keyboard.press(key);
  }
  /** Opens what only narrow screens fold. */
  async unfold(name: RegExp): Promise<void> {
    if (this.page.viewportSize()?.width === SCREENS.phone.width) await this.press(name);
  }
}

const PROPERTIES = /^Properties:/;

export const OVERLAYS: readonly Overlay[] = [
  over("/tasks?new=true", {
    name: "new-task-assign",
    of: ["tasks/AssigneePopover"],
    shows: ["dialog", /Assign/],
    steps: async (hand) => await hand.press(/^Assign someone/),
  }),
  ...(["Activity", "Turns"] as const).map((tab) =>
    over("/tasks?task=:task", {
      name: `sheet-${tab.toLowerCase()}`,
      of: ["tasks/TaskSheet"],
      shows: ["dialog", /./],
      steps: async (hand) => await hand.tab(tab),
    }),
  ),
  ...[
    ["p", "priority"],
    ["d", "due"],
    ["l", "labels"],
  ].map(([key = "", name]) =>
    over("/tasks", {
      name: `card-${name}`,
      of: ["tasks/CardQuickDialog"],
      shows: ["dialog", /MC-\d+/],
      steps: async (hand) => await hand.onCard(key),
    }),
  ),
  over("/tasks", {
    name: "view-menu",
    of: ["tasks/ViewMenuOpen"],
    shows: ["menu", /./],
    steps: async (hand) => await hand.press(/^View:/),
  }),
  over("/tasks", {
    name: "saved-views",
    of: ["tasks/SavedViewsDialog"],
    shows: ["dialog", /Saved views/],
    steps: async (hand) => {
      await hand.press(/^View:/);
      await hand.choose(/Save or remove views/);
    },
  }),
  over("/tasks", {
    name: "bulk-move",
    of: ["tasks/ChoiceMenuOpen"],
    shows: ["menu", /./],
    steps: async (hand) => {
      await hand.onCard("x");
      await hand.press(/^Move to/);
    },
  }),
  over("/tasks", {
    name: "bulk-labels",
    of: ["tasks/BulkLabels", "tasks/BulkLabelsPopover"],
    shows: ["dialog", /./],
    steps: async (hand) => {
      await hand.onCard("x");
      await hand.press(/^Labels$/);
    },
  }),
  over("/tasks", {
    name: "bulk-due",
    of: ["tasks/BulkDue", "tasks/BulkDuePopover"],
    shows: ["dialog", /Due date/],
    steps: async (hand) => {
      await hand.onCard("x");
      await hand.press(/^Due date$/);
    },
  }),
  over("/tasks/:task", {
    name: "task-menu",
    of: ["tasks/TaskMenuOpen"],
    shows: ["menu", /./],
    steps: async (hand) => await hand.press(/^Task actions/),
  }),
  over("/tasks/:task", {
    name: "task-delete",
    of: ["tasks/TaskActions"],
    shows: ["dialog", /^Delete MC-/],
    steps: async (hand) => {
      await hand.press(/^Task actions/);
      await hand.choose(/^Delete/);
    },
  }),
  over("/tasks/:started", {
    name: "task-block",
    of: ["tasks/BlockReasonDialog"],
    shows: ["dialog", /[Bb]lock/],
    steps: async (hand) => {
      await hand.unfold(PROPERTIES);
      await hand.press(/^Status: In progress/);
      await hand.page.getByRole("menuitemradio", { name: /^Blocked/ }).click();
    },
  }),
  over("/tasks/:task", {
    name: "task-finder",
    of: ["tasks/TaskFinder"],
    shows: ["dialog", /./],
    steps: async (hand) => {
      await hand.unfold(PROPERTIES);
      await hand.press(/^(Blocked by…|Add)$/);
    },
  }),
  over("/tasks/:task", {
    name: "message-menu",
    of: ["thread/MessageMenuOpen"],
    shows: ["menu", /./],
    steps: async ({ page }) =>
      await page.getByRole("button", { name: "Message actions" }).last().click({ force: true }),
  }),
  ...[
    ["@", "mention"],
    ["/", "command"],
    ["#", "task"],
  ].map(([key = "", name]) =>
    over("/tasks/:task", {
      name: `composer-${name}`,
      of: [],
      shows: ["listbox", /./],
      steps: async ({ page }) => {
        const field = page
          .getByRole("combobox", { name: "Write a message" })
          .or(page.getByRole("textbox", { name: "Write a message" }));
        await field.first().focus();
        await page.keyboard.type(key === "#" ? "#1" : key);
      },
    }),
  ),
  over("/tasks/:task?tab=documents", {
    name: "task-document",
    of: ["docs/DocumentReader"],
    shows: ["dialog", /./],
    steps: async ({ page }) =>
      await page.getByRole("region", { name: "Documents" }).getByRole("button").first().click(),
  }),
  over("/tasks/recurring", {
    name: "recurring-remove",
    of: ["tasks/recurring/RecurrenceRow"],
    shows: ["dialog", /^Remove/],
    steps: async (hand) => await hand.press(/^Remove /),
  }),
  over("/agents", {
    name: "agent-menu",
    of: ["agents/AgentMenuOpen"],
    shows: ["menu", /./],
    steps: async (hand) => await hand.press(/^Actions for /),
  }),
  over("/agents", {
    name: "agent-edit",
    of: ["agents/AgentDialog"],
    shows: ["dialog", /./],
    steps: async (hand) => {
      await hand.press(/^Actions for /);
      await hand.choose(/^Edit/);
    },
  }),
  over("/agents", {
    name: "agent-remove",
    of: ["agents/AgentsPage"],
    shows: ["dialog", /^Remove/],
    steps: async (hand) => {
      await hand.press(/^Actions for /);
      await hand.choose(/^Remove/);
    },
  }),
  over("/agents/:agent", {
    name: "agent-page-remove",
    of: ["agents/AgentHeader"],
    shows: ["dialog", /^Remove/],
    steps: async (hand) => {
      await hand.press(/^Actions for /);
      await hand.choose(/^Remove/);
    },
  }),
  over("/docs", {
    name: "document-menu",
    of: ["docs/DocumentMenuOpen"],
    shows: ["menu", /./],
    steps: async ({ page }) =>
      await page
        .getByRole("main")
        .getByRole("button", { name: /^Actions for / })
        .last()
        .click(),
  }),
  over("/docs/:document?view=read", {
    name: "document-kind",
    of: ["docs/KindPicker"],
    shows: ["menu", /./],
    steps: async (hand) => await hand.press(/^Kind: /),
  }),
  over("/docs/:document", {
    name: "document-move",
    of: ["docs/MoveDialog", "docs/DocumentHeader"],
    shows: ["dialog", /^Move/],
    steps: async (hand) => {
      await hand.press(/^(Document actions|Actions for )/);
      await hand.choose(/^Move/);
    },
  }),
  over("/docs", {
    name: "folder-new",
    of: ["docs/FolderNameDialog"],
    shows: ["dialog", /[Ff]older/],
    steps: async (hand) => {
      await hand.unfold(/^(Documents|All documents)$/);
      await hand.press(/^New folder/);
    },
  }),
  over("/docs", {
    name: "folder-menu",
    of: ["docs/FolderMenuOpen"],
    shows: ["menu", /./],
    screens: ["desktop"],
    steps: async ({ page }) =>
      await page
        .getByRole("navigation", { name: /[Ff]older/ })
        .getByRole("button", { name: /^Actions for / })
        .first()
        .click({ force: true }),
  }),
  over("/docs", {
    name: "folder-drawer",
    of: ["docs/FolderDrawer"],
    shows: ["dialog", /Documents/],
    screens: ["phone"],
    steps: async (hand) => await hand.unfold(/^(Documents|All documents)$/),
  }),
  over("/docs/:document?view=read", {
    name: "document-link",
    of: ["docs/LinkTaskPopover"],
    shows: ["dialog", /Link a task/],
    steps: async (hand) => {
      await hand.unfold(/^History, comments and tasks/);
      await hand.tab("Tasks");
      await hand.press(/^Link a task/);
    },
  }),
  over("/docs?folder=trash", {
    name: "document-delete",
    of: ["docs/TrashList"],
    shows: ["dialog", /^Delete/],
    steps: async (hand) => await hand.press(/^Delete .* for good/),
  }),
  over("/feed", {
    name: "feed-dates",
    of: ["feed/FeedDates"],
    shows: ["dialog", /Dates/],
    steps: async (hand) => await hand.press(/(Dates|Any time|Any day)/),
  }),
  over("/feed", {
    name: "person-menu",
    of: ["frame/PersonMenuOpen"],
    shows: ["menu", /./],
    steps: async (hand) => {
      await hand.unfold(/^More$/);
      await hand.press(/appearance and sign out$/);
    },
  }),
  over("/feed", {
    name: "runtime-details",
    of: ["frame/RuntimePopover"],
    shows: ["dialog", /Runtime/],
    steps: async (hand) => await hand.press(/^Runtime:/),
  }),
  over("/settings/members", {
    name: "member-remove",
    of: ["settings/MemberRow"],
    shows: ["dialog", /^Remove/],
    steps: async (hand) => await hand.press(/^Remove /),
  }),
  over("/settings/members", {
    name: "member-role",
    of: [],
    shows: ["listbox", /^Choices/],
    steps: async ({ page }) =>
      await page
        .getByRole("combobox", { name: /^Role of/ })
        .first()
        .click(),
  }),
  over("/settings", {
    name: "account-transfer",
    of: ["settings/TransferDialog"],
    shows: ["dialog", /./],
    steps: async (hand) => await hand.press(/^Transfer/),
  }),
  over("/settings/runtime", {
    name: "token-revoke",
    of: ["settings/TokenList"],
    shows: ["dialog", /^Revoke/],
    steps: async (hand) => await hand.press(/^Revoke/),
  }),
  ...[
    ["edit", /^Edit$/],
    ["secret", /^New secret$/],
    ["remove", /^Remove$/],
  ].map(([name, button]) =>
    over("/settings/webhooks", {
      name: `webhook-${String(name)}`,
      of: ["webhooks/WebhookItem"],
      shows: ["dialog", /Release/],
      steps: async (hand) => {
        await hand.press(/Release room/);
        await hand.press(button as RegExp);
      },
    }),
  ),
  over("/settings/webhooks", {
    name: "incoming-revoke",
    of: ["webhooks/IncomingWebhooks"],
    shows: ["dialog", /^Revoke/],
    steps: async (hand) => await hand.press(/^Revoke /),
  }),
  over("/admin/openclaw", {
    name: "runtime-restart",
    of: ["admin/RuntimeActions"],
    shows: ["dialog", /^Restart/],
    steps: async (hand) => await hand.press(/^Restart gateway/),
  }),
  over("/admin/runtimes", {
    name: "runtime-remove",
    of: ["admin/RuntimeRow"],
    shows: ["dialog", /^Remove/],
    steps: async (hand) => await hand.press(/^Remove /),
  }),
  over("/admin/fleet", {
    name: "fleet-runtime",
    of: ["fleet/FleetRuntimeSheet"],
    shows: ["dialog", /./],
    steps: async ({ page }) =>
      await page.getByRole("main").getByRole("listitem").getByRole("button").first().click(),
  }),
  over("/admin/skills", {
    name: "skill-remove",
    of: ["skills/SkillFormView"],
    shows: ["dialog", /^Remove/],
    steps: async (hand) => {
      await hand.page.getByRole("main").getByRole("listitem").getByRole("button").first().click();
      await hand.press(/^Remove skill/);
    },
  }),
];

/** What is there while the fleet is being upgraded. */
export const DURING_A_ROLLOUT: readonly Overlay[] = [
  over("/admin/fleet", {
    name: "fleet-halt",
    of: ["fleet/HaltDialog"],
    shows: ["dialog", /./],
    steps: async (hand) => await hand.press(/^Halt/),
  }),
];

/** What the owner never sees. */
export const OF_A_VIEWER: readonly Overlay[] = [
  over("/settings", {
    name: "account-leave",
    of: ["settings/DangerZone"],
    shows: ["dialog", /^Leave/],
    steps: async (hand) => await hand.press(/^Leave/),
  }),
];
