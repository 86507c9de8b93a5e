/** What is kept in the operators' log: acts on the installation as a whole, and the ends of accounts. */
import type { FeatureFlag } from "./flags.ts";

export type OperationPayloads = {
  flag_changed: { flag: FeatureFlag; from: boolean; to: boolean };
  operator_added: { userId: string; name: string };
  operator_removed: { userId: string; name: string };
  /** The tombstone: what stays of an account when everything else is gone. */
  account_deletion_requested: { slug: string; name: string };
  account_deleted: { slug: string; name: string; rows: number; files: number };
  /** Figures of an account that did not agree with the rows they count: a bug that somebody should look for. */
  counters_corrected: { slug: string; corrections: { key: string; from: number; to: number }[] };
  migration_finished: { name: string; seen: number; changed: number };
};

export type OperationType = keyof OperationPayloads;
export type Operation = { [T in OperationType]: { type: T } & OperationPayloads[T] }[OperationType];

/** One line for the log; who did it stands beside it. */
export function describeOperation(operation: Operation): string {
  switch (operation.type) {
    case "flag_changed":
      return `turned ${operation.flag} ${operation.to ? "on" : "off"}`;
    case "operator_added":
      return `made ${operation.name} a fleet operator`;
    case "operator_removed":
      return `took ${operation.name} off the fleet operators`;
    case "account_deletion_requested":
      return `deleted the account ${operation.name} (${operation.slug})`;
    case "account_deleted":
      return `removed the last of ${operation.name} (${operation.slug}): ${operation.rows} rows, ${operation.files} files`;
    case "counters_corrected":
      return `corrected figures of ${operation.slug}: ${operation.corrections
        .map(({ key, from, to }) => `${key} ${from} → ${to}`)
        .join(", ")}`;
    case "migration_finished":
      return `finished the migration ${operation.name}: ${operation.changed} of ${operation.seen} accounts changed`;
  }
}
