/** What people, agents and the clock may try in the model test. Each act says which right it needs, if any. */
import { DOCUMENT_KINDS } from "@mc/shared/document/kinds";
import { TASK_STATUSES } from "@mc/shared/task/status";
import fc from "fast-check";
import { travel } from "../backends";
import { api, complete, fail, internal, queueOf } from "../world";
import { type Drawn, NOTHING, nth, type Other, own, type Person, someOf, taskOf } from "./chosen";
import { DESK_ACTS, MEETING_ACTS } from "./deskActs";
import type { Books, Office } from "./office";

export type Act = Drawn & { kind: ActKind };

const WORDS = ["news", "@ben look", "@theo go on", "@all hello", "@agents and @cleo", "`@ben` in code"];

const PEOPLE_ACTS = {
  "create a task": {
    needs: "task.write",
    try: async (office, { actor, n, m }) => {
      const { accountId } = office.world;
      const memberIds = someOf(office.people.slice(0, 3), m).map(({ memberId }) => memberId);
      const agentIds = someOf(office.agents, m >> 3).map(({ agentId }) => agentId);
      const title = `Task ${n}`;
      return await actor.as.mutation(api.tasks.create, { accountId, title, memberIds, agentIds });
    },
  },
  assign: {
    needs: "task.write",
    try: async (office, act) => {
      const task = taskOf(office, act);
      if (!task) return NOTHING;
      return await act.actor.as.mutation(api.tasks.assign, {
        accountId: office.world.accountId,
        taskId: task._id,
        memberIds: someOf(office.people, act.m).map(({ memberId }) => memberId),
        agentIds: someOf(office.agents, act.m >> 4).map(({ agentId }) => agentId),
      });
    },
  },
  move: {
    needs: "task.write",
    try: async (office, act) => {
      // A status first and then a task of it: every pair of the table is tried, however few tasks are there.
      const from = nth(TASK_STATUSES, act.n);
      const tasks = own(office, act.books.tasks).filter(({ state }) => state.status === from);
      const task = nth(tasks, act.n >> 2) ?? taskOf(office, act);
      const to = nth(TASK_STATUSES, act.m);
      if (!task || !to) return NOTHING;
      const reason = act.m % 2 === 0 ? { reason: "waiting for the key" } : {};
      return await act.actor.as.mutation(api.tasks.updateStatus, {
        accountId: office.world.accountId,
        taskId: task._id,
        to,
        ...reason,
      });
    },
  },
  change: {
    needs: "task.write",
    try: async (office, act) => {
      const task = taskOf(office, act);
      if (!task) return NOTHING;
      const priority = nth([1, 2, 3, 4, 5] as const, act.m) ?? 3;
      return await act.actor.as.mutation(api.tasks.update, {
        accountId: office.world.accountId,
        taskId: task._id,
        title: `Task ${act.m}`,
        priority,
        labels: act.m % 3 === 0 ? ["launch"] : [],
      });
    },
  },
  "wait for another": {
    needs: "task.write",
    try: async (office, act) => {
      const task = taskOf(office, act);
      const blocker = nth(own(office, act.books.tasks), act.m);
      if (!task || !blocker) return NOTHING;
      const blockerIds = act.m % 4 === 0 ? [] : [blocker._id];
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.taskLinks.setBlockers, {
        accountId,
        taskId: task._id,
        blockerIds,
      });
    },
  },
  restore: {
    needs: "task.archive",
    try: async (office, act) => {
      const task = nth(
        own(office, act.books.tasks).filter(({ state }) => state.status === "archived"),
        act.n,
      );
      if (!task) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.tasks.restore, { accountId, taskId: task._id });
    },
  },
  "delete a task": {
    needs: "task.delete",
    try: async (office, act) => {
      const task = taskOf(office, act);
      if (!task) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.tasks.remove, { accountId, taskId: task._id });
    },
  },
  follow: {
    needs: "task.write",
    try: async (office, act) => {
      const task = taskOf(office, act);
      const level = nth(["following", "muted", "none"] as const, act.m);
      if (!task || !level) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.tasks.follow, { accountId, taskId: task._id, level });
    },
  },
  say: {
    needs: "message.write",
    try: async (office, act) => {
      const task = taskOf(office, act);
      if (!task) return NOTHING;
      office.sent += 1;
      return await act.actor.as.mutation(api.messages.create, {
        accountId: office.world.accountId,
        taskId: task._id,
        body: `${nth(WORDS, act.m)} ${office.sent}`,
        clientKey: `${office.sent}`,
        isNote: act.m % 5 === 4,
      });
    },
  },
  "edit a message": {
    needs: "message.write",
    try: async (office, act) => {
      const all = own(office, act.books.messages);
      const mine = all.filter(
        ({ author }) => author.kind === "member" && author.memberId === act.actor.memberId,
      );
      // Mostly one's own: of another's nothing but the refusal is seen.
      const message = nth(act.m % 4 === 3 ? all : mine, act.n);
      if (!message) return NOTHING;
      const body = `edited ${act.m} ${nth(WORDS, act.m)}`;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.messages.update, { accountId, messageId: message._id, body });
    },
  },
  "delete a message": {
    needs: "message.write",
    try: async (office, act) => {
      const message = nth(own(office, act.books.messages), act.n);
      if (!message) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.messages.remove, { accountId, messageId: message._id });
    },
  },
  "write a document": {
    needs: "document.write",
    try: async (office, act) => {
      const document = nth(own(office, act.books.documents), act.n);
      const task = taskOf(office, act);
      const { accountId } = office.world;
      const content = `text ${act.m}`;
      if (!document || act.m % 3 === 0) {
        const place = task && act.m % 2 === 0 ? { taskId: task._id } : {};
        return await act.actor.as.mutation(api.documents.create, {
          accountId,
          title: "Plan",
          content,
          ...place,
        });
      }
      return await act.actor.as.mutation(api.documents.update, {
        accountId,
        documentId: document._id,
        title: document.title,
        content,
        // Now and then somebody was faster.
        expectedVersion: document.version - (act.m % 7 === 0 ? 1 : 0),
      });
    },
  },
  "make a document another kind": {
    needs: "document.write",
    try: async (office, act) => {
      const document = nth(own(office, act.books.documents), act.n);
      const kind = nth(DOCUMENT_KINDS, act.m);
      if (!document || !kind) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.documents.changeKind, {
        accountId,
        documentId: document._id,
        kind,
      });
    },
  },
  "trash or restore a document": {
    needs: "document.write",
    try: async (office, act) => {
      const document = nth(own(office, act.books.documents), act.n);
      if (!document) return NOTHING;
      const { accountId } = office.world;
      const how = document.state.status === "active" ? api.documents.trash : api.documents.restore;
      return await act.actor.as.mutation(how, { accountId, documentId: document._id });
    },
  },
  "delete a document": {
    needs: "document.delete",
    try: async (office, act) => {
      const all = own(office, act.books.documents);
      // Mostly one of the trash, from where alone it goes; now and then one that is in use, which is refused.
      const trashed = all.filter(({ state }) => state.status === "trashed");
      const document = nth(act.m % 4 === 0 ? all : trashed, act.n);
      if (!document) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.documents.remove, { accountId, documentId: document._id });
    },
  },
  "change a role": {
    needs: "member.manage",
    try: async (office, act) => {
      const member = nth(office.people, act.n);
      const role = nth(["viewer", "member", "admin"] as const, act.m);
      if (!member || !role) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.memberships.updateRole, {
        accountId,
        memberId: member.memberId,
        role,
      });
    },
  },
  "remove a member": {
    needs: "member.manage",
    try: async (office, act) => {
      // Mostly one of those who can be removed: the others are soon the more, and each of them is a refusal.
      const rows = own(office, act.books.memberships);
      const removable = office.people.filter(({ memberId }) =>
        rows.some(({ _id, status, role }) => _id === memberId && status === "active" && role !== "owner"),
      );
      const member = nth(act.m % 4 === 0 ? office.people : removable, act.n);
      if (!member) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.memberships.remove, { accountId, memberId: member.memberId });
    },
  },
  "pass the account on": {
    needs: "account.transfer",
    try: async (office, act) => {
      const member = nth(office.people, act.n);
      if (!member) return NOTHING;
      return await act.actor.as.mutation(api.memberships.transferOwnership, {
        accountId: office.world.accountId,
        memberId: member.memberId,
      });
    },
  },
  "pause an agent": {
    needs: "agent.manage",
    try: async (office, act) => {
      const agent = nth(office.agents, act.n);
      if (!agent) return NOTHING;
      return await act.actor.as.mutation(api.agents.setPaused, {
        accountId: office.world.accountId,
        agentId: agent.agentId,
        isPaused: act.m % 2 === 0,
      });
    },
  },
  "gate an agent": {
    needs: "agent.manage",
    try: async (office, act) => {
      const agent = nth(office.agents, act.n);
      if (!agent) return NOTHING;
      return await act.actor.as.mutation(api.agents.update, {
        accountId: office.world.accountId,
        agentId: agent.agentId,
        requiresApprovalForActions: act.m % 2 === 0 ? ["task_message", "document_upsert"] : [],
      });
    },
  },
  "decide an approval": {
    needs: "agent.manage",
    try: async (office, act) => {
      const approval = nth(own(office, act.books.approvals), act.n);
      if (!approval) return NOTHING;
      return await act.actor.as.mutation(api.approvals.decide, {
        accountId: office.world.accountId,
        approvalId: approval._id,
        decision: act.m % 2 === 0 ? "approved" : "refused",
        reason: "because",
      });
    },
  },
  "stop or retry a run": {
    needs: "task.write",
    try: async (office, act) => {
      const run = nth(own(office, act.books.runs), act.n);
      if (!run) return NOTHING;
      const how = act.m % 2 === 0 ? api.runs.cancel : api.runs.retry;
      return await act.actor.as.mutation(how, { accountId: office.world.accountId, runId: run._id });
    },
  },
} as const satisfies Record<string, Person>;

