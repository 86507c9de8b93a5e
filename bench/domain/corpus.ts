/**
 * The same account at any size: a few rows are made by the product's functions, then copied with their numbers,
 * places and references changed, so that the copies have every field the product's own rows have.
 */
import { type Bulk, type Document, openBulk } from "../../packages/convex-embedded/bench/bulk.ts";
import { type BenchHost, startBenchHost } from "../../packages/convex-embedded/bench/host.ts";
import { positionBetween } from "../../packages/shared/src/task/order.ts";

export type Corpus = {
  readonly accountId: string;
  readonly memberId: string;
  readonly threadTaskId: string;
  readonly threadNumber: number;
};
export type Folder = { readonly functionsDir: string; readonly dataDir: string };

const STATUSES = ["inbox", "assigned", "in_progress", "review", "blocked", "done"] as const;
const THREAD_MESSAGES = 200;
/** Per transaction; a task comes with about 15 rows. */
const TASKS_PER_WRITE = 500;
const RARE_EVERY = 1_000;

/** `tasks` tasks with a comment each, `activities` activities in all. Leaves the folder's host stopped. */
export async function fillFolder(
  folder: Folder,
  size: { tasks: number; activities: number; threadMessages?: number; say: (line: string) => void },
): Promise<Corpus> {
  const host = await startBenchHost(folder);
  const { accountId, memberId, taskId } = await foundAccount(host);
  await host.stop();
  const bulk = openBulk(folder.dataDir);
  const rows = templates(bulk, taskId);
  const threadTaskId = await copyTasks(bulk, {
    rows,
    accountId,
    memberId,
    threadMessages: THREAD_MESSAGES,
    ...size,
  });
  await bulk.close();
  return { accountId, memberId, threadTaskId, threadNumber: numberOf(threadAt(size.tasks)) };
}

/** An account of two people and the demo team, with one task, one comment and what follows from them. */
async function foundAccount(host: BenchHost) {
  const owner = await host.as("owner");
  const { accountId } = await owner.mutation<{ accountId: string }>("accounts:create", {
    name: "Bench",
    withDemoTeam: true,
  });
  const { token } = await owner.mutation<{ token: string }>("invitations:create", {
    accountId,
    role: "member",
  });
  const colleague = await host.as("colleague");
  await colleague.mutation("invitations:accept", { token });
  const people = await owner.query<{ memberId: string; name: string }[]>("memberships:list", { accountId });
  const memberId = people.find(({ name }) => name === "owner")?.memberId;
  if (memberId === undefined) throw new Error("the owner is no member");
  const { taskId } = await colleague.mutation<{ taskId: string }>("tasks:create", {
    accountId,
    title: "Template",
    description: "Template",
    memberIds: [memberId],
  });
  await colleague.mutation("messages:create", { accountId, taskId, body: "Template", clientKey: "template" });
  return { accountId, memberId, taskId };
}

type Templates = Readonly<
  Record<"task" | "description" | "assignment" | "message" | "activity" | "notification", Document>
>;

function templates(bulk: Bulk, taskId: string): Templates {
  const of = (table: string) => {
    const found = bulk.rows(table).findLast((row) => row["taskId"] === taskId || row["_id"] === taskId);
    if (found === undefined) throw new Error(`no template in ${table}`);
    const { _id, _creationTime, ...fields } = found;
    return fields;
  };
  return {
    task: of("tasks"),
    description: of("taskDescriptions"),
    assignment: of("assignments"),
    message: of("messages"),
    activity: of("activities"),
    notification: of("notifications"),
  };
}

type Copying = {
  rows: Templates;
  accountId: string;
  memberId: string;
  tasks: number;
  activities: number;
  threadMessages: number;
  say: (line: string) => void;
};

