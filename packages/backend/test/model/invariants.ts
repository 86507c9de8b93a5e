/** The invariants of the specification, read off the rows before and after one act. They know nothing of the code. */
import { can } from "@mc/shared/account/roles";
import type { ActivityType } from "@mc/shared/activity/types";
import { type CAPABILITIES, resolveCapabilities } from "@mc/shared/agent/capabilities";
import { MAX_HOPS } from "@mc/shared/delivery/run";
import { TASK_STATUSES, type TaskStatus } from "@mc/shared/task/status";
import { expect } from "vitest";
import type { Doc, TableNames } from "../../convex/_generated/dataModel";
import { TENANT_TABLES } from "../samples";
import { ACTS, type Act, type Refused } from "./acts";
import { own } from "./chosen";
import type { Books, Office } from "./office";

/** The table of the specification, written down once more: the code's own would agree with itself. */
const LEGAL: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  inbox: ["assigned", "in_progress", "archived"],
  assigned: ["inbox", "in_progress", "blocked", "archived"],
  in_progress: ["assigned", "review", "blocked", "archived"],
  review: ["in_progress", "done", "blocked", "archived"],
  done: ["review", "archived"],
  blocked: ["assigned", "in_progress", "archived"],
  archived: ["inbox", "assigned"],
};

type Step = { office: Office; act: Act; refused: Refused | null; before: Books; after: Books };
type Activity = Doc<"activities">;
type Event<T extends ActivityType> = Extract<Activity["event"], { type: T }>;

export function checkInvariants(step: Step): void {
  tenancy(step);
  authorization(step);
  auditTrail(step);
  workflow(step);
  openWork(step);
  delivery(step);
  refusals(step);
}

/** Rows that are there now and were not before. */
function fresh<T extends TableNames>({ before, after }: Step, table: T): Doc<T>[] {
  const known = new Set<string>(before[table].map(({ _id }) => _id));
  return after[table].filter(({ _id }) => !known.has(_id));
}

/** Rows that were there before, each with what it is now. */
function kept<T extends TableNames>({ before, after }: Step, table: T): { was: Doc<T>; is: Doc<T> }[] {
  const now = new Map<string, Doc<T>>(after[table].map((row) => [row._id, row]));
  return before[table].flatMap((was) => {
    const is = now.get(was._id);
    return is ? [{ was, is }] : [];
  });
}

function recorded<T extends ActivityType>(step: Step, type: T, targetId?: string) {
  return fresh(step, "activities").flatMap((row) =>
    row.event.type === type && (targetId === undefined || row.target.id === targetId)
      ? [{ ...row, event: row.event as Event<T> }]
      : [],
  );
}

// T: tenancy

function tenancy({ office, before, after, act, refused }: Step): void {
  const accounts = new Set<string>(after.accounts.map(({ _id }) => _id));
  const foreign = (books: Books) =>
    TENANT_TABLES.map((table) =>
      books[table].filter((row) => "accountId" in row && row.accountId !== office.world.accountId),
    );
  for (const table of TENANT_TABLES) {
    for (const row of after[table]) {
      expect(["T1", table, "accountId" in row && accounts.has(row.accountId)]).toEqual(["T1", table, true]);
    }
  }
  // Time passes for everybody; nothing else reaches the other account.
  if (act.kind !== "let time pass" && act.kind !== "wake the snoozed")
    expect(["T2", foreign(after)]).toEqual(["T2", foreign(before)]);
  if (act.kind === "reach across") {
    // Who may not do such a thing at all hears that first; anybody else hears what they would of an unknown id.
    const mayDo = ["owner", "admin"].includes(memberOf(office, act, before)?.role ?? "viewer");
    const answers = isActive(office, act, before) && !mayDo ? ["not_found", "forbidden"] : ["not_found"];
    const isNothing = refused === null && own(office, before.tasks).length === 0;
    expect(["T4", isNothing || answers.includes(refused?.code ?? "answered")]).toEqual(["T4", true]);
  }
  if (act.kind === "use the key of next door" && refused) {
    expect(["T3", refused.code]).toEqual(["T3", "not_found"]);
  }
  namesNobodyElse(office, before, after);
}