const OTHER_ACTS = {
  "come back": {
    needs: null,
    try: async (office, { books, n }) => {
      const gone = office.people.filter(({ memberId }) =>
        books.memberships.some(({ _id, status }) => _id === memberId && status === "removed"),
      );
      const person = nth(gone, n);
      const owner = books.memberships.find(
        ({ accountId, role, status }) =>
          accountId === office.world.accountId && role === "owner" && status === "active",
      );
      const host = office.people.find(({ memberId }) => memberId === owner?._id);
      if (!person || !host) return NOTHING;
      const { accountId } = office.world;
      const { token } = await host.as.mutation(api.invitations.create, { accountId, role: "member" });
      return await person.as.mutation(api.invitations.accept, { token });
    },
  },
  "take a run": {
    needs: null,
    try: async (office, { n }) => {
      const { t, serviceToken } = office.world;
      const next = nth((await queueOf(office.world)).ready, n);
      if (!next) return NOTHING;
      const lease = await t.mutation(api.service.runs.lease, {
        serviceToken,
        runId: next.runId,
        leaseMs: 60_000,
      });
      if (lease.kind === "leased") {
        const { agentSlug, sessionKey } = next;
        office.held.push({ runId: lease.runId, fence: lease.fence, agentSlug, sessionKey });
      }
      return lease;
    },
  },
  "call a tool": {
    needs: null,
    try: async (office, { n, m }) => {
      const turn = nth(office.held, n);
      if (!turn) return NOTHING;
      const { t, serviceToken } = office.world;
      office.sent += 1;
      const { agentSlug, sessionKey } = turn;
      const who = { serviceToken, agentSlug, sessionKey, callId: `call ${office.sent}` };
      const status = nth(["in_progress", "review", "blocked", "done"] as const, m) ?? "review";
      const { tools } = api.service;
      switch (m % 5) {
        case 0:
          return await t.mutation(tools.taskStatus, { ...who, status, reason: "no access" });
        case 1:
          return await t.mutation(tools.taskMessage, { ...who, body: `${nth(WORDS, m)} ${office.sent}` });
        case 2:
          return await t.mutation(tools.documentUpsert, { ...who, title: "Draft", content: `text ${m}` });
        case 3:
          return await t.mutation(tools.taskCreate, { ...who, title: `Found ${office.sent}` });
        default:
          return await t.mutation(tools.taskUpdate, { ...who, priority: (m % 5) + 1 });
      }
    },
  },
  "end a turn": {
    needs: null,
    try: async (office, { n, m }) => {
      const turn = nth(office.held, n);
      if (!turn) return NOTHING;
      if (m % 3 === 0) return await fail(office.world, turn, m % 2 === 0);
      return await complete(office.world, turn, `Answer ${m} for @cleo`);
    },
  },
  "let time pass": {
    needs: null,
    try: async (office, { m }) => {
      travel((m % 3 === 0 ? 5_000 : 90) * 1_000);
      const { t } = office.world;
      await t.mutation(internal.runs.sweep, {});
      return await t.mutation(internal.approvals.expire, {});
    },
  },
  /** Somebody of the account names rows of the other one. It must be refused as unknown, whoever it is. */
  "reach across": {
    needs: null,
    try: async (office, { actor, books, n, m }) => {
      const { accountId } = office.world;
      const { taskId, documentId, memberId, agentId } = office.foreign;
      const task = nth(own(office, books.tasks), m);
      const body = "hello";
      const title = "With strangers";
      switch (n % 9) {
        case 0:
          return await actor.as.mutation(api.messages.create, { accountId, taskId, body, clientKey: "x" });
        case 1:
          return await actor.as.query(api.documents.get, { accountId, documentId });
        case 2:
          return await actor.as.mutation(api.tasks.updateStatus, { accountId, taskId, to: "archived" });
        case 3:
          return await actor.as.query(api.messages.list, {
            accountId,
            taskId,
            paginationOpts: { numItems: 5, cursor: null },
          });
        case 4:
          return await actor.as.mutation(api.tasks.create, { accountId, title, agentIds: [agentId] });
        case 5:
          return await actor.as.mutation(api.tasks.create, { accountId, title, memberIds: [memberId] });
        case 6: {
          if (!task) return NOTHING;
          const wanted = { memberIds: task.memberIds, agentIds: [...task.agentIds, agentId] };
          return await actor.as.mutation(api.tasks.assign, { accountId, taskId: task._id, ...wanted });
        }
        case 7:
          if (!task) return NOTHING;
          return await actor.as.mutation(api.taskLinks.setBlockers, {
            accountId,
            taskId: task._id,
            blockerIds: [taskId],
          });
        default:
          return await actor.as.mutation(api.memberships.remove, { accountId, memberId });
      }
    },
  },
} as const satisfies Record<string, Other>;

