/** Documents of an import, with every version, and what is kept of days that were over before the account was founded. */
import { dayKeyAt, dayNumberOf } from "@mc/shared/analytics/days";
import { isNothing, keptOf, METRIC_NAMES, RUN_OUTCOMES } from "@mc/shared/analytics/metrics";
import { DOCUMENT_KINDS, DOCUMENT_LIMITS } from "@mc/shared/document/kinds";
import { TASK_STATUSES } from "@mc/shared/task/status";
import { PERIODS } from "@mc/shared/usage/period";
import { USAGE_TOTAL_NAMES, type UsageTotals } from "@mc/shared/usage/usage";
import type { Doc } from "../_generated/dataModel";
import { requireLimits } from "./budgets";
import { fittingKind } from "./documentRules";
import { indexText } from "./documentTexts";
import type { ImportRow } from "./importRows";
import type { Added, Importing } from "./importTeam";
import { insertMetrics, type MetricSubject, metricRow, zoneOf } from "./metrics";
import { foldedField } from "./text";
import { usageKeyOf } from "./usageTotals";

const MAX_LINES = 1_000;
const MAX_LINE = 10_000;

export async function importDocument({ ctx, ids }: Importing, row: ImportRow): Added {
  const state = row.object("state");
  const isActive = state.oneOf("status", ["active", "trashed"]) === "active";
  const taskId = await ids.find("tasks", row.idOrNull("taskId"));
  const file = await fileOf({ ctx, ids }, row.objectOrNull("file"));
  const title = row.text("title", DOCUMENT_LIMITS.title);
  const documentId = await ctx.db.insert("documents", {
    accountId: ctx.account._id,
    taskId,
    folderId: await ids.find("documentFolders", row.idOrNull("folderId")),
    title,
    ...foldedField(title),
    kind: fittingKind({ kind: row.oneOf("kind", DOCUMENT_KINDS), file }),
    state: isActive
      ? { status: "active" }
      : {
          status: "trashed",
          at: state.instant("at"),
          by: await ids.actor(state.objectOrNull("by")),
          byName: state.name("byName"),
        },
    version: row.number("version", { min: 1, max: 1_000_000 }),
    author: await ids.actor(row.objectOrNull("author")),
    authorName: row.name("authorName"),
    originalAt: row.originalAt(),
    updatedAt: row.instant("updatedAt"),
    file,
  });
  await ids.keep("documents", row.id("_id"), documentId);
  const task = taskId && isActive ? await ctx.db.get("tasks", taskId) : null;
  if (task) await ctx.db.patch("tasks", task._id, { documentCount: task.documentCount + 1 });
  return true;
}

/** The newest version is what search reads, unless the document lies in the trash. */
export async function importVersion({ ctx, ids }: Importing, row: ImportRow): Added {
  const documentId = await ids.find("documents", row.id("documentId"));
  const document = documentId ? await ctx.db.get("documents", documentId) : null;
  if (!document) return false;
  const version = row.number("version", { min: 1, max: document.version });
  const content = row.text("content", DOCUMENT_LIMITS.content, true);
  await ctx.db.insert("documentVersions", {
    accountId: ctx.account._id,
    documentId: document._id,
    version,
    title: row.text("title", DOCUMENT_LIMITS.title),
    content,
    author: await ids.actor(row.objectOrNull("author")),
    authorName: row.name("authorName"),
    runId: null,
    originalAt: row.originalAt(),
  });
  if (version === document.version && document.state.status === "active") {
    await indexText(ctx, document._id, content);
  }
  return true;
}

export async function importDocumentLink({ ctx, ids }: Importing, row: ImportRow): Added {
  const documentId = await ids.find("documents", row.id("documentId"));
  const taskId = await ids.find("tasks", row.id("taskId"));
  const task = taskId ? await ctx.db.get("tasks", taskId) : null;
  const document = documentId ? await ctx.db.get("documents", documentId) : null;
  if (!task || !document) return false;
  await ctx.db.insert("documentLinks", {
    accountId: ctx.account._id,
    documentId: document._id,
    taskId: task._id,
  });
  if (document.state.status === "active") {
    await ctx.db.patch("tasks", task._id, { documentCount: task.documentCount + 1 });
  }
  return true;
}

export async function importComment({ ctx, ids }: Importing, row: ImportRow): Added {
  const documentId = await ids.find("documents", row.id("documentId"));
  if (!documentId) return false;
  await ctx.db.insert("documentComments", {
    accountId: ctx.account._id,
    documentId,
    version: row.number("version", { min: 1 }),
    author: await ids.actor(row.objectOrNull("author")),
    authorName: row.name("authorName"),
    body: row.text("body", DOCUMENT_LIMITS.comment),
    originalAt: row.originalAt(),
  });
  return true;
}

