/**
 * The recorder of activities and the journal that holds a mutation to its word: a mutation declares which
 * activities it may record; when it wrote rows and recorded none of them, it is rolled back. Bookkeeping that
 * is no change of anything people care about says so with `bookkeeping`.
 */
import type { ActivityType } from "@mc/shared/activity/types";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseWriter } from "../_generated/server";
import { broken } from "./errors";
import { tellWebhooks } from "./webhookEvents";

export type Audit = readonly ActivityType[] | "none";
export type Cause = Doc<"activities">["cause"];

export type Journal = {
  audit: Audit;
  writes: number;
  recorded: number;
  bookkeeping: string | null;
};

export type ActivityEntry = {
  event: Doc<"activities">["event"];
  target: Doc<"activities">["target"];
  taskId?: Id<"tasks"> | null;
  /** When it differs from what led to the mutation as a whole. */
  cause?: Cause;
  /** When someone else than the caller did it, as an agent's run that the clock ended. */
  by?: { actor: Doc<"activities">["actor"]; name: string };
};

export type ActivityRecorder = {
  cause: Cause;
  record(entry: ActivityEntry): Promise<Id<"activities">>;
  /** Why the rows written here need no activity. */
  bookkeeping(reason: string): void;
};

export function openJournal(audit: Audit): Journal {
  return { audit, writes: 0, recorded: 0, bookkeeping: null };
}

type RecorderScope = {
  account: Doc<"accounts">;
  journal: Journal;
  cause: Cause;
  storyAt: number | null;
  actor: Doc<"activities">["actor"];
  actorName: string;
};

export function activityRecorder(db: DatabaseWriter, scope: RecorderScope): ActivityRecorder {
  const { account, journal, cause } = scope;
  return {
    cause,
    bookkeeping(reason) {
      journal.bookkeeping = reason;
    },
    async record(entry) {
      const { type } = entry.event;
      if (journal.audit === "none" || !journal.audit.includes(type)) {
        throw broken(`The activity ${type} is not declared by this mutation.`);
      }
      journal.recorded += 1;
      const activityId = await db.insert("activities", {
        accountId: account._id,
        event: entry.event,
        actor: entry.by?.actor ?? scope.actor,
        actorName: entry.by?.name ?? scope.actorName,
        target: entry.target,
        taskId: entry.taskId ?? null,
        cause: entry.cause ?? cause,
        ...(scope.storyAt === null ? {} : { originalAt: scope.storyAt }),
      });
      await tellWebhooks(db, { account, activityId, type });
      return activityId;
    },
  };
}

/** Called when the handler is through and the transaction still open: throwing here undoes everything. */
export function settleJournal(journal: Journal): void {
  if (journal.audit === "none" || journal.writes === 0 || journal.recorded > 0) return;
  if (journal.bookkeeping !== null) return;
  throw broken(`A change was made without recording any of: ${journal.audit.join(", ")}.`);
}
