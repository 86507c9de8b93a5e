// Runtimes and the fleet: a machine joins, is asked and answers; an operator rolls a version out and halts it. The machines
// are stand-ins that speak the service functions; the backend and the dashboard are real.
import { type Browser, expect, test } from "@playwright/test";
import { type Identity, type Stack, startStack } from "../packages/testkit/src/stack.ts";
import { SIZES } from "./journey.ts";
import { ada, openBrowser, signUp } from "./people.ts";

for (const on of SIZES) {
  test.describe(`on a ${on}`, () => {
    test.describe.configure({ mode: "serial" });

    let stack: Stack;
    let owner: Awaited<ReturnType<typeof openBrowser>>;
    let slug: string;
    const machines: string[] = [];

    test.beforeAll(async ({ browser }: { browser: Browser }) => {
      test.setTimeout(240_000);
      stack = await startStack();
      owner = await openBrowser(browser, stack.url, on);
      slug = await signUp(owner.page, { person: ada, account: "Acme", withDemoTeam: false });
    });
    test.afterAll(async () => {
      await owner.context.close();
      await stack.stop();
    });

    const report = (openclawVersion: string) => ({
      status: "online",
      reasons: [],
      runtimeVersion: "0.1.0",
      openclawVersion,
      gateway: { state: "ready", since: Date.now() },
      install: null,
      model: { ref: "demo/scripted", isDemo: true },
      activeTurns: 0,
      previousVersion: null,
      metrics: {
        ...{
          windowMs: 900_000,
          readiness: 1,
          turns: 20,
          failures: 1,
          offered: 20,
          taken: 20,
          latencyP50Ms: 40,
        },
        ...{ latencyP95Ms: 120, loopLagMs: 22, rssBytes: 9e7, gatewayRssBytes: 1e9, restarts: 0, waiting: 0 },
        ...{ sessions: 1, tokens: 900, uptimeMs: 60_000 },
      },
    });

    const checkIn = (serviceToken: string) =>
      stack.call("mutation", "service/runtimes:checkIn", { serviceToken, report: report("2026.9.4") });
    // As a real machine does again and again: one that was silent for 90 seconds is offline, and is asked for nothing.
    test.beforeEach(async () => {
      for (const token of machines) await checkIn(token);
    });

    /** An account of somebody else with a runtime that checks in. */
    async function addMachine(nth: number): Promise<void> {
      const person: Identity = {
        issuer: "https://local.mission-control",
        subject: `person-${nth}`,
        name: `Person ${nth}`,
        email: `person-${nth}@example.test`,
      };
      const { accountId } = (await stack.call(
        "mutation",
        "accounts:create",
        { name: `Team ${nth}`, withDemoTeam: false },
        person,
      )) as { accountId: string };
      const { token } = (await stack.call(
        "mutation",
        "serviceTokens:create",
        { accountId, name: "box" },
        person,
      )) as { token: string };
      machines.push(token);
      await checkIn(token);
    }

    test("a machine joins with one command, and the list shows it", async () => {
      const { page } = owner;
      await page.goto(`/${slug}/admin/runtimes`);
      await page.getByRole("button", { name: "Connect a runtime" }).click();
      await page.getByLabel("Name").fill("Box in Frankfurt");
      await page.getByRole("button", { name: "Make token" }).click();
      const command = (await page.locator("pre", { hasText: "mc runtime join" }).textContent()) ?? "";
      const enrolmentToken = /--token (\S+)/.exec(command)?.[1] ?? "";
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "Connect a runtime" }).click();
      await page.getByLabel("Name").fill("Box that never came");
      await page.getByRole("button", { name: "Make token" }).click();
      await page.getByRole("button", { name: "Done" }).click();
      await page.getByRole("button", { name: "Withdraw the token of Box that never came" }).click();
      await expect(page.getByText("Box that never came")).toHaveCount(0);
      await expect(page.getByText("Waiting to connect")).toBeVisible();
      const machine = { enrolmentToken, host: "box-1", region: null };
      const { token } = (await stack.call("mutation", "runtimes:join", machine)) as { token: string };
      machines.push(token);
      await checkIn(token);
      const row = page.getByRole("listitem").filter({ hasText: "Box in Frankfurt" });
      await expect(row.getByText("active", { exact: true })).toBeVisible();
      await expect(row.getByText("online")).toBeVisible();
    });

    test("its page takes limits and commands, and shows what became of them", async () => {
      const { page } = owner;
      await page.goto(`/${slug}/admin/openclaw`);
      await page.getByLabel("Turns at once").fill("2");
      await page.getByRole("button", { name: "Save limits" }).click();
      await expect(page.getByText("Limits saved")).toBeVisible();
      await page.getByRole("button", { name: "Restart gateway" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Restart gateway" }).click();
      await expect(page.getByRole("region", { name: "History" }).getByText("Requested")).toBeVisible();
      const [serviceToken = ""] = machines;
      const [order] = (await stack.call("query", "service/runtimes:orders", { serviceToken })) as {
        commandId: string;
        generation: number;
      }[];
      const { commandId = "", generation = 0 } = order ?? {};
      const word = { serviceToken, commandId, generation, status: "succeeded" };
      await stack.call("mutation", "service/runtimes:reportCommand", word);
      await expect(page.getByRole("region", { name: "History" }).getByText("Succeeded")).toBeVisible();
    });

    test("an operator previews a rollout, starts it, watches it and halts it", async () => {
      const { page, complaints } = owner;
      for (let nth = 1; nth <= 5; nth += 1) await addMachine(nth);
      await page.goto(`/${slug}/admin/fleet`);
      await expect(page.getByRole("region", { name: "Totals" }).getByText("2026.9.4")).toBeVisible();
      await page.getByRole("searchbox").fill("team 3");
      await expect(page.getByText("1 runtime", { exact: true })).toBeVisible();
      await page.getByRole("searchbox").fill("");
      await page.getByRole("button", { name: "Plan an upgrade" }).click();
      await expect(page.getByRole("region", { name: "Preview" }).getByText("Canary")).toBeVisible();
      await page.getByRole("button", { name: "Start the rollout" }).click();
      const rollout = page.getByRole("region", { name: "Rollout" });
      await expect(rollout.getByText("Upgrading").first()).toBeVisible();
      await rollout.getByRole("button", { name: "Pause" }).click();
      await expect(rollout.getByText("Paused").first()).toBeVisible();
      await rollout.getByRole("button", { name: "Resume" }).click();
      await expect(rollout.getByRole("button", { name: "Pause" })).toBeVisible();
      await rollout.getByRole("button", { name: "Halt…" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Halt", exact: true }).click();
      await expect(rollout.getByText("Halting").first()).toBeVisible();
      for (const serviceToken of machines)
        for (const { commandId, generation } of (await stack.call("query", "service/runtimes:orders", {
          serviceToken,
        })) as { commandId: string; generation: number }[]) {
          const word = {
            serviceToken,
            commandId,
            generation,
            status: "failed",
            reason: "No room on the disk.",
          };
          await stack.call("mutation", "service/runtimes:reportCommand", word);
        }
      await expect(
        page.getByRole("region", { name: "Earlier rollouts" }).getByText("Halted").first(),
      ).toBeVisible();
      expect(complaints).toEqual([]);
    });

    test("an operator asks one machine of the fleet; the work goes back to this one, and the other is removed", async () => {
      const { page } = owner;
      await page.goto(`/${slug}/admin/fleet`);
      await page.getByRole("searchbox").fill("team 3");
      await page.getByRole("button", { name: /Team 3/ }).click();
      const sheet = page.getByRole("dialog");
      await sheet.getByRole("button", { name: "Collect logs" }).click();
      await expect(sheet.getByRole("region", { name: "History" }).getByText("Requested")).toBeVisible();
      await sheet.getByRole("button", { name: "Close" }).click();
      await page.goto(`/${slug}/admin/runtimes`);
      await page
        .getByRole("button", { name: /^Make active: / })
        .first()
        .click();
      await page.getByRole("dialog").getByRole("button", { name: "Make active" }).click();
      await page.getByRole("button", { name: "Remove Box in Frankfurt" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Remove runtime" }).click();
      await expect(page.getByText("Box in Frankfurt")).toHaveCount(0);
    });
  });
}