/** No row of the account names a row of another one, in whatever field. */
function namesNobodyElse({ world }: Office, before: Books, after: Books): void {
  const strangers = new Set<string>();
  for (const table of TENANT_TABLES) {
    for (const row of after[table])
      if (row.accountId !== world.accountId) strangers.add(row._id).add(row.accountId);
  }
  for (const table of TENANT_TABLES) {
    const known = new Map<string, string>(before[table].map((row) => [row._id, JSON.stringify(row)]));
    for (const row of after[table]) {
      const text = JSON.stringify(row);
      if (row.accountId !== world.accountId || known.get(row._id) === text) continue;
      const named = [...text.matchAll(/"([^"]{10,})"/g)].filter(([, value]) => strangers.has(value ?? ""));
      expect(["T2 names", table, named.map(([value]) => value)]).toEqual(["T2 names", table, []]);
    }
  }
}

function isActive(office: Office, act: Act, books: Books): boolean {
  return memberOf(office, act, books)?.status === "active";
}

function memberOf(office: Office, act: Act, books: Books): Doc<"memberships"> | undefined {
  const person = office.people[act.who % office.people.length];
  return books.memberships.find(({ _id }) => _id === person?.memberId);
}

// Figures of open work

/** How old open work is and who has how much: kept by writes, and after every act what counting all tasks gives. */
function openWork({ after }: Step): void {
  const sums = new Map<string, number>();
  const add = (sum: Map<string, number>, key: string, count = 1) => sum.set(key, (sum.get(key) ?? 0) + count);
  for (const { accountId, state, purpose, bornOn, memberIds, agentIds } of after.tasks) {
    if (purpose !== undefined) continue;
    add(sums, `${accountId} tasks:${state.status}`);
    if (state.status === "done" || state.status === "archived") continue;
    add(sums, `${accountId} born ${bornOn}`);
    for (const id of [...memberIds, ...agentIds]) add(sums, `${accountId} ${id} ${state.status}`);
  }
  const kept = new Map<string, number>();
  for (const { accountId, day, subject, stillOpen } of after.dailyMetrics) {
    if (subject.kind !== "account")
      expect(["open of a person", stillOpen]).toEqual(["open of a person", undefined]);
    else if (stillOpen) add(kept, `${accountId} born ${day}`, stillOpen);
  }
  for (const { accountId, key, values } of after.counters) {
    const [kind, id] = key.split(":");
    if (key !== "tasks" && kind !== "load") continue;
    for (const [name, count] of Object.entries(values ?? {})) {
      if (kind === "load") add(kept, `${accountId} ${id} ${name}`, count);
      else if (name !== "taskNumber" && count !== 0) add(kept, `${accountId} ${name}`, count);
    }
  }
  expect(["figures of tasks", Object.fromEntries(kept)]).toEqual([
    "figures of tasks",
    Object.fromEntries(sums),
  ]);
}

// A: authorization

function authorization(step: Step): void {
  const { office, act, refused, before, after } = step;
  const member = memberOf(office, act, before);
  const { needs } = ACTS[act.kind];
  const changed = TENANT_TABLES.some(
    (table) => JSON.stringify(before[table]) !== JSON.stringify(after[table]),
  );
  if (needs !== null && changed) {
    expect(["A1", act.kind, member?.status]).toEqual(["A1", act.kind, "active"]);
    expect(["A2", act.kind, member?.role, can(member?.role ?? "viewer", needs)]).toEqual([
      "A2",
      act.kind,
      member?.role,
      true,
    ]);
  }
  if (refused) expect(["a refusal writes nothing", changed]).toEqual(["a refusal writes nothing", false]);
  const owners = after.memberships.filter(
    ({ accountId, role, status }) =>
      accountId === office.world.accountId && role === "owner" && status === "active",
  );
  expect(["A: exactly one owner", owners.length]).toEqual(["A: exactly one owner", 1]);
  for (const row of fresh(step, "activities")) agentRights(step, row);
  if (needs !== null && needs !== "agent.manage") {
    // A person's credential is a person's: nothing that they do is written down as an agent's.
    const byAgents = fresh(step, "activities").filter(({ actor }) => actor.kind === "agent");
    expect(["A3", act.kind, byAgents.map(({ event }) => event.type)]).toEqual(["A3", act.kind, []]);
  }
  departed(step);
}

