/**
 * Nothing is there for nothing: every function is called by a test or is a step of one that is, and every stored
 * setting is read by what it is said to change. Both lists are found in the code, so that an addition without its
 * counterpart fails by name.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { FEATURE_FLAGS } from "@mc/shared/installation/flags";
import { describe, expect, test } from "vitest";
import schema from "../convex/schema";
import { FUNCTIONS, type ValidatorJson } from "./registered";

const root = resolve(import.meta.dirname, "../../..");

function textsBelow(folder: string, isWanted: (path: string) => boolean): { path: string; text: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
    .filter((path) => /\.tsx?$/.test(path) && !/node_modules|_generated|\.next/.test(path) && isWanted(path))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

const TESTS = ["packages/backend/test", "apps/runtime/test", "apps/cli/test", "e2e", "scripts"]
  .filter((folder) => existsSync(join(root, folder)))
  .flatMap((folder) => textsBelow(folder, (path) => !path.endsWith("used.test.ts")))
  .map(({ text }) => text)
  .join("\n");
const BACKEND = textsBelow("packages/backend/convex", (path) => !path.endsWith("crons.ts"));

/** "service/runs:lease" as code names it: any tail of it, as `runs.lease` of a destructured module. */
function isNamed(path: string, text: string): boolean {
  const [module = "", name = ""] = path.split(":");
  const last = module.split("/").at(-1) ?? "";
  return new RegExp(`(?<![\\w])(\\w+\\.)*${last}\\s*\\.\\s*${name}\\b`).test(text);
}

/** Scheduled or run by other functions, which are themselves in the list. */
function isStep(path: string): boolean {
  const dotted = `internal.${path.replace("/", ".").replace(":", ".")}`;
  return BACKEND.some(({ text }) => text.includes(dotted));
}

describe("functions", () => {
  test("every public function is called by a test", () => {
    const uncalled = FUNCTIONS.filter(({ isPublic, path }) => isPublic && !isNamed(path, TESTS));
    expect(uncalled.map(({ path }) => path)).toEqual([]);
  });

  test("every internal function is called by a test, or is a step of another one", () => {
    const uncalled = FUNCTIONS.filter(
      ({ isPublic, path }) => !isPublic && !isNamed(path, TESTS) && !isStep(path),
    );
    expect(uncalled.map(({ path }) => path)).toEqual([]);
  });

  test("a name that nobody calls is found", () => {
    expect(isNamed("tasks:create", "await as.mutation(api.tasks.create, {})")).toBe(true);
    expect(isNamed("service/tools:taskList", "const { tools } = api.service; tools.taskList")).toBe(true);
    expect(isNamed("tasks:create", "api.tasks.createMany, api.subtasks.create")).toBe(false);
  });
});

