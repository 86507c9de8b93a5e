import { describe, expect, test } from "vitest";
import schema from "../convex/schema";

/** Tables of the installation as a whole. */
const WITHOUT_ACCOUNT = ["accounts", "systemConfig", "operatorLog", "migrations", "senders"];

/** Indexes that do not begin with the account, and why each may not. */
const ACROSS_ACCOUNTS = new Map([
  ["accounts.by_slug", "the address bar names an account by its slug"],
  ["accounts.by_foundedBy", "how many accounts a person founds in a day"],
  ["systemConfig.by_key", "belongs to no account"],
  ["migrations.by_name", "belongs to no account"],
  ["accountDeletions.by_requestedBy", "a person's own deletions; the account is gone"],
  ["accountDeletions.by_endedAt", "the sweep of the clock"],
  ["accountImports.by_status", "the sweep of the clock"],
  ["memberships.by_user_status", "a person's own accounts, before any is chosen"],
  ["memberships.by_user_status_role", "how many accounts a person owns"],
  ["invitations.by_status_expiresAt", "the sweep of the clock"],
  ["invitations.by_tokenHash", "who holds the secret is in no account yet"],
  ["operatorLog.by_slug", "an address of a deleted account is used up"],
  ["serviceTokens.by_tokenHash", "the account is found by the token"],
  ["agentTokens.by_tokenHash", "account and agent are found by the token"],
  ["runs.by_deadlineAt", "the sweep of the clock"],
  ["snoozes.by_until", "the sweep of the clock"],
  ["approvals.by_status_expiresAt", "the sweep of the clock"],
  ["budgets.by_stoppedUntil", "the sweep of the clock"],
  ["dueDates.by_remindAt", "the sweep of the clock"],
  ["recurrences.by_nextAt", "the sweep of the clock"],
  ["leases.by_leaseUntil", "the sweep of the clock"],
  ["files.by_status", "the sweep of the clock"],
  ["files.by_storageId", "whether any account has taken a file of the storage"],
  ["standupSchedules.by_nextAt", "the sweep of the clock"],
  ["enrolments.by_tokenHash", "who holds the token is in no account yet"],
  ["runtimeCommands.by_deadlineAt", "the sweep of the clock"],
  ["rollouts.by_wakeAt", "the sweep of the clock"],
  ["rolloutTargets.by_rolloutId_batch", "a rollout goes over the accounts of the fleet"],
  ["outbox.by_channel_status_dueAt", "the senders of the clock"],
  ["outbox.by_channel_status_lane_dueAt", "the senders of the clock, lane by lane"],
  ["pushSubscriptions.by_endpoint", "a browser belongs to one person, whatever the account"],
  ["senders.by_channel", "belongs to no account"],
  ["outbox.by_status_at", "the sweep of the clock"],
  ["incomingWebhooks.by_tokenHash", "the account is found by the secret of the address"],
  ["incomingCalls.by_expiresAt", "the sweep of the clock"],
  ["digestSchedules.by_nextAt", "the sweep of the clock"],
  ["mailTokens.by_token", "the member is found by the link of a mail"],
  ["runtimes.by_status_lastCheckInAt", "the sweep of the clock"],
  ["runtimes.by_provider_isWanted", "the supervisor of this installation"],
]);

type Index = { indexDescriptor: string; fields: string[] };
type Exported = {
  tables: {
    tableName: string;
    indexes: Index[];
    searchIndexes: { indexDescriptor: string; filterFields: string[] }[];
    documentType: { type: string; value: Record<string, unknown> };
  }[];
};
const { tables } = JSON.parse((schema as unknown as { export(): string }).export()) as Exported;

describe("the schema", () => {
  test.each(tables.map((table) => [table.tableName, table] as const))(
    "[T1] %s belongs to one account",
    (name, table) => {
      const fields = Object.keys(table.documentType.value);
      expect(fields.includes("accountId")).toBe(!WITHOUT_ACCOUNT.includes(name));
    },
  );

  test("[T2] every index begins with the account, but for the listed few", () => {
    const exceptions = tables.flatMap(({ tableName, indexes }) =>
      indexes
        .filter(({ fields }) => fields[0] !== "accountId")
        .map(({ indexDescriptor }) => `${tableName}.${indexDescriptor}`),
    );
    expect(exceptions.toSorted()).toEqual([...ACROSS_ACCOUNTS.keys()].toSorted());
  });

  test("[T2] every search is within the account", () => {
    for (const { tableName, searchIndexes } of tables) {
      for (const { indexDescriptor, filterFields } of searchIndexes) {
        expect([tableName, indexDescriptor, filterFields]).toEqual([
          tableName,
          indexDescriptor,
          expect.arrayContaining(["accountId"]),
        ]);
      }
    }
  });

  test("an index is named after its fields", () => {
    for (const { tableName, indexes } of tables) {
      for (const { indexDescriptor, fields } of indexes) {
        const named = indexDescriptor.replace(/^by_/, "").split("_").length;
        expect([`${tableName}.${indexDescriptor}`, named]).toEqual([
          `${tableName}.${indexDescriptor}`,
          fields.length,
        ]);
      }
    }
  });
});
