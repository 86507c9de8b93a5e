/** What people do at their desk and what runs into one another: inboxes, settings, and acts at the same instant. */
import { TASK_STATUSES } from "@mc/shared/task/status";
import type { Doc } from "../../convex/_generated/dataModel";
import { travel } from "../backends";
import { api, complete, fail, internal } from "../world";
import { type Chosen, NOTHING, nth, type Other, own, type Person, taskOf } from "./chosen";
import type { Office } from "./office";

const INBOX_ACTS = ["read", "unread", "archive", "restore", "snooze"] as const;
const HOUR_MS = 3_600_000;

function mailOf(office: Office, { actor, books }: Chosen): Doc<"notifications">[] {
  return own(office, books.notifications).filter(
    ({ recipient }) => recipient.kind === "member" && recipient.memberId === actor.memberId,
  );
}

export const DESK_ACTS = {
  "deal with a notification": {
    needs: "inbox.manage",
    try: async (office, act) => {
      const { accountId } = office.world;
      const all = mailOf(office, act);
      // Mostly those that are unread: the others are soon the most, and there is little to do with them.
      const unread = all.filter(({ unreadAt, place }) => unreadAt !== undefined && place === undefined);
      const mail = act.m % 4 === 0 || unread.length === 0 ? all : unread;
      const [one, other] = [nth(mail, act.n), nth(mail, act.n + act.m)];
      const kind = nth(INBOX_ACTS, act.m);
      if (!one || !other || !kind) return NOTHING;
      const what = kind === "snooze" ? { kind, until: Date.now() + HOUR_MS } : { kind };
      const notificationIds = [one._id, other._id];
      return await act.actor.as.mutation(api.notifications.update, { accountId, notificationIds, act: what });
    },
  },
  "read everything": {
    needs: "inbox.manage",
    try: async ({ world: { accountId } }, { actor }) =>
      await actor.as.mutation(api.notifications.markAllRead, { accountId }),
  },
  "open a thread": {
    needs: "inbox.manage",
    try: async (office, act) => {
      const task = taskOf(office, act);
      if (!task) return NOTHING;
      const { accountId } = office.world;
      return await act.actor.as.mutation(api.messages.markSeen, { accountId, taskId: task._id });
    },
  },
  "change the settings": {
    needs: "settings.manage",
    try: async ({ world: { accountId } }, { actor, n, m }) => {
      const capabilities = { canCreateTasks: m % 2 === 0, canMentionAgents: m % 3 !== 0 };
      const change = n % 2 === 0 ? { name: `Office ${m}` } : { agentDefaults: capabilities };
      return await actor.as.mutation(api.accounts.update, { accountId, ...change });
    },
  },
  "write a skill": {
    needs: "agent.manage",
    try: async (office, { actor, books, n, m }) => {
      const { accountId } = office.world;
      const skill = nth(own(office, books.skills), n);
      const text = `How to do it, ${m}.`;
      if (!skill || m % 3 === 0) {
        const name = `Skill ${office.sent++}`;
        return await actor.as.mutation(api.skills.create, {
          accountId,
          name,
          category: "custom",
          description: "How we do it.",
          text,
        });
      }
      const { _id: skillId } = skill;
      if (m % 3 === 1) {
        return await actor.as.mutation(api.skills.setEnabled, {
          accountId,
          skillId,
          isEnabled: !skill.isEnabled,
        });
      }
      return await actor.as.mutation(api.skills.update, { accountId, skillId, text });
    },
  },
} as const satisfies Record<string, Person>;

/** Of several answers at once: how many went through, and the code of each that did not. */
async function race(calls: readonly Promise<unknown>[]): Promise<{ won: number; codes: string[] }> {
  const ends = await Promise.allSettled(calls);
  const codes = ends.flatMap((end) => {
    if (end.status === "fulfilled") return [];
    const { data } = end.reason as { data?: unknown };
    if (data === undefined) throw end.reason;
    return [(typeof data === "string" ? JSON.parse(data) : (data as { code: string })).code as string];
  });
  return { won: ends.length - codes.length, codes };
}

