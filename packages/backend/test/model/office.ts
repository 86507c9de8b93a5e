/** The world of the model test: two accounts alike; people of all roles and two agents act in one of them. */
import type { TaskStatus } from "@mc/shared/task/status";
import type { GenericMutationCtx } from "convex/server";
import type { DataModel, Doc, Id, TableNames } from "../../convex/_generated/dataModel";
import type { TestBackend } from "../backends";
import { TENANT_TABLES } from "../samples";
import { addAgent, addTask, api, createWorld, join, leaseFirst, type Person, type World } from "../world";

export type Actor = Person & { slot: number };

export type Office = {
  world: World;
  /** In the order of `NAMES`; who was removed keeps their place. */
  people: Actor[];
  agents: { agentId: Id<"agents">; slug: string }[];
  /** Ids of the other account, for those who try. */
  foreign: {
    taskId: Id<"tasks">;
    memberId: Id<"memberships">;
    documentId: Id<"documents">;
    agentId: Id<"agents">;
    serviceToken: string;
  };
  held: { runId: Id<"runs">; fence: number; sessionKey: string; agentSlug: string }[];
  /** Grows with every call, so that no client key or call id is used twice. */
  sent: number;
};

const NAMES = ["Ada", "Ben", "Cleo", "Vera"] as const;
const ROLES = ["owner", "admin", "member", "viewer"] as const;

export async function openOffice(t: TestBackend): Promise<Office> {
  const [world, other] = [await createWorld(t, "Ada"), await createWorld(t, "Zoe")];
  const people: Actor[] = [{ ...world.owner, slot: 0 }];
  for (const slot of [1, 2, 3]) {
    const role = ROLES[slot];
    if (!role || role === "owner") continue;
    people.push({ ...(await join(world, NAMES[slot] ?? "", role)), slot });
  }
  const { accountId, owner } = world;
  const agents: Office["agents"] = [];
  for (const name of ["Theo", "Ines"]) {
    const { agentId } = await addAgent(world, name);
    agents.push({ agentId, slug: name.toLowerCase() });
  }
  const [, ines] = agents;
  if (ines) {
    const capabilities = { canCreateTasks: true, canMarkDone: true, canReviewTasks: true };
    await owner.as.mutation(api.agents.update, { accountId, agentId: ines.agentId, capabilities });
  }
  // A busy office from the start: most acts need something to act on.
  const [ada, ben, cleo] = people;
  const [theo] = agents;
  if (!ada || !ben || !cleo || !theo) throw new TypeError("the office is not complete");
  await addTask(world, { memberIds: [cleo.memberId], agentIds: [theo.agentId] });
  const { taskId: second } = await addTask(world, { memberIds: [ben.memberId, cleo.memberId] });
  await addTask(world, { agentIds: agents.map(({ agentId }) => agentId) });
  await addTask(world);
  const said = { accountId, taskId: second, body: "Where are we?", clientKey: "first" };
  await cleo.as.mutation(api.messages.create, said);
  await ada.as.mutation(api.documents.create, { accountId, taskId: second, title: "Plan", content: "x" });
  // Some are in the trash, from where alone they can be deleted.
  for (const title of ["Old plan", "Older plan"]) {
    const draft = { accountId, taskId: second, title, content: "x" };
    const { documentId } = await ada.as.mutation(api.documents.create, draft);
    await ada.as.mutation(api.documentComments.create, { accountId, documentId, body: "Out of date." });
    await ada.as.mutation(api.documents.trash, { accountId, documentId });
  }
  // One task in every status, so that each move of the table can be tried from the first act on.
  await shelve(world, cleo, ["in_progress", "review", "done"]);
  await shelve(world, cleo, ["in_progress", "review"]);
  await shelve(world, cleo, ["blocked"]);
  await shelve(world, cleo, ["archived"]);
  // A question of an agent's that waits for an answer: gates are rarely set, met and decided by chance alone.
  const requiresApprovalForActions = ["task_message" as const];
  await owner.as.mutation(api.agents.update, {
    accountId,
    agentId: theo.agentId,
    requiresApprovalForActions,
  });
  const held: Office["held"] = [];
  const turn = await leaseFirst(world);
  const { runId, fence, sessionKey, agentSlug } = turn;
  const asked = { serviceToken: world.serviceToken, sessionKey, agentSlug, callId: "asked" };
  await t.mutation(api.service.tools.taskMessage, { ...asked, body: "May I?" });
  held.push({ runId, fence, sessionKey, agentSlug });
  const { taskId } = await addTask(other);
  const { documentId } = await other.owner.as.mutation(api.documents.create, {
    accountId: other.accountId,
    title: "Theirs",
    content: "x",
  });
  const { agentId } = await addAgent(other, "Zed");
  const { serviceToken } = other;
  const foreign = { taskId, documentId, memberId: other.owner.memberId, agentId, serviceToken };
  return { world, people, agents, foreign, held, sent: 0 };
}

/** A task of a person's that has come so far. */
async function shelve(world: World, { memberId }: Person, way: readonly TaskStatus[]): Promise<void> {
  const { taskId } = await addTask(world, { memberIds: [memberId] });
  const { accountId, owner } = world;
  for (const to of way) {
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId, to, reason: "waits for a key" });
  }
}

/** Every row of the tenant tables, by table; the accounts too. */
export type Books = { readonly [T in TableNames]: readonly Doc<T>[] };

export async function readBooks(t: TestBackend): Promise<Books> {
  return await t.run(async (ctx) => {
    const books: Record<string, unknown[]> = {};
    for (const table of ["accounts", "operatorLog", ...TENANT_TABLES] as const) {
      books[table] = await rowsOf(ctx, table);
    }
    return books as unknown as Books;
  });
}

async function rowsOf(ctx: GenericMutationCtx<DataModel>, table: TableNames): Promise<unknown[]> {
  return await ctx.db.query(table).take(3_000);
}
