/** A row that nobody may write by hand. */
import type { Doc } from "../convex/_generated/dataModel";

export const activitySample: Omit<Doc<"activities">, "_id" | "_creationTime" | "accountId"> = {
  event: { type: "task_created", title: "Forged", status: "inbox", priority: 3 },
  actor: { kind: "system" },
  actorName: "Forger",
  target: { kind: "task", id: "x", label: "x" },
  taskId: null,
  cause: { kind: "request" },
};