/** Whoever was removed is assigned nowhere, follows nothing and has no session of work left. */
function departed({ office, after }: Step): void {
  const gone = new Set<string>(
    own(office, after.memberships).flatMap(({ _id, status }) => (status === "removed" ? [_id] : [])),
  );
  const follows = after.subscriptions.filter(
    ({ recipient }) => recipient.kind === "member" && gone.has(recipient.memberId),
  );
  expect(["A1 follows", follows.length]).toEqual(["A1 follows", 0]);
  const works = after.tasks.filter(({ memberIds }) => memberIds.some((id) => gone.has(id)));
  expect(["A1 assigned", works.length]).toEqual(["A1 assigned", 0]);
}

const NEEDED: Partial<Record<ActivityType, (typeof CAPABILITIES)[number]>> = {
  task_created: "canCreateTasks",
  task_status_changed: "canModifyTaskStatus",
  task_updated: "canModifyTaskStatus",
  document_created: "canCreateDocuments",
  document_updated: "canCreateDocuments",
};

function agentRights({ before }: Step, { actor, event }: Activity): void {
  if (actor.kind !== "agent") return;
  const agent = before.agents.find(({ _id }) => _id === actor.agentId);
  const account = before.accounts.find(({ _id }) => _id === agent?.accountId);
  if (!agent || !account) throw new TypeError("an agent of no account acted");
  const rights = resolveCapabilities(agent.capabilities, account.settings.agentDefaults);
  const needed = NEEDED[event.type];
  if (needed) expect(["A4", event.type, rights[needed]]).toEqual(["A4", event.type, true]);
  if (event.type === "task_status_changed" && event.to === "done") {
    expect(["A4", "done", rights.canMarkDone, event.from]).toEqual(["A4", "done", true, "review"]);
  }
}

// L: the audit trail

function auditTrail(step: Step): void {
  const { before, after } = step;
  const now = new Map<string, Activity>(after.activities.map((row) => [row._id, row]));
  for (const row of before.activities) expect(["L2", now.get(row._id)]).toEqual(["L2", row]);
  tasksRecorded(step);
  messagesRecorded(step);
  documentsRecorded(step);
  documentsGone(step);
  peopleRecorded(step);
  restRecorded(step);
  for (const row of fresh(step, "activities")) cause(step, row);
}

function tasksRecorded(step: Step): void {
  for (const task of fresh(step, "tasks")) {
    expect(["L1 created", recorded(step, "task_created", task._id).length]).toEqual(["L1 created", 1]);
  }
  for (const { was, is } of kept(step, "tasks")) {
    const moves = recorded(step, "task_status_changed", is._id).map(({ event }) => event);
    path(was.state.status, is.state.status, moves);
    const changes = recorded(step, "task_updated", is._id).flatMap(({ event }) => event.changes);
    for (const field of ["title", "priority"] as const) {
      const noted = changes.filter((change) => change.field === field).length;
      expect(["L1", field, noted]).toEqual(["L1", field, Number(was[field] !== is[field])]);
    }
    const title = changes.find(({ field }) => field === "title");
    if (title) expect(["L3", title.from, title.to]).toEqual(["L3", was.title, is.title]);
    assignmentsRecorded(step, was, is);
  }
  const gone = step.before.tasks.filter(({ _id }) => !step.after.tasks.some((task) => task._id === _id));
  for (const task of gone) {
    expect(["L1 deleted", recorded(step, "task_deleted", task._id).length]).toEqual(["L1 deleted", 1]);
  }
}

