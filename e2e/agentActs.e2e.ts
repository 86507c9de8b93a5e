// An agent from its first day to its last, with the mouse and with a thumb: hired, described, held back, given a token, let go.
import { fitsTheScreen } from "./fakeTeam.ts";
import { expect, leave, owner, SIZES, test, walk } from "./journey.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial", timeout: 90_000 });

    let ada: Awaited<ReturnType<typeof owner>>;

    test.beforeAll(async ({ browser, stack }) => {
      test.setTimeout(240_000);
      ada = await owner(browser, stack, { account: `Hands on a ${on}`, on });
    });
    test.afterAll(() => leave(ada));

    test("where there is none a team of six is added, and one more is made", async () => {
      const { page, slug } = ada;
      await walk(page, "Agents");
      await page.getByRole("button", { name: "Add demo team" }).click();
      await expect(page.getByText("6 agents added")).toBeVisible();
      await page.getByRole("button", { name: "New agent" }).click();
      const dialog = page.getByRole("dialog", { name: "New agent" });
      await dialog.getByLabel("Name").fill("Otto");
      await dialog.getByLabel("Role").fill("Gardener");
      await dialog.getByRole("textbox", { name: "Who the agent is and how it works" }).fill("Patient.");
      await dialog.getByRole("tab", { name: "IDENTITY" }).click();
      await dialog.getByRole("textbox", { name: "How the agent presents itself" }).fill("Otto, with a hat.");
      await dialog.getByRole("button", { name: "Create agent" }).click();
      await expect(dialog).toBeHidden();
      await expect(page.getByRole("link", { name: /Otto/ })).toBeVisible();
      await fitsTheScreen(page);
      await page.goto(`/${slug}/agents?chat=open`);
      await page.getByRole("button", { name: "Make lead: Mara" }).click();
      await page
        .getByRole("dialog", { name: "Chat with Mara" })
        .getByRole("button", { name: "Collapse the chat" })
        .click();
    });

    test("from its card it is held back, let go on and changed", async () => {
      const { page } = ada;
      const act = async (item: string): Promise<void> => {
        await page.getByRole("button", { name: "Actions for Otto" }).click();
        await page.getByRole("menuitem", { name: item }).click();
      };
      const card = page.getByRole("listitem").filter({ hasText: "Otto" });
      await act("Pause");
      await expect(card).toContainText("paused");
      await act("Resume");
      await expect(card).not.toContainText("paused");
      await act("Edit");
      const dialog = page.getByRole("dialog", { name: "Edit Otto" });
      await dialog.getByLabel("Role").fill("Head gardener");
      await dialog.getByRole("button", { name: "Save" }).click();
      await expect(dialog).toBeHidden();
      await expect(card).toContainText("Head gardener");
    });

    test("on its page its texts are written with their preview, and every part opens", async () => {
      const { page, slug } = ada;
      await page.getByRole("link", { name: /Otto/ }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Otto" })).toBeVisible();
      for (const [tab, words] of [
        ["Queue", "Nothing waits to be delivered."],
        ["Activity", /Otto/],
        ["Skills", /skill/i],
        ["Statistics", /token|turn/i],
      ] as const) {
        await page.getByRole("tab", { name: tab }).click();
        await expect(page.getByRole("tabpanel")).toContainText(words);
        await fitsTheScreen(page);
      }
      await page.getByRole("tab", { name: "Identity" }).click();
      const soul = page.getByRole("textbox", { name: "Who the agent is and how it works" });
      await soul.fill("# Patient\n\nWaits for rain.");
      await expect(page.getByRole("region", { name: "SOUL.md as it reads" })).toContainText(
        "Waits for rain.",
      );
      await expect(page.getByRole("status").filter({ hasText: "Unsaved" })).toBeVisible();
      await page.getByRole("tabpanel").getByRole("button", { name: "Save" }).first().click();
      await expect(page.getByRole("status").filter({ hasText: "Saved. The runtime" })).toBeVisible();
      await page.getByRole("tab", { name: "Config" }).click();
      await page.getByLabel("Prompt prefix").fill("Mind the roses.");
      await page.getByRole("button", { name: "Save" }).click();
      await expect(page.getByText("Saved", { exact: true })).toBeVisible();
      await page.reload();
      await expect(page.getByLabel("Prompt prefix")).toHaveValue("Mind the roses.");
      await page.getByRole("button", { name: "Pause", exact: true }).click();
      await page.getByRole("button", { name: "Resume", exact: true }).click();
      await expect(page.getByRole("button", { name: "Pause", exact: true })).toBeVisible();
      await page.goto(`/${slug}/agents/otto?tab=identity`);
      await expect(soul).toHaveValue(/Waits for rain/);
    });

    test("a program outside is connected, gets another token, loses it, and goes", async () => {
      const { page, slug } = ada;
      await page.goto(`/${slug}/agents`);
      await page.getByRole("button", { name: "Connect an agent" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name").fill("Robin");
      await dialog.getByLabel("Role").fill("Messenger");
      await dialog.getByRole("button", { name: "Create agent and token" }).click();
      await expect(dialog.getByText(/^mca_/).first()).toBeVisible();
      await fitsTheScreen(page);
      await dialog.getByRole("link", { name: "Go to the agent" }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Robin" })).toBeVisible();
      await page.getByRole("tab", { name: "Connection" }).click();
      await page.getByLabel("Name of the new token").fill("Second");
      await page.getByRole("button", { name: "Create token" }).click();
      await expect(page.getByText("Store it now.")).toBeVisible();
      await page.getByRole("button", { name: "Revoke Second" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Revoke token" }).click();
      await expect(page.getByRole("button", { name: "Revoke Second" })).toHaveCount(0);
      await page.getByRole("button", { name: "Actions for Robin" }).click();
      await page.getByRole("menuitem", { name: "Remove" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove agent" }).click();
      await expect(page).toHaveURL(new RegExp(`/${slug}/agents$`));
      await expect(page.getByRole("link", { name: /Robin/ })).toHaveCount(0);
    });
  });
}