/** Where each stored setting has its effect: a file, and what stands in it. */
const READERS: Readonly<Record<string, readonly [file: string, reading: RegExp]>> = {
  "accounts.settings.theme": ["apps/web/src/components/profile/use-theme.ts", /theme\.byDefault/],
  "accounts.settings.agentDefaults": [
    "packages/backend/convex/functions/context.ts",
    /settings\.agentDefaults/,
  ],
  "accounts.settings.timeZone": ["packages/backend/convex/lib/metrics.ts", /settings\.timeZone/],
  "accounts.settings.standupTime": ["packages/backend/convex/lib/standupSchedule.ts", /standupTime/],
  "accounts.settings.notificationPreferences": [
    "packages/backend/convex/lib/notifications.ts",
    /settings\.notificationPreferences/,
  ],
  "accounts.settings.requiresApprovalForActions": [
    "packages/backend/convex/lib/approvals.ts",
    /settings\.requiresApprovalForActions/,
  ],
  "accounts.settings.webhooks": ["packages/backend/convex/functions/webhookEvents.ts", /settings\.webhooks/],
  "accounts.settings.agentSettings": [
    "packages/backend/convex/lib/agentSettings.ts",
    /account\.settings\.agentSettings/,
  ],
  "accounts.settings.modelPrices": ["packages/backend/convex/lib/prices.ts", /settings\.modelPrices/],
  "memberships.theme": ["apps/web/src/components/profile/use-theme.ts", /theme\.own/],
  "memberships.timeZone": ["packages/backend/convex/lib/digests.ts", /member\.timeZone/],
  "memberships.pictureId": ["packages/backend/convex/lib/profile.ts", /fileView\(ctx, row\.pictureId\)/],
  "memberships.preferences": ["packages/backend/convex/lib/notifications.ts", /member\?\.preferences/],
  "memberships.reach": ["packages/backend/convex/lib/pushDevices.ts", /\.reach\b/],
  "agents.soul": ["apps/runtime/src/gateway/workspaces.ts", /agent\.soul/],
  "agents.identity": ["apps/runtime/src/gateway/workspaces.ts", /agent\.identity/],
  "agents.model": ["apps/runtime/src/gateway/config.ts", /agent\.model/],
  "agents.isPaused": ["packages/backend/convex/lib/leases.ts", /agent\.isPaused/],
  "agents.capabilities": ["packages/backend/convex/functions/context.ts", /agent\.capabilities/],
  "agents.requiresApprovalForActions": [
    "packages/backend/convex/lib/approvals.ts",
    /requiresApprovalForActions/,
  ],
  "agents.settings": ["packages/backend/convex/lib/agentSettings.ts", /\.\.\.agent\.settings/],
  "agents.isLead": ["packages/backend/convex/lib/leadTools.ts", /agent\.isLead !== true/],
  "agents.runsIn": ["packages/backend/convex/lib/leases.ts", /agent\.runsIn/],
  "agents.skillIds": ["packages/backend/convex/lib/skills.ts", /new Set\(agent\.skillIds/],
  "flag.billing": ["apps/web/src/components/settings/SettingsLayout.tsx", /flags\.billing/],
  "flag.fleet": ["packages/backend/convex/lib/fleet.ts", /readFlags\(db\)\)\.fleet/],
  "flag.runtimeConfigDualWrite": ["packages/backend/convex/lib/runtimeConfig.ts", /\.runtimeConfigDualWrite/],
};

/** What people set; the rest of an agent's or member's row says who they are. */
const NO_SETTINGS = {
  memberships: ["accountId", "userId", "name", "email", "slug", "role", "status"],
  agents: ["accountId", "name", "slug", "role", "icon", "status"],
};

type Exported = { tables: { tableName: string; documentType: ValidatorJson }[] };
const { tables } = JSON.parse((schema as unknown as { export(): string }).export()) as Exported;

function fieldsOf(table: string, at?: string): string[] {
  const type = tables.find(({ tableName }) => tableName === table)?.documentType;
  const inner = type?.type === "object" && at !== undefined ? type.value[at]?.fieldType : type;
  return inner?.type === "object" ? Object.keys(inner.value) : [];
}

const SETTINGS = [
  ...fieldsOf("accounts", "settings").map((field) => `accounts.settings.${field}`),
  ...fieldsOf("memberships")
    .filter((field) => !NO_SETTINGS.memberships.includes(field))
    .map((field) => `memberships.${field}`),
  ...fieldsOf("agents")
    .filter((field) => !NO_SETTINGS.agents.includes(field))
    .map((field) => `agents.${field}`),
  ...FEATURE_FLAGS.map((flag) => `flag.${flag}`),
];

describe("settings", () => {
  test("there are some, and each has a place where it takes effect", () => {
    expect(SETTINGS.length).toBeGreaterThan(15);
    expect(SETTINGS.filter((setting) => !(setting in READERS))).toEqual([]);
    expect(Object.keys(READERS).filter((setting) => !SETTINGS.includes(setting))).toEqual([]);
  });

  test.each(Object.entries(READERS))("%s is read there", (_setting, [place, reading]) => {
    expect(readFileSync(join(root, place), "utf8")).toMatch(reading);
  });
});