export const MEETING_ACTS = {
  /** [W4] Two admins move one task at the same instant, each from where they see it: at most one is heard. */
  "move at the same time": {
    needs: null,
    try: async (office, act) => {
      const task = taskOf(office, act);
      const [ada, ben] = office.people;
      if (!task || !ada || !ben) return NOTHING;
      const { accountId } = office.world;
      const move = (as: typeof ada.as, to: Doc<"tasks">["state"]["status"]) =>
        as.mutation(api.tasks.updateStatus, {
          accountId,
          taskId: task._id,
          from: task.state.status,
          to,
          reason: "both at once",
        });
      const [to, other] = [nth(TASK_STATUSES, act.m), nth(TASK_STATUSES, act.m + 1 + (act.n % 5))];
      if (!to || !other) return NOTHING;
      const { won, codes } = await race([move(ada.as, to), move(ben.as, other)]);
      if (won > 1) throw new TypeError("[W4] two moves of one task both went through");
      if (
        won === 1 &&
        codes[0] !== "conflict" &&
        !["invalid", "forbidden", "not_found"].includes(codes[0] ?? "")
      )
        throw new TypeError(`[W4] the other was told ${codes[0]}`);
      return won === 0 ? NOTHING : { won };
    },
  },
  /** Two runtimes, or one twice, want one run, whoever has it already: at most one more lease, never two. */
  "take any run twice": {
    needs: null,
    try: async (office, { books, n }) => {
      const run = nth(own(office, books.runs), n);
      if (!run) return NOTHING;
      const { t, serviceToken } = office.world;
      const lease = () =>
        t.mutation(api.service.runs.lease, { serviceToken, runId: run._id, leaseMs: 60_000 });
      const answers = await Promise.all([lease(), lease()]);
      const leased = answers.filter(({ kind }) => kind === "leased");
      if (leased.length > 1) throw new TypeError("[N] one run was lent to two");
      const agent = books.agents.find(({ _id }) => _id === run.agentId);
      const [got] = leased;
      if (got?.kind !== "leased" || !agent) return NOTHING;
      const { runId, fence, sessionKey } = got;
      office.held.push({ runId, fence, sessionKey, agentSlug: agent.slug });
      return got;
    },
  },
  /** [N3] Somebody comes late, under a lease that is not theirs any more. */
  "act under an old lease": {
    needs: null,
    try: async (office, { books, n, m }) => {
      const late = office.held.filter(
        ({ runId, fence }) =>
          books.runs.some(({ _id }) => _id === runId) &&
          !books.leases.some((lease) => lease.runId === runId && lease.fence === fence),
      );
      const turn = nth(late, n);
      if (!turn) return NOTHING;
      if (m % 3 === 0) return await fail(office.world, turn, m % 2 === 0);
      return await complete(office.world, turn, `Late answer ${m}`);
    },
  },
  "wake the snoozed": {
    needs: null,
    try: async ({ world: { t } }, { m }) => {
      travel((1 + (m % 3)) * HOUR_MS);
      return await t.mutation(internal.notifications.wake, {});
    },
  },
  /** [T3] A credential of the other account shows nothing here and changes nothing here, as if it were not there. */
  "use the key of next door": {
    needs: null,
    try: async (office, { books, n }) => {
      const run = nth(own(office, books.runs), n);
      if (!run) return NOTHING;
      const { t } = office.world;
      const { serviceToken } = office.foreign;
      const queue = await t.query(api.service.runs.queue, { serviceToken });
      if (queue.ready.length > 0) throw new TypeError("[T3] a queue of another account was shown");
      const { _id: runId, fence } = run;
      const error = { code: "x", message: "Not ours." };
      return await (n % 2 === 0
        ? t.mutation(api.service.runs.lease, { serviceToken, runId, leaseMs: 60_000 })
        : t.mutation(api.service.runs.fail, { serviceToken, runId, fence, error, isRetryable: true }));
    },
  },
} as const satisfies Record<string, Other>;
