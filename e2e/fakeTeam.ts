// The whole product with a gateway that boots at once: real host, dashboard, runtime and plugin; only OpenClaw is a stand-in that
// follows its protocol (packages/testkit/src/fake-openclaw.ts). For journeys about the dashboard, which need agents that act.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page } from "@playwright/test";
import { OPENCLAW_VERSION } from "../apps/runtime/src/openclaw/version.ts";
import { writeFakeInstallation } from "../packages/testkit/src/fake-openclaw.ts";
import { type Stack, startStack } from "../packages/testkit/src/stack.ts";

/** `env` is added to the settings. */
export async function startFakeStack(env: Record<string, string> = {}): Promise<Stack> {
  const openclaw = mkdtempSync(join(tmpdir(), "mc-fake-openclaw-"));
  writeFakeInstallation(openclaw, OPENCLAW_VERSION);
  const stack = await startStack({ MC_OPENCLAW_DIR: openclaw, ...env });
  return {
    ...stack,
    stop: async () => {
      await stack.stop();
      rmSync(openclaw, { recursive: true, force: true });
    },
  };
}

/** A phone and a desk: every journey is looked at on both. */
export const DESK = { width: 1440, height: 900 } as const;
export const PHONE = { width: 390, height: 844 } as const;

/** Nothing reaches over the side of the screen. */
export async function fitsTheScreen(page: Page): Promise<void> {
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(sideways).toBeLessThanOrEqual(0);
}

/** A new task through the dialog; ends on the tasks page. */
export async function createTask(
  page: Page,
  slug: string,
  task: { title: string; description?: string; assignee?: RegExp },
): Promise<void> {
  await page.goto(`/${slug}/tasks?new=true`);
  const dialog = page.getByRole("dialog", { name: "New task" });
  await dialog.getByLabel("Title").fill(task.title);
  if (task.description !== undefined) await dialog.getByLabel("Description").fill(task.description);
  if (task.assignee !== undefined) {
    await dialog.getByRole("button", { name: "Assign someone" }).click();
    await page.getByRole("option", { name: task.assignee }).click();
    await page.keyboard.press("Escape");
  }
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog).toBeHidden();
}

/** Who the page's token says that it is. */
export async function identityOf(
  page: Page,
): Promise<{ issuer: string; subject: string; name: string; email: string }> {
  const response = await page.request.get("/api/auth/token");
  const { token } = (await response.json()) as { token: string };
  const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as {
    iss: string;
    sub: string;
    name: string;
    email: string;
  };
  return { issuer: claims.iss, subject: claims.sub, name: claims.name, email: claims.email };
}

/** Calls the backend as the person who is signed in on `page`, for what has no page of its own in the journey. */
export async function callAs(
  page: Page,
  stack: Stack,
  { kind, path, args }: { kind: "query" | "mutation"; path: string; args: Record<string, unknown> },
): Promise<unknown> {
  return await stack.call(kind, path, args, await identityOf(page));
}