async function copyTasks(bulk: Bulk, copying: Copying): Promise<string> {
  const { tasks, say } = copying;
  const last = new Map<string, string>();
  let threadTaskId = "";
  let unread = 0;
  for (let from = 0; from < tasks; from += TASKS_PER_WRITE) {
    await bulk.write(({ insert }) => {
      for (let nth = from; nth < Math.min(tasks, from + TASKS_PER_WRITE); nth += 1) {
        const status = STATUSES[nth % STATUSES.length] ?? "inbox";
        const position = positionBetween(last.get(status) ?? null, null);
        last.set(status, position);
        const made = copyTask(insert, { ...copying, nth, status, position });
        if (nth === threadAt(tasks)) threadTaskId = made.taskId;
        unread += made.notifications;
      }
    });
    if ((from / TASKS_PER_WRITE) % 40 === 39) say(`${from + TASKS_PER_WRITE} of ${tasks} tasks written`);
  }
  await bulk.write(({ patch }) => settleCounts({ bulk, patch }, { ...copying, unread }));
  return threadTaskId;
}

/** The one task with a long thread. */
const threadAt = (tasks: number) => Math.floor(tasks / 2);
/** The template is task 1. */
const numberOf = (nth: number) => nth + 2;

type Insert = (table: string, fields: Document) => string;
type Place = Copying & { nth: number; status: (typeof STATUSES)[number]; position: string };

function copyTask(insert: Insert, place: Place): { taskId: string; notifications: number } {
  const { rows, nth, status, position, tasks } = place;
  const number = numberOf(nth);
  const isThread = nth === threadAt(tasks);
  const title = `Task ${number}: ${nth % 2 === 0 ? "improve" : "repair"} the ${nth % RARE_EVERY === 7 ? "zeppelin" : "engine"} part ${nth % 977}`;
  const messages = isThread ? place.threadMessages : 1;
  const taskId = insert("tasks", {
    ...rows.task,
    number,
    title,
    position,
    state: stateOf(status),
    messageCount: messages,
  });
  insert("taskDescriptions", {
    ...rows.description,
    taskId,
    text: `Why and how: ${title}, so that the whole shop can rely on it.`,
  });
  insert("assignments", { ...rows.assignment, taskId });
  const target = { kind: "task", id: taskId, label: title, number };
  for (let at = 0; at < messages; at += 1) {
    insert("messages", {
      ...rows.message,
      taskId,
      body: `Comment ${at} about ${title}`,
      clientKey: `bulk:${nth}:${at}`,
    });
  }
  const activities = Math.round(place.activities / tasks);
  for (let at = 0; at < activities; at += 1) insert("activities", { ...rows.activity, taskId, target });
  if (nth % 10 !== 0) return { taskId, notifications: 0 };
  insert("notifications", { ...rows.notification, taskId, body: title });
  return { taskId, notifications: 1 };
}

function stateOf(status: (typeof STATUSES)[number]): Document {
  if (status === "blocked") return { status, reason: "Waiting for a part", since: Date.now() };
  return status === "done" ? { status, at: Date.now() } : { status };
}

/** The counters that the copied rows would have moved. */
function settleCounts(
  { bulk, patch }: { bulk: Bulk; patch: (id: string, fields: Document) => void },
  { memberId, tasks, unread }: Copying & { unread: number },
): void {
  const row = bulk.rows("counters").find(({ key }) => key === "tasks");
  if (row === undefined) throw new Error("the numbers of tasks have no row");
  const values = { ...(row["values"] as Record<string, number>) };
  const add = (key: string, delta: number) => {
    values[key] = (values[key] ?? 0) + delta;
  };
  add("taskNumber", tasks);
  for (const [at, status] of STATUSES.entries()) {
    add(`tasks:${status}`, Math.floor((tasks - at + STATUSES.length - 1) / STATUSES.length));
  }
  patch(textOf(row, "_id"), { values });
  const inbox = bulk.rows("inboxes").find((row) => row["memberId"] === memberId);
  if (inbox !== undefined) patch(textOf(inbox, "_id"), { unread: Number(inbox["unread"]) + unread });
}

function textOf(row: Document, field: string): string {
  const value = row[field];
  if (typeof value !== "string") throw new Error(`${field} is no text`);
  return value;
}