/** The recorded moves lead from the old status to the new one without a gap, each along a legal edge. */
function path(from: TaskStatus, to: TaskStatus, moves: readonly Event<"task_status_changed">[]): void {
  let at = from;
  for (const move of moves) {
    expect(["L3 old", move.from]).toEqual(["L3 old", at]);
    const isLegal = LEGAL[move.from].includes(move.to);
    expect(["W1", move.from, move.to, isLegal]).toEqual(["W1", move.from, move.to, true]);
    if (move.to === "blocked") expect(["W3", move.reason !== null]).toEqual(["W3", true]);
    at = move.to;
  }
  expect(["L1 moved", at]).toEqual(["L1 moved", to]);
}

function assignmentsRecorded(step: Step, was: Doc<"tasks">, is: Doc<"tasks">): void {
  const ids = (task: Doc<"tasks">) => new Set<string>([...task.memberIds, ...task.agentIds]);
  const [old, now] = [ids(was), ids(is)];
  const events = recorded(step, "task_assigned", is._id).map(({ event }) => event);
  const named = (list: "added" | "removed") =>
    events.flatMap((event) => event[list].map(({ id }) => id)).toSorted();
  expect(["L1 added", named("added")]).toEqual([
    "L1 added",
    [...now].filter((id) => !old.has(id)).toSorted(),
  ]);
  expect(["L1 removed", named("removed")]).toEqual([
    "L1 removed",
    [...old].filter((id) => !now.has(id)).toSorted(),
  ]);
}

function messagesRecorded(step: Step): void {
  for (const { _id } of fresh(step, "messages")) {
    expect(["L1 said", recorded(step, "message_created", _id).length]).toEqual(["L1 said", 1]);
  }
  for (const { was, is } of kept(step, "messages")) {
    const isDeleted = was.deletedAt === null && is.deletedAt !== null;
    const isEdited = !isDeleted && was.body !== is.body;
    expect(["L1 edited", recorded(step, "message_edited", is._id).length]).toEqual([
      "L1 edited",
      Number(isEdited),
    ]);
    expect(["L1 taken back", recorded(step, "message_deleted", is._id).length]).toEqual([
      "L1 taken back",
      Number(isDeleted),
    ]);
    for (const { event } of recorded(step, "message_edited", is._id)) {
      expect(["L3", event.to]).toEqual(["L3", is.body]);
    }
  }
}

function documentsRecorded(step: Step): void {
  for (const { _id } of fresh(step, "documents")) {
    expect(["L1 document", recorded(step, "document_created", _id).length]).toEqual(["L1 document", 1]);
  }
  for (const { was, is } of kept(step, "documents")) {
    const updates = recorded(step, "document_updated", is._id);
    expect(["L1 version", updates.length]).toEqual(["L1 version", Number(was.version !== is.version)]);
    for (const { event } of updates) {
      expect(["L3", event.fromVersion, event.toVersion]).toEqual(["L3", was.version, is.version]);
    }
    const kinds = recorded(step, "document_kind_changed", is._id).map(({ event }) => [event.from, event.to]);
    expect(["L1 kind", kinds]).toEqual(["L1 kind", was.kind === is.kind ? [] : [[was.kind, is.kind]]]);
    const trashed = Number(was.state.status === "active" && is.state.status === "trashed");
    const restored = Number(was.state.status === "trashed" && is.state.status === "active");
    expect(["L1 trash", recorded(step, "document_trashed", is._id).length]).toEqual(["L1 trash", trashed]);
    expect(["L1 back", recorded(step, "document_restored", is._id).length]).toEqual(["L1 back", restored]);
    const versions = step.after.documentVersions.filter(({ documentId }) => documentId === is._id);
    expect(["no text is lost", versions.length]).toEqual(["no text is lost", is.version]);
  }
}

/** Only from the trash, with one activity, and nothing of it stays behind. */
function documentsGone(step: Step): void {
  const { before, after } = step;
  const now = new Set<string>(after.documents.map(({ _id }) => _id));
  for (const { _id, state } of before.documents.filter((one) => !now.has(one._id))) {
    expect(["deleted from", state.status]).toEqual(["deleted from", "trashed"]);
    expect(["L1 gone for good", recorded(step, "document_deleted", _id).length]).toEqual([
      "L1 gone for good",
      1,
    ]);
  }
  for (const table of ["documentVersions", "documentComments", "documentLinks", "documentTexts"] as const) {
    const left = after[table].filter(({ documentId }) => !now.has(documentId));
    expect([`${table} of no document`, left.length]).toEqual([`${table} of no document`, 0]);
  }
}

