/**
 * Plays the story of the demo account through the functions that people and agents use; nothing is put in by hand. The story
 * is told of the month before the founding, in the order in which it happened.
 */

import { slugCandidate } from "@mc/shared/account/slug";
import { DAY_MS } from "@mc/shared/time/zone";
import type { Doc, Id } from "../_generated/dataModel";
import { agentCaller, type Caller, type WriteCtx } from "../functions/context";
import { broken, conflict } from "../functions/errors";
import type { Identity } from "../functions/identity";
import { isSlugUsedUp } from "../functions/installation";
import type { SeedMutationCtx } from "../functions/seed";
import { storyTime } from "../seed/history";
import {
  DEMO_DOCUMENTS,
  DEMO_FOLDERS,
  DEMO_LEAD_ROLE,
  DEMO_NAME,
  DEMO_PEOPLE,
  DEMO_SKILLS,
  DEMO_SLUG,
  DEMO_TASKS,
  STEPS,
  storyTask,
} from "../seed/story";
import { createAccount } from "./accounts";
import { setLead } from "./agents";
import { createFolder, folderOrTop } from "./documentFolders";
import { createDocument, editDocument, getDocumentOrThrow, upsertDocument } from "./documents";
import { addMember } from "./memberships";
import { postMessage } from "./messages";
import { listAgents, listMembers } from "./roster";
import { completeRun, getRunOrThrow, leaseRun } from "./runs";
import { addDemoRuntimes } from "./seedRuntimes";
import { assignSkill, createSkill, getSkillOrThrow } from "./skills";
import { changeStatus } from "./taskStatus";
import { createTask, getTaskOrThrow } from "./tasks";

/** `story`: of an office that is new. What a later call adds happens when it is called, for a feed goes forward. */
type Account = { accountId: Id<"accounts">; slug: string; isNew: boolean; story: { foundedAt?: number } };

/** The demo account with its people, folders and documents; the one that is there when it was made before. */
export async function foundDemo(ctx: SeedMutationCtx, owner: Identity): Promise<Account> {
  const existing = await findDemo(ctx);
  if (existing) {
    const member = await ctx.db
      .query("memberships")
      .withIndex("by_account_user", (q) => q.eq("accountId", existing._id).eq("userId", owner.userId))
      .unique();
    if (!member)
      throw conflict("There is a demo account already, and it belongs to someone else.", DEMO_SLUG);
    return { accountId: existing._id, slug: existing.slug, isNew: false, story: {} };
  }
  const foundedAt = Date.now();
  const begins = storyTime({ foundedAt, tasks: DEMO_TASKS }, 0, 0);
  const office = { name: DEMO_NAME, withDemoTeam: true };
  const { accountId, slug } = await createAccount(ctx.as(owner, begins), office);
  const system = await ctx.open(accountId, begins);
  if (!system) throw broken("The account that was just founded is not there.");
  for (const { key, name, role } of DEMO_PEOPLE) {
    const identity = { userId: `demo|${key}`, name, email: `${key}@demo.example` };
    await addMember(system, { identity, role, how: "invitation" });
  }
  const first = await memberNth(system, 0);
  const author = asMember(system, first);
  await writeDocuments(author);
  await writeSkills(author);
  await nameLead(author);
  await addDemoRuntimes(author, first);
  return { accountId, slug, isNew: true, story: { foundedAt } };
}

/** One that was deleted has used its slug up; the one after it bears the next. */
async function findDemo({ db }: SeedMutationCtx): Promise<Doc<"accounts"> | null> {
  for (let nth = 1; ; nth += 1) {
    const slug = slugCandidate(DEMO_SLUG, nth);
    const account = await db
      .query("accounts")
      .withIndex("by_slug", (q) => q.eq("slug", slug))
      .unique();
    if (account || !(await isSlugUsedUp(db, slug))) return account;
  }
}

/** Those that are not everybody's go to the last agent of the team, who writes. */
async function writeSkills(ctx: WriteCtx): Promise<void> {
  const writer = (await listAgents(ctx)).at(-1);
  for (const draft of DEMO_SKILLS) {
    const { skillId } = await createSkill(ctx, { ...draft, category: "custom" });
    if (draft.isDefault || !writer) continue;
    await assignSkill(ctx, { agent: writer, skill: await getSkillOrThrow(ctx, skillId), isAssigned: true });
  }
}

/** Who leads by their role leads in the account: everybody finds somebody to ask. */
async function nameLead(ctx: WriteCtx): Promise<void> {
  const lead = (await listAgents(ctx)).find(({ role }) => role === DEMO_LEAD_ROLE);
  if (!lead) throw broken("The demo team has no squad lead.");
  await setLead(ctx, lead);
}

/** The account at the time of an act. */
type Told = (act: number) => Promise<WriteCtx>;