const ALL = { ...PEOPLE_ACTS, ...DESK_ACTS, ...OTHER_ACTS, ...MEETING_ACTS };
export type ActKind = keyof typeof ALL;
export const ACTS: Readonly<Record<ActKind, Person | Other>> = ALL;

/** Rare are those after which there is less to do. Who was removed comes back. */
const RARE: readonly string[] = ["delete a task", "pass the account on"];
const OFTEN: readonly string[] = [
  "say",
  "move",
  "assign",
  "take a run",
  "call a tool",
  "end a turn",
  "act under an old lease",
  "deal with a notification",
];

export const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.oneof(
    ...(Object.keys(ACTS) as ActKind[]).map((kind) => ({
      weight: RARE.includes(kind) ? 1 : OFTEN.includes(kind) ? 8 : 3,
      arbitrary: fc.constant(kind),
    })),
  ),
  // Those who may do more act more; the viewer tries too.
  who: fc.constantFrom(0, 0, 1, 1, 2, 2, 3),
  n: fc.nat({ max: 40 }),
  m: fc.nat({ max: 127 }),
});

export type Refused = { code: string; message: string };

export type Outcome = { isDone: boolean; refused: Refused | null };

/** A refusal without a code, or one that says the code itself is wrong, is thrown on. */
export async function perform(office: Office, asked: Act, books: Books): Promise<Outcome> {
  const actor = nth(office.people, asked.who);
  if (!actor) throw new TypeError("nobody is here");
  try {
    const result = await ACTS[asked.kind].try(office, { ...asked, actor, books });
    return { isDone: result !== NOTHING, refused: null };
  } catch (error) {
    const data = typeof error === "object" && error !== null && "data" in error ? error.data : null;
    const refused = (typeof data === "string" ? JSON.parse(data) : data) as Refused | null;
    if (!refused?.code || refused.code === "internal") throw error;
    return { isDone: false, refused };
  }
}
