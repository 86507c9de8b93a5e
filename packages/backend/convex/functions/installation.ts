/** Facts of the installation that builders look up: who operates it, what is switched on, and the operators' log. */
import { type Flags, resolveFlags } from "@mc/shared/installation/flags";
import type { Operation, OperationType } from "@mc/shared/installation/operations";
import type { DatabaseReader, DatabaseWriter } from "../_generated/server";
import { broken } from "./errors";

export async function fleetOperators(db: DatabaseReader): Promise<string[]> {
  const row = await configRow(db, "fleetOperators");
  return row?.key === "fleetOperators" ? row.userIds : [];
}

export async function isFleetOperator(db: DatabaseReader, userId: string): Promise<boolean> {
  return (await fleetOperators(db)).includes(userId);
}

export async function readFlags(db: DatabaseReader): Promise<Flags> {
  const row = await configRow(db, "featureFlags");
  return resolveFlags(row?.key === "featureFlags" ? row.flags : {});
}

export async function configRow(db: DatabaseReader, key: "fleetOperators" | "featureFlags") {
  return await db
    .query("systemConfig")
    .withIndex("by_key", (q) => q.eq("key", key))
    .unique();
}

/**
 * Whether an account that was deleted bore the slug. It is given to nobody again: links in old mails, and credentials that an
 * operator has named after it, would lead into somebody else's account.
 */
export async function isSlugUsedUp(db: DatabaseReader, slug: string): Promise<boolean> {
  const entry = await db
    .query("operatorLog")
    .withIndex("by_slug", (q) => q.eq("operation.slug", slug))
    .first();
  return entry !== null;
}

export type Operator = { userId: string | null; name: string };

export type OperationRecorder = { record(operation: Operation): Promise<void> };

/** Writes the operators' log; `declared` holds a function to its word, `onRecord` counts. */
export function operationRecorder(
  db: DatabaseWriter,
  by: Operator,
  { declared, onRecord }: { declared: readonly OperationType[]; onRecord?: () => void },
): OperationRecorder {
  return {
    async record(operation) {
      if (!declared.includes(operation.type)) {
        throw broken(`The operation ${operation.type} is not declared by this function.`);
      }
      onRecord?.();
      await db.insert("operatorLog", { operation, actorId: by.userId, actorName: by.name });
    },
  };
}