function peopleRecorded(step: Step): void {
  for (const { was, is } of kept(step, "memberships")) {
    const isChange = was.role !== is.role && was.status === "active" && is.status === "active";
    const changes = recorded(step, "member_role_changed", is._id).map(({ event }) => [event.from, event.to]);
    expect(["L1 role", changes]).toEqual(["L1 role", isChange ? [[was.role, is.role]] : []]);
    const left =
      recorded(step, "member_removed", is._id).length + recorded(step, "member_left", is._id).length;
    expect(["L1 gone", left]).toEqual([
      "L1 gone",
      Number(was.status === "active" && is.status === "removed"),
    ]);
    const joined = recorded(step, "member_joined", is._id).length;
    expect(["L1 back", joined]).toEqual([
      "L1 back",
      Number(was.status === "removed" && is.status === "active"),
    ]);
  }
  for (const { was, is } of kept(step, "agents")) {
    const pauses =
      recorded(step, "agent_paused", is._id).length - recorded(step, "agent_resumed", is._id).length;
    expect(["L1 pause", pauses]).toEqual(["L1 pause", Number(is.isPaused) - Number(was.isPaused)]);
  }
}

/** Settings, agents and skills: what people set about them is not changed without a word. */
function restRecorded(step: Step): void {
  for (const { was, is } of kept(step, "accounts")) {
    const isSame = was.name === is.name && JSON.stringify(was.settings) === JSON.stringify(is.settings);
    const changes = recorded(step, "account_updated", is._id).length;
    expect(["L1 settings", changes]).toEqual(["L1 settings", Number(!isSame)]);
  }
  for (const { was, is } of kept(step, "agents")) {
    const set = ({ capabilities, requiresApprovalForActions, name, role, soul, identity }: Doc<"agents">) =>
      JSON.stringify({ capabilities, requiresApprovalForActions, name, role, soul, identity });
    const changes = recorded(step, "agent_updated", is._id).length;
    if (set(was) !== set(is)) expect(["L1 agent", changes]).toEqual(["L1 agent", 1]);
  }
  for (const { _id } of fresh(step, "skills")) {
    expect(["L1 skill", recorded(step, "skill_created", _id).length]).toEqual(["L1 skill", 1]);
  }
  for (const { was, is } of kept(step, "skills")) {
    const switched = recorded(step, "skill_enabled", is._id).map(({ event }) => event.isEnabled);
    expect(["L1 switched", switched]).toEqual([
      "L1 switched",
      was.isEnabled === is.isEnabled ? [] : [is.isEnabled],
    ]);
  }
}

/** Who did it and what led to it: a person by a request, an agent by a run of its own. */
function cause({ office, act, after }: Step, row: Activity): void {
  const member = memberOf(office, act, after);
  if (ACTS[act.kind].needs !== null && row.actor.kind === "member") {
    expect(["L3 actor", row.actor.memberId]).toEqual(["L3 actor", member?._id]);
    expect(["L3 cause", row.cause.kind]).toEqual(["L3 cause", "request"]);
  }
  if (row.actor.kind === "agent" && row.cause.kind === "run") {
    const { agentId } = row.actor;
    const { runId } = row.cause;
    const run = after.runs.find(({ _id }) => _id === runId);
    expect(["L3 run", run?.agentId]).toEqual(["L3 run", agentId]);
  }
  expect(["L3 names", row.actorName.length > 0 && row.target.label.length > 0]).toEqual(["L3 names", true]);
}

// W: the workflow

