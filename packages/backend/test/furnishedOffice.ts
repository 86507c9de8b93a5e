/** An office with something of everything that can be taken away, made through the functions of the product. */
import { settle } from "./backends";
import { addAgent, addTask, api, join, upload, type World } from "./world";

const DAY = 24 * 3_600_000;

export async function furnish(world: World, settled = settle) {
  const { accountId, owner, t } = world;
  const ben = await join(world, "Ben");
  const cleo = await join(world, "Cleo", "viewer");
  await owner.as.mutation(api.memberships.remove, { accountId, memberId: cleo.memberId });
  const skill = await owner.as.mutation(api.skills.create, {
    accountId,
    name: "Release notes",
    category: "custom",
    description: "How we write them.",
    text: "# Steps",
  });
  const theo = await addAgent(world, "Theo");
  await owner.as.mutation(api.skills.assign, {
    accountId,
    agentId: theo.agentId,
    skillId: skill.skillId,
    isAssigned: true,
  });
  await owner.as.mutation(api.agents.update, {
    accountId,
    agentId: theo.agentId,
    soul: "# Calm",
    capabilities: { canMarkDone: true },
    settings: { heartbeatMinutes: 30 },
  });
  const plan = await owner.as.mutation(api.tasks.create, {
    accountId,
    title: "Plan",
    description: "Why: **because**",
    labels: ["docs", "now"],
    dueAt: Date.now() + 9 * DAY,
    memberIds: [owner.memberId, ben.memberId],
    priority: 1,
  });
  const part = await owner.as.mutation(api.tasks.create, {
    accountId,
    title: "A part",
    parentId: plan.taskId,
    agentIds: [theo.agentId],
  });
  const bens = await owner.as.mutation(api.tasks.create, {
    accountId,
    title: "Only Ben's",
    memberIds: [ben.memberId],
    status: "in_progress",
  });
  const done = await addTask(world, { title: "Done", memberIds: [owner.memberId] });
  for (const to of ["in_progress", "review", "done"] as const) {
    await owner.as.mutation(api.tasks.updateStatus, { accountId, taskId: done.taskId, to });
  }
  await owner.as.mutation(api.taskLinks.setBlockers, {
    accountId,
    taskId: part.taskId,
    blockerIds: [plan.taskId, done.taskId],
  });
  const first = await ben.as.mutation(api.messages.create, {
    accountId,
    taskId: plan.taskId,
    body: "What about @ada?",
    clientKey: "1",
  });
  const storageId = await t.action(async (ctx) => await ctx.storage.store(new Blob(["col\n1\n"])));
  await owner.as.mutation(api.messages.create, {
    accountId,
    taskId: plan.taskId,
    body: "Here, @theo.",
    clientKey: "2",
    replyToId: first.messageId,
    uploads: [{ storageId, name: "table.csv" }],
  });
  await owner.as.mutation(api.messages.react, {
    accountId,
    messageId: first.messageId,
    emoji: "👍",
  });
  const outer = await owner.as.mutation(api.folders.create, { accountId, name: "Plans", parentId: null });
  const inner = await owner.as.mutation(api.folders.create, {
    accountId,
    name: "2026",
    parentId: outer.folderId,
  });
  const document = await ben.as.mutation(api.documents.create, {
    accountId,
    taskId: plan.taskId,
    title: "Outline",
    content: "first words",
  });
  await owner.as.mutation(api.documents.update, {
    accountId,
    documentId: document.documentId,
    title: "Outline",
    content: "second words about zebras",
    expectedVersion: 1,
  });
  await owner.as.mutation(api.documents.move, {
    accountId,
    documentId: document.documentId,
    folderId: inner.folderId,
  });
  await owner.as.mutation(api.documents.link, {
    accountId,
    documentId: document.documentId,
    taskId: done.taskId,
  });
  await ben.as.mutation(api.documentComments.create, {
    accountId,
    documentId: document.documentId,
    body: "short",
  });
  const trashed = await owner.as.mutation(api.documents.create, {
    accountId,
    title: "Old",
    content: "giraffes",
  });
  await owner.as.mutation(api.documents.trash, { accountId, documentId: trashed.documentId });
  await upload(world, { taskId: plan.taskId });
  await owner.as.mutation(api.recurrences.create, {
    accountId,
    title: "Weekly",
    cron: "0 9 * * mon",
    timeZone: "Europe/Berlin",
    memberIds: [owner.memberId],
  });
  await owner.as.mutation(api.budgets.set, {
    accountId,
    agentId: theo.agentId,
    period: "month",
    limitUsd: 5,
    limitTokens: null,
    warnPercent: 80,
  });
  await owner.as.mutation(api.accounts.updateSettings, {
    accountId,
    timeZone: "Europe/Berlin",
    standupTime: null,
  });
  await settled(t);
  return { ben, plan, part, bens, done, document };
}