/** The nth task of the story with all that happens to it. */
export async function playTask(told: Told, nth: number): Promise<void> {
  const story = storyTask(nth);
  const system = await told(0);
  const author = await memberNth(system, nth);
  const agents = await listAgents(system);
  const agent = story.isForAgent ? agents[Math.floor(nth / 2) % agents.length] : undefined;
  const memberIds = story.end === "inbox" || agent ? [] : [(await memberNth(system, nth + 1))._id];
  const { taskId } = await createTask(asMember(system, author), {
    title: story.title,
    description: story.description,
    priority: story.priority,
    labels: story.labels,
    ...(story.dueInDays === null ? {} : { dueAt: Date.now() + story.dueInDays * DAY_MS }),
    memberIds,
    agentIds: agent ? [agent._id] : [],
  });
  const byAuthor = async (act: number) => asMember(await told(act), author);
  if (!agent) return await playSteps(byAuthor, taskId, nth);
  await playTurn(told, { agent, taskId });
  if (story.end !== "done") return;
  await changeStatus(await byAuthor(7), await getTaskOrThrow(system, taskId), { to: "done" });
}

async function playSteps(byAuthor: Told, taskId: Id<"tasks">, nth: number): Promise<void> {
  const { end } = storyTask(nth);
  const first = await byAuthor(0);
  const other = await memberNth(first, nth + 1);
  let act = 0;
  for (const to of STEPS[end]) {
    act += 1;
    const ctx = await byAuthor(act);
    const reason = to === "blocked" ? "Waiting for the access of the old server" : undefined;
    if (to === "review") await say(ctx, taskId, `@${other.slug} this can be looked at now.`);
    await changeStatus(ctx, await getTaskOrThrow(ctx, taskId), { to, reason });
  }
  if (end === "in_progress")
    await say(await byAuthor(act + 1), taskId, "Started; a first draft by tomorrow.");
}

/** A turn as the runtime would report it: leased, worked on, answered, paid for. */
async function playTurn(
  told: Told,
  { agent, taskId }: { agent: Doc<"agents">; taskId: Id<"tasks"> },
): Promise<void> {
  const system = await told(1);
  const entry = (await getTaskOrThrow(system, taskId)).running[0];
  if (!entry) throw broken("Assigning an agent queued no run.");
  const lease = await leaseRun(system, { run: await getRunOrThrow(system, entry.runId), leaseMs: 60_000 });
  if (lease.kind !== "leased") throw broken(`The run of the story was not leased: ${lease.reason}`);
  const run = await getRunOrThrow(system, entry.runId);
  const byAgent = async (act: number) => {
    const ctx = await told(act);
    const caller = agentCaller(ctx.account, { agent, run });
    return ctx.actAs({ caller, cause: { kind: "run", runId: run._id } });
  };
  await changeStatus(await byAgent(2), await getTaskOrThrow(system, taskId), { to: "in_progress" });
  const task = await getTaskOrThrow(system, taskId);
  const draft = { task, title: `${task.title}: draft`, runId: run._id, read: [] };
  await upsertDocument(await byAgent(3), { ...draft, content: "First draft.\n" });
  await upsertDocument(await byAgent(4), {
    ...draft,
    task: await getTaskOrThrow(system, taskId),
    content: "First draft, checked once more.\n",
  });
  await changeStatus(await byAgent(5), await getTaskOrThrow(system, taskId), { to: "review" });
  await completeRun(await told(6), await getRunOrThrow(system, run._id), {
    fence: lease.fence,
    answer: `The draft is in the document "${task.title}: draft". I did not check the figures in it.`,
    model: "demo/scripted",
    isDemoModel: true,
    usage: { input: 1_800, output: 420, cacheRead: 0, cacheWrite: 0, costUsd: 0, basis: "estimated" },
  });
}

async function writeDocuments(ctx: WriteCtx): Promise<void> {
  const folders = new Map<string, Id<"documentFolders">>();
  for (const name of DEMO_FOLDERS)
    folders.set(name, (await createFolder(ctx, { name, parentId: null })).folderId);
  for (const { title, kind, folder, versions } of DEMO_DOCUMENTS) {
    const folderId = (await folderOrTop(ctx, folders.get(folder) ?? null))?._id ?? null;
    const [first = "", ...later] = versions;
    const { documentId } = await createDocument(ctx, { task: null, title, kind, folderId, content: first });
    for (const content of later) {
      const document = await getDocumentOrThrow(ctx, documentId);
      await editDocument(ctx, document, { title, content, expectedVersion: document.version });
    }
  }
}

async function say(ctx: WriteCtx, taskId: Id<"tasks">, body: string): Promise<void> {
  await postMessage(ctx, { task: await getTaskOrThrow(ctx, taskId), body, kind: "message" });
}

/** In turn those who may work; viewers only look. */
async function memberNth(ctx: WriteCtx, nth: number): Promise<Doc<"memberships">> {
  const workers = (await listMembers(ctx)).filter(({ role }) => role !== "viewer");
  const member = workers[nth % Math.max(1, workers.length)];
  if (!member) throw broken("The demo account has nobody who may work.");
  return member;
}

function asMember(ctx: WriteCtx, member: Doc<"memberships">): WriteCtx {
  const caller: Caller = { kind: "member", memberId: member._id, name: member.name, role: member.role };
  return ctx.actAs({ caller, cause: { kind: "schedule", name: "seed" } });
}