function workflow({ office, after }: Step): void {
  const tasks = after.tasks.filter(({ accountId }) => accountId === office.world.accountId);
  for (const task of tasks) {
    const { status } = task.state;
    const assignees = task.memberIds.length + task.agentIds.length;
    if (status === "assigned" || status === "in_progress") {
      expect(["W2", status, assignees > 0]).toEqual(["W2", status, true]);
    }
    if (status === "inbox") expect(["W2 inbox", assignees]).toEqual(["W2 inbox", 0]);
    if (task.state.status === "blocked") {
      expect(["W3", task.state.reason.length > 0]).toEqual(["W3", true]);
    }
    const rows = after.assignments.filter(({ taskId }) => taskId === task._id);
    const ids = rows.map(({ assignee }) =>
      assignee.kind === "member" ? assignee.memberId : assignee.agentId,
    );
    expect(["mirror of assignees", ids.map(String).toSorted()]).toEqual([
      "mirror of assignees",
      [...task.memberIds, ...task.agentIds].map(String).toSorted(),
    ]);
    waiting(after, task);
  }
  const numbers = after.counters.find(
    ({ accountId, key }) => accountId === office.world.accountId && key === "tasks",
  )?.values;
  for (const status of TASK_STATUSES) {
    const count = tasks.filter(({ state }) => state.status === status).length;
    expect(["counter", status, numbers?.[`tasks:${status}`] ?? 0]).toEqual(["counter", status, count]);
  }
}

function waiting({ taskBlockers, tasks }: Books, task: Doc<"tasks">): void {
  const open = taskBlockers.filter(({ taskId, blockerId }) => {
    const blocker = tasks.find(({ _id }) => _id === blockerId);
    return (
      taskId === task._id && blocker !== undefined && !["done", "archived"].includes(blocker.state.status)
    );
  });
  expect(["waits for", task.openBlockerCount ?? 0]).toEqual(["waits for", open.length]);
}

// N: delivery

function delivery(step: Step): void {
  const { office, after } = step;
  const { accountId } = office.world;
  for (const row of fresh(step, "notifications")) {
    const { recipient, actor } = row;
    const isSelf =
      (recipient.kind === "member" && actor.kind === "member" && actor.memberId === recipient.memberId) ||
      (recipient.kind === "agent" && actor.kind === "agent" && actor.agentId === recipient.agentId);
    expect(["N2 not oneself", isSelf]).toEqual(["N2 not oneself", false]);
  }
  for (const message of fresh(step, "messages")) told(step, message);
  editsTold(step);
  assigneesTold(step);
  reviewersTold(step);
  staleActs(step);
  archivedIsQuiet(step);
  for (const inbox of after.inboxes) {
    const unread = after.notifications.filter(
      ({ recipient, place, unreadAt }) =>
        recipient.kind === "member" &&
        recipient.memberId === inbox.memberId &&
        place === undefined &&
        (unreadAt ?? 0) > inbox.readThrough,
    );
    expect(["exact unread count", inbox.unread]).toEqual(["exact unread count", unread.length]);
  }
  const runs = after.runs.filter((run) => run.accountId === accountId);
  for (const run of runs) runIsSound(after, run);
  for (const { hop, chain } of runs) {
    expect(["N5", hop === chain.length && hop <= MAX_HOPS]).toEqual(["N5", true]);
  }
  for (const { event, taskId } of recorded(step, "task_assigned")) {
    const task = after.tasks.find(({ _id }) => _id === taskId);
    if (!task || task.openBlockerCount || ["done", "archived"].includes(task.state.status)) continue;
    for (const { kind, id } of event.added) {
      const hasRun = runs.some((run) => run.taskId === taskId && run.agentId === id);
      if (kind === "agent")
        expect(["N: a hand-off is a run", hasRun]).toEqual(["N: a hand-off is a run", true]);
    }
  }
}

/** [N1] Whoever is assigned by somebody else hears of it once. */
function assigneesTold(step: Step): void {
  const active = new Set<string>(membersOf(step.after, step.office.world.accountId));
  for (const { actor, event, taskId } of recorded(step, "task_assigned")) {
    for (const { kind, id } of event.added) {
      if (kind !== "member" || !active.has(id)) continue;
      const isSelf = actor.kind === "member" && actor.memberId === id;
      const told = fresh(step, "notifications").filter(
        (row) =>
          row.type === "assignment" &&
          row.taskId === taskId &&
          row.recipient.kind === "member" &&
          row.recipient.memberId === id,
      );
      expect(["N1 assigned", told.length]).toEqual(["N1 assigned", Number(!isSelf)]);
    }
  }
}

