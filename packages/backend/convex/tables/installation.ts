/** What belongs to the installation as a whole and to no account. */
import { FEATURE_FLAGS } from "@mc/shared/installation/flags";
import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

export const featureFlag = literals(...FEATURE_FLAGS);

const [billing, fleet, runtimeConfigDualWrite] = FEATURE_FLAGS;
const flag = v.optional(v.boolean());
/** As set; a missing one stands at its default. */
export const flagSettings = v.object({ [billing]: flag, [fleet]: flag, [runtimeConfigDualWrite]: flag });

/** Facts of the installation; one row per key. */
export const systemConfig = defineTable(
  v.union(
    /** `tokenIdentifier` of each person who may act on all accounts; never empty. */
    v.object({ key: v.literal("fleetOperators"), userIds: v.array(v.string()) }),
    v.object({ key: v.literal("featureFlags"), flags: flagSettings }),
  ),
).index("by_key", ["key"]);

/** Equal to shared installation/operations by a compile-time test. */
export const operation = v.union(
  v.object({ type: v.literal("flag_changed"), flag: featureFlag, from: v.boolean(), to: v.boolean() }),
  v.object({ type: v.literal("operator_added"), userId: v.string(), name: v.string() }),
  v.object({ type: v.literal("operator_removed"), userId: v.string(), name: v.string() }),
  v.object({ type: v.literal("account_deletion_requested"), slug: v.string(), name: v.string() }),
  v.object({
    type: v.literal("account_deleted"),
    slug: v.string(),
    name: v.string(),
    rows: v.number(),
    files: v.number(),
  }),
  v.object({
    type: v.literal("counters_corrected"),
    slug: v.string(),
    corrections: v.array(v.object({ key: v.string(), from: v.number(), to: v.number() })),
  }),
  v.object({
    type: v.literal("migration_finished"),
    name: v.string(),
    seen: v.number(),
    changed: v.number(),
  }),
);

/** The operators' log. Append-only: only the recorder of functions/operations.ts writes here. */
export const operatorLog = defineTable({
  operation,
  /** null for the system. */
  actorId: v.union(v.string(), v.null()),
  actorName: v.string(),
}).index("by_slug", ["operation.slug"]);

/**
 * The deletion of an account as a job: the account's row is gone from the first moment, the rest goes batch by
 * batch. A step works only under the row's generation, so that a job that was started again has one worker.
 */
export const accountDeletions = defineTable({
  accountId: v.id("accounts"),
  slug: v.string(),
  name: v.string(),
  /** `userId` and name of the owner who asked for it. */
  requestedBy: v.string(),
  requestedByName: v.string(),
  generation: v.number(),
  /** Tables that are empty by now; see lib/accountDeletion.ts for their order. */
  tablesDone: v.number(),
  rows: v.number(),
  files: v.number(),
  /** Of the last step; a job whose steps have stopped is started again. */
  stepAt: v.number(),
  endedAt: v.union(v.number(), v.null()),
})
  .index("by_account", ["accountId"])
  .index("by_requestedBy", ["requestedBy"])
  .index("by_endedAt", ["endedAt"]);

/** Changes of stored rows, account by account: how far each is. One row per migration. */
export const migrations = defineTable({
  name: v.string(),
  /** Of its latest start; steps of an earlier one do nothing. */
  generation: v.number(),
  /** Creation time of the last account that is through. */
  cursor: v.number(),
  seen: v.number(),
  changed: v.number(),
  startedAt: v.number(),
  endedAt: v.union(v.number(), v.null()),
}).index("by_name", ["name"]);
