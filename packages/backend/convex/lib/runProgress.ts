/** A turn on its way: accepted by the gateway, then text and tools as they come. */
import type { Doc } from "../_generated/dataModel";
import type { WriteCtx } from "../functions/context";
import { changeRun, requireLease, streamOf } from "./runState";
import { recordSpent, type Spent } from "./usage";

type Run = Doc<"runs">;

/** Characters of streamed text that are kept while an agent writes; the end is what people watch. */
const MAX_STREAM_LENGTH = 50_000;
const MAX_TOOLS = 100;
/** A running turn shows a sign of life in its row at most this often; each sign re-runs who watches it. */
const SIGN_OF_LIFE_MS = 10_000;

export async function acceptRun(
  ctx: WriteCtx,
  run: Run,
  act: { fence: number; gatewayRunId: string; model: string | null; isDemoModel?: boolean | undefined },
) {
  await requireLease(ctx, run, act.fence);
  const { gatewayRunId, model, isDemoModel = false } = act;
  const fields = { gatewayRunId, model, isDemoModel };
  if (run.status === "leased")
    await changeRun(ctx, run, { status: "accepted", acceptedAt: Date.now(), ...fields });
  else await changeRun(ctx, run, fields);
  return { kind: "ok" as const, isCancelRequested: run.cancelRequestedAt !== null };
}

export type Progress = {
  fence: number;
  /** All text so far; it replaces what was shown. */
  text?: string | undefined;
  tool?: { name: string; phase: "start" | "end"; ok?: boolean | undefined } | undefined;
  spent?: Spent | undefined;
};

export async function progressRun(ctx: WriteCtx, run: Run, { fence, text, tool, spent }: Progress) {
  await requireLease(ctx, run, fence);
  const usage = await recordSpent(ctx, run, { fence, spent });
  ctx.activity.bookkeeping("a turn on its way is visible in its stream");
  await writeStream(ctx, run, { text, tool });
  const now = Date.now();
  const isStarting = run.status === "leased" || run.status === "accepted";
  const hasNews =
    isStarting || tool !== undefined || usage !== run.usage || now - run.phaseSince > SIGN_OF_LIFE_MS;
  if (hasNews) {
    await changeRun(ctx, run, {
      ...(isStarting ? { status: "running" } : {}),
      phaseSince: now,
      usage,
      ...(tool ? { tools: noteTool(run, tool, now) } : {}),
      ...(tool
        ? { activity: tool.phase === "start" ? tool.name : "writing" }
        : isStarting
          ? { activity: "writing" }
          : {}),
    });
  }
  return { kind: "ok" as const, isCancelRequested: run.cancelRequestedAt !== null };
}

async function writeStream(ctx: WriteCtx, run: Run, { text, tool }: Omit<Progress, "fence">): Promise<void> {
  const now = Date.now();
  const stream = await streamOf(ctx, run._id);
  const shown = text === undefined ? (stream?.text ?? "") : text.slice(-MAX_STREAM_LENGTH);
  const running = tool === undefined ? (stream?.tool ?? null) : tool.phase === "start" ? tool.name : null;
  if (stream) await ctx.db.patch("runStreams", stream._id, { text: shown, tool: running, updatedAt: now });
  else {
    await ctx.db.insert("runStreams", {
      accountId: ctx.account._id,
      runId: run._id,
      taskId: run.taskId,
      agentId: run.agentId,
      text: shown,
      tool: running,
      startedAt: now,
      updatedAt: now,
    });
  }
}

/** The newest tools of a run; an end completes the last open start of the same name. */
function noteTool(run: Run, tool: NonNullable<Progress["tool"]>, now: number): Run["tools"] {
  const entry = { name: tool.name, at: now, ok: tool.phase === "end" ? (tool.ok ?? true) : null };
  const open = run.tools.findLastIndex(({ name, ok }) => name === tool.name && ok === null);
  if (tool.phase === "start" || open === -1) return [...run.tools, entry].slice(-MAX_TOOLS);
  return run.tools.map((known, index) => (index === open ? { ...known, ok: entry.ok } : known));
}