export async function importStandup({ ctx, ids }: Importing, row: ImportRow): Added {
  const day = row.text("day", 10);
  if (!isBefore({ ctx }, day)) return "counted_here";
  const taken = await ctx.db
    .query("standups")
    .withIndex("by_account_day", (q) => q.eq("accountId", ctx.account._id).eq("day", day))
    .first();
  if (taken) return false;
  const sections = row.object("sections");
  const counts = row.object("counts");
  const lines = async (name: string) =>
    await Promise.all(
      sections.objects(name, MAX_LINES).map(async (line) => ({
        text: line.text("text", MAX_LINE, true),
        detail: line.textOrNull("detail", MAX_LINE),
        taskId: await ids.find("tasks", line.idOrNull("taskId")),
        taskNumber: line.numberOrNull("taskNumber"),
        activityId: null,
      })),
    );
  await ctx.db.insert("standups", {
    accountId: ctx.account._id,
    day,
    author: await ids.actor(row.objectOrNull("author")),
    authorName: row.name("authorName"),
    from: row.instant("from"),
    to: row.instant("to"),
    sections: {
      done: await lines("done"),
      inProgress: await lines("inProgress"),
      blocked: await lines("blocked"),
      review: await lines("review"),
      decisions: await lines("decisions"),
    },
    counts: {
      done: counts.number("done"),
      inProgress: counts.number("inProgress"),
      blocked: counts.number("blocked"),
      review: counts.number("review"),
      decisions: counts.number("decisions"),
    },
    isCut: row.flag("isCut"),
  });
  return true;
}

/** Of days before the founding alone: what happens here from then on is counted here. */
export async function importMetrics({ ctx, ids }: Importing, given: ImportRow): Added {
  const day = given.text("day", 10);
  const subject = await subjectOf({ ids }, given.object("subject"));
  if (!isBefore({ ctx }, day)) return "counted_here";
  if (!subject) return false;
  // The open tasks of the file stand there already, and nothing else.
  const row = await metricRow(ctx, { subject, day });
  if (row && !isNothing(row.metrics)) return false;
  const values = given.object("metrics");
  const metrics = keptOf({
    ...countsIn(values, METRIC_NAMES),
    moved: countsIn(values.objectOrNull("moved"), TASK_STATUSES),
    runs: countsIn(values.objectOrNull("runs"), RUN_OUTCOMES),
  });
  if (row) await ctx.db.patch("dailyMetrics", row._id, { metrics });
  else await insertMetrics(ctx, { subject, day, metrics });
  return true;
}

/** What is nought is missing in most files, and written out in those from before that was so. */
function countsIn<const Name extends string>(row: ImportRow | null, names: readonly Name[]) {
  const counts = names.map((name) => [name, row?.numberOrNull(name) ?? 0]);
  return Object.fromEntries(counts) as Record<Name, number>;
}

/** Of periods that were over: what was spent there stops no agent here. */
export async function importUsage({ ctx, ids }: Importing, row: ImportRow): Added {
  const subject = await subjectOf({ ids }, row.object("subject"));
  const unit = row.oneOf("unit", PERIODS);
  const period = row.text("period", 10);
  if (!isBefore({ ctx }, period, unit)) return "counted_here";
  if (!subject || subject.kind === "member") return false;
  const subjectKey = usageKeyOf(subject);
  const taken = await ctx.db
    .query("usageTotals")
    .withIndex("by_account_subject_unit_period", (q) =>
      q.eq("accountId", ctx.account._id).eq("subjectKey", subjectKey).eq("unit", unit).eq("period", period),
    )
    .first();
  if (taken) return false;
  const given = row.object("totals");
  const totals = Object.fromEntries(
    USAGE_TOTAL_NAMES.map((name) => [name, given.number(name, { min: 0 })]),
  ) as UsageTotals;
  await ctx.db.insert("usageTotals", {
    accountId: ctx.account._id,
    subject,
    subjectKey,
    unit,
    period,
    totals,
  });
  return true;
}

export async function importBudget({ ctx, ids }: Importing, row: ImportRow): Added {
  const subject = await subjectOf({ ids }, row.object("subject"));
  if (!subject || subject.kind === "member") return false;
  const limits = {
    subject,
    period: row.oneOf("period", PERIODS),
    limitUsd: row.numberOrNull("limitUsd"),
    limitTokens: row.numberOrNull("limitTokens"),
    warnPercent: row.number("warnPercent"),
  };
  requireLimits(limits);
  await ctx.db.insert("budgets", {
    accountId: ctx.account._id,
    subjectKey: usageKeyOf(subject),
    ...limits,
    warnedIn: null,
    stoppedIn: null,
    stoppedUntil: null,
  });
  return true;
}

async function subjectOf({ ids }: Pick<Importing, "ids">, row: ImportRow): Promise<MetricSubject | null> {
  if (row.oneOf("kind", ["account", "member", "agent"]) === "account") return { kind: "account" };
  const actor = await ids.actor(row);
  return actor.kind === "system" ? null : actor;
}

async function fileOf(
  { ctx, ids }: Pick<Importing, "ctx" | "ids">,
  row: ImportRow | null,
): Promise<Doc<"documents">["file"]> {
  const fileId = await ids.find("files", row?.idOrNull("fileId") ?? null);
  const file = fileId ? await ctx.db.get("files", fileId) : null;
  return file && { fileId: file._id, contentType: file.contentType, size: file.size };
}

function isBefore({ ctx }: Pick<Importing, "ctx">, period: string, unit: "day" | "month" = "day"): boolean {
  const founded = dayKeyAt(ctx.account._creationTime, zoneOf(ctx));
  const isDay = dayNumberOf(unit === "day" ? period : `${period}-01`) !== null;
  return isDay && period < founded.slice(0, period.length);
}
