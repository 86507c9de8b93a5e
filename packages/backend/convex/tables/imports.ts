import { IMPORT_STEPS } from "@mc/shared/account/exportFile";
import { defineTable } from "convex/server";
import { v } from "convex/values";
import { literals } from "convex-helpers/validators";

export const importStep = literals(...IMPORT_STEPS);

/**
 * The import of an exported account into this one, which was founded for it; see lib/accountImport.ts. What is in already
 * is said by `step` and `rowsDone` alone, so that a batch that is sent again has no second effect.
 * running → tidying (all is in; the ids of the file are let go) → done.
 */
export const accountImports = defineTable({
  accountId: v.id("accounts"),
  importedBy: v.id("memberships"),
  /** As the file says it. */
  source: v.object({ name: v.string(), slug: v.string(), exportedAt: v.number() }),
  /** What the file holds, step by step. */
  steps: v.array(v.object({ step: importStep, rows: v.number() })),
  /** Place in `steps`. */
  step: v.number(),
  rowsDone: v.number(),
  /** Rows whose neighbours are not in the file, as one that was deleted while the export ran. */
  skipped: v.number(),
  /** Tasks that lost an assignee who is not here. */
  unassigned: v.number(),
  /** Files whose bytes could not be had, and pictures that cannot be a person's here. */
  filesMissing: v.number(),
  /** Figures of days that were not over: this account counts them itself. */
  countedHere: v.number(),
  state: v.union(
    v.object({ status: v.literal("running") }),
    v.object({ status: v.literal("tidying"), at: v.number() }),
    v.object({ status: v.literal("done"), at: v.number() }),
  ),
})
  .index("by_account", ["accountId"])
  .index("by_status", ["state.status"]);

/** Under which id a row of the file stands here, while its import runs. */
export const importedIds = defineTable({
  accountId: v.id("accounts"),
  step: importStep,
  oldId: v.string(),
  newId: v.string(),
}).index("by_account_step_old", ["accountId", "step", "oldId"]);