/** [N1] A task that comes into review asks the people concerned, except whoever brought it there. */
function reviewersTold(step: Step): void {
  const active = new Set<string>(membersOf(step.after, step.office.world.accountId));
  for (const { actor, event, taskId } of recorded(step, "task_status_changed")) {
    const task = step.after.tasks.find(({ _id }) => _id === taskId);
    if (event.to !== "review" || event.from === "done" || event.isAutomatic || !task) continue;
    const { creator, memberIds } = task;
    const asked = new Set<string>([...memberIds, ...(creator.kind === "member" ? [creator.memberId] : [])]);
    if (actor.kind === "member") asked.delete(actor.memberId);
    const told = fresh(step, "notifications").flatMap(({ type, recipient, taskId: about }) =>
      type === "review_request" && about === taskId && recipient.kind === "member"
        ? [recipient.memberId]
        : [],
    );
    const expected = [...asked].filter((id) => active.has(id)).toSorted();
    expect(["N1 review", told.map(String).toSorted()]).toEqual(["N1 review", expected]);
  }
}

/** [N3] Whoever acts under a lease that is not theirs any more changes nothing. */
function staleActs({ office, act, before, after }: Step): void {
  if (act.kind === "act under an old lease") {
    unchanged("N3 late", before, after);
    return;
  }
  if (act.kind !== "end a turn" && act.kind !== "call a tool") return;
  const turn = office.held[act.n % Math.max(1, office.held.length)];
  if (!turn) return;
  const isHeld = before.leases.some(
    ({ runId, fence, sessionKey }) =>
      sessionKey === turn.sessionKey &&
      (act.kind === "call a tool" || (runId === turn.runId && fence === turn.fence)),
  );
  if (isHeld) return;
  unchanged(`N3 stale: ${act.kind}`, before, after);
}

function unchanged(rule: string, before: Books, after: Books): void {
  for (const table of ["runs", "leases", "messages", "tasks", "documents", "activities"] as const) {
    const isSame = withoutUsage(before[table]) === withoutUsage(after[table]);
    expect([rule, table, isSame]).toEqual([rule, table, true]);
  }
  // The money is gone all the same: an attempt that had said nothing of it may enter the ledger, once.
  const isKept = before.usage.every((row) => after.usage.some((now) => isEqual(row, now)));
  expect([rule, "usage", isKept]).toEqual([rule, "usage", true]);
  const attempts = after.usage.map(({ runId, fence }) => `${runId}:${fence}`);
  expect([rule, "counted once", new Set(attempts).size]).toEqual([rule, "counted once", attempts.length]);
}

function withoutUsage(rows: readonly object[]): string {
  return JSON.stringify(rows, (key, value: unknown) => (key === "usage" ? undefined : value));
}

function isEqual(one: object, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Nobody goes on working on what was put away: its runs are over or told to stop. */
function archivedIsQuiet(step: Step): void {
  for (const { taskId } of recorded(step, "task_status_changed").filter(
    ({ event }) => event.to === "archived",
  )) {
    const task = step.after.tasks.find(({ _id }) => _id === taskId);
    if (task?.state.status !== "archived") continue;
    const alive = step.after.runs.filter(
      (run) => run.taskId === taskId && !ENDED.includes(run.status) && run.cancelRequestedAt === null,
    );
    expect(["W archived", alive.map(({ status }) => status)]).toEqual(["W archived", []]);
  }
}

/** A message reaches each follower and each person named, once, and nobody else. */
function told(step: Step, message: Doc<"messages">): void {
  const { before, after } = step;
  if (message.kind === "system") return;
  const active = new Set<string>(
    after.memberships.filter(({ status }) => status === "active").map(({ _id }) => _id),
  );
  const task = before.tasks.find(({ _id }) => _id === message.taskId);
  const expected = new Set<string>(task?.isFollowedByItsOwn ? task.memberIds : []);
  if (task?.isFollowedByItsOwn && task.creator.kind === "member") expected.add(task.creator.memberId);
  for (const { taskId, recipient, level } of before.subscriptions) {
    if (taskId !== message.taskId || recipient.kind !== "member") continue;
    if (level === "following") expected.add(recipient.memberId);
    else expected.delete(recipient.memberId);
  }
  for (const mention of message.mentions) {
    if (mention.kind === "member") expected.add(mention.id);
    if (mention.kind === "all") for (const id of membersOf(after, message.accountId)) expected.add(id);
  }
  if (message.author.kind === "member") expected.delete(message.author.memberId);
  const told = fresh(step, "notifications").flatMap(({ messageId, recipient }) =>
    messageId === message._id && recipient.kind === "member" ? [recipient.memberId as string] : [],
  );
  expect(["N2 exactly once", told.toSorted()]).toEqual([
    "N2 exactly once",
    [...expected].filter((id) => active.has(id)).toSorted(),
  ]);
}

/** [N1] An edit reaches whom it names for the first time, once, and nobody else. */
function editsTold(step: Step): void {
  const { after } = step;
  for (const { was, is } of kept(step, "messages")) {
    if (is.deletedAt !== null || was.body === is.body) continue;
    const active = membersOf(after, is.accountId).map(String);
    const named = ({ mentions }: Doc<"messages">) =>
      active.filter((id) => mentions.some((one) => one.kind === "all" || ("id" in one && one.id === id)));
    const author = is.author.kind === "member" ? is.author.memberId : null;
    const known = named(was);
    const expected = named(is).filter((id) => id !== author && !known.includes(id));
    const told = fresh(step, "notifications").flatMap(({ messageId, recipient }) =>
      messageId === is._id && recipient.kind === "member" ? [recipient.memberId as string] : [],
    );
    expect(["N1 edited", told.toSorted()]).toEqual(["N1 edited", expected.toSorted()]);
  }
}

function membersOf(books: Books, accountId: string): string[] {
  return books.memberships
    .filter((row) => row.accountId === accountId && row.status === "active")
    .map(({ _id }) => _id);
}

const ENDED = ["succeeded", "failed", "cancelled", "timed_out", "dead_letter"];

/** A run has a state, and a time by which it leaves it or the reason why it is over. */
function runIsSound(books: Books, run: Doc<"runs">): void {
  const lease = books.leases.filter(({ runId }) => runId === run._id).length;
  if (ENDED.includes(run.status)) {
    expect(["N4 ended", run.endedAt !== null, lease]).toEqual(["N4 ended", true, 0]);
    const reason = run.status === "succeeded" || run.error !== null || isCancelRecorded(books, run);
    expect(["N4 why", run.status, reason]).toEqual(["N4 why", run.status, true]);
    return;
  }
  const [held] = books.leases.filter(({ runId }) => runId === run._id);
  if (held) expect(["N fence", held.fence]).toEqual(["N fence", run.fence]);
  expect(["N lease", run.status, lease]).toEqual(["N lease", run.status, run.status === "queued" ? 0 : 1]);
  if (run.status === "awaiting_approval") {
    // Its deadline is that of the question.
    const isAsked = books.approvals.some(({ runId }) => runId === run._id);
    expect(["N deadline", run.status, isAsked]).toEqual(["N deadline", run.status, true]);
  } else if (run.status !== "queued") {
    expect(["N deadline", run.status, run.deadlineAt !== null]).toEqual(["N deadline", run.status, true]);
  }
  const answers = books.messages.filter(({ runId, kind }) => runId === run._id && kind === "answer");
  expect(["N3 one answer at the end", answers.length]).toEqual(["N3 one answer at the end", 0]);
}

function isCancelRecorded({ activities }: Books, { _id, status }: Doc<"runs">): boolean {
  return (
    status === "cancelled" &&
    activities.some(
      ({ event, target }) =>
        (event.type === "run_cancelled" || event.type === "run_cancel_requested") && target.id === _id,
    )
  );
}

// E: refusals

function refusals({ refused }: Step): void {
  if (refused) expect(["E1", refused.message.length > 10]).toEqual(["E1", true]);
}
