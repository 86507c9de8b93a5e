/**
 * Commands to runtimes: asked for once, taken up by the runtime's subscription, ended with a reason. One function
 * asks for them, whether an admin, a fleet operator or a rollout wants it; one takes the runtime's word.
 */
import {
  COMMAND_LABEL,
  type CommandKind,
  type CommandStatus,
  commandDeadline,
  decideCommandReport,
  expiryReason,
  isCommandOver,
  isExclusive,
  type ReportedCommandStatus,
} from "@mc/shared/runtime/command";
import { compareVersions, isVersion } from "@mc/shared/runtime/version";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { ReadCtx, WriteCtx } from "../functions/context";
import { conflict, missing } from "../functions/errors";
import type { ServiceMutationCtx, ServiceQueryCtx } from "../functions/service";
import type { SystemMutationCtx } from "../functions/system";
import { LIMITS } from "./limits";
import { notifyAdmins } from "./notifications";
import { followCommand } from "./rolloutTargets";
import { settleAlerts } from "./runtimeAlerts";
import { eachAlone } from "./sweeps";
import { runtimeTarget } from "./targets";

type Runtime = Doc<"runtimes">;
type Command = Doc<"runtimeCommands">;

const OPEN_TAKEN = 5;
const HISTORY_SHOWN = 30;
const MAX_LOG_CHARACTERS = 64_000;
const MAX_REASON = 500;

export type Wish = {
  kind: CommandKind;
  version: string | null;
  /** The same key asks once. */
  requestKey: string;
  requestedBy: string;
  rolloutId: Id<"rollouts"> | null;
};

/** Why the runtime cannot do it now, as a sentence; null when it can. */
export async function whyRefused(
  ctx: ReadCtx,
  runtime: Runtime,
  wish: Pick<Wish, "kind" | "version">,
): Promise<string | null> {
  if (runtime.status === "none" || runtime.status === "offline")
    return `${runtime.name} is not there to do it. Bring it back first.`;
  const open = (await openCommands(ctx, runtime)).find((each) =>
    isExclusive(wish.kind) ? isExclusive(each.kind) : each.kind === wish.kind,
  );
  if (open)
    return `${runtime.name} is busy with an earlier command: ${COMMAND_LABEL[open.kind].toLowerCase()}.`;
  const current = runtime.report?.openclawVersion ?? null;
  if (wish.kind === "upgrade") return whyNoUpgrade(current, wish.version);
  if (wish.kind === "roll_back" && !runtime.report?.previousVersion)
    return `${runtime.name} keeps no earlier version to go back to.`;
  return null;
}

export async function requestCommand(ctx: WriteCtx, runtime: Runtime, wish: Wish) {
  const known = await ctx.db
    .query("runtimeCommands")
    .withIndex("by_account_runtime_requestKey", (q) =>
      q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id).eq("requestKey", wish.requestKey),
    )
    .first();
  if (known) return { commandId: known._id };
  const refusal = await whyRefused(ctx, runtime, wish);
  if (refusal !== null) throw conflict(refusal, runtime.status);
  const now = Date.now();
  const generation = (runtime.commandGeneration ?? 0) + 1;
  const version = wish.kind === "roll_back" ? (runtime.report?.previousVersion ?? null) : wish.version;
  const commandId = await ctx.db.insert("runtimeCommands", {
    accountId: ctx.account._id,
    runtimeId: runtime._id,
    ...wish,
    version,
    generation,
    status: "requested",
    statusSince: now,
    deadlineAt: commandDeadline(wish.kind, "requested", now) ?? 0,
    step: null,
    fromVersion: runtime.report?.openclawVersion ?? null,
    reason: null,
    endedAt: null,
  });
  await ctx.db.patch("runtimes", runtime._id, { commandGeneration: generation });
  await ctx.activity.record({
    event: { type: "runtime_command_requested", command: wish.kind, version },
    target: runtimeTarget(runtime),
  });
  return { commandId };
}

/** What the runtime's subscription shows: what is left to do, oldest first. */
export async function ordersOf(ctx: ServiceQueryCtx) {
  return (await openCommands(ctx, ctx.runtime)).map(({ _id, kind, version, generation, status }) => ({
    commandId: _id,
    kind,
    version,
    generation,
    status,
  }));
}

export type CommandWord = {
  commandId: Id<"runtimeCommands">;
  generation: number;
  status: ReportedCommandStatus;
  step?: { name: string; percent: number; detail: string } | undefined;
  reason?: string | undefined;
  logs?: string | undefined;
};

export async function takeWord(ctx: ServiceMutationCtx, word: CommandWord): Promise<{ kind: "ok" | "lost" }> {
  const command = await ctx.db.get("runtimeCommands", word.commandId);
  if (command?.runtimeId !== ctx.runtime._id) throw missing("command");
  const decision = decideCommandReport(command, word);
  ctx.activity.bookkeeping("a step of a command that is recorded when it ends");
  if (decision.kind === "lost") return { kind: "lost" };
  if (isCommandOver(word.status)) {
    if (decision.kind === "apply") await endCommand(ctx, command, word);
    return { kind: "ok" };
  }
  const now = Date.now();
  const isNews = decision.kind === "apply";
  const step = word.step ?? command.step;
  if (isNews || word.step)
    await ctx.db.patch("runtimeCommands", command._id, {
      step,
      ...(isNews
        ? {
            status: word.status,
            statusSince: now,
            deadlineAt: commandDeadline(command.kind, word.status, now) ?? 0,
          }
        : {}),
    });
  return { kind: "ok" };
}

/** Commands whose phase took too long. */
export async function expireCommands(ctx: SystemMutationCtx): Promise<void> {
  const overdue = await ctx.db
    .query("runtimeCommands")
    .withIndex("by_deadlineAt", (q) => q.gt("deadlineAt", 0).lte("deadlineAt", Date.now()))
    .take(LIMITS.batch);
  await eachAlone(ctx, overdue, {
    one: internal.fleet.expireOne,
    args: ({ _id }) => ({ commandId: _id }),
    putOff: (account, { _id }, deadlineAt) => account.db.patch("runtimeCommands", _id, { deadlineAt }),
  });
}

export async function expireCommand(ctx: SystemMutationCtx, commandId: Id<"runtimeCommands">): Promise<null> {
  const found = await ctx.db.get("runtimeCommands", commandId);
  const account = found ? await ctx.open(found.accountId) : null;
  const command = await account?.db.get("runtimeCommands", commandId);
  if (!account || !command || (command.deadlineAt ?? 0) === 0) return null;
  await endCommand(account, command, { status: "expired", reason: expiryReason(command.status) });
  return null;
}

export async function readCommands(ctx: ReadCtx, runtime: Runtime) {
  const rows = await ctx.db
    .query("runtimeCommands")
    .withIndex("by_account_runtime", (q) => q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id))
    .order("desc")
    .take(HISTORY_SHOWN);
  return rows.map(viewOf);
}

export async function openCommands(ctx: ReadCtx, runtime: Runtime): Promise<Command[]> {
  return await ctx.db
    .query("runtimeCommands")
    .withIndex("by_account_runtime_endedAt", (q) =>
      q.eq("accountId", ctx.account._id).eq("runtimeId", runtime._id).eq("endedAt", null),
    )
    .take(OPEN_TAKEN);
}

export async function readLogs(ctx: ReadCtx, runtime: Runtime) {
  const row = await logsRow(ctx, runtime._id);
  return row ? { at: row.at, text: row.text } : null;
}

export function viewOf(row: Command) {
  return {
    commandId: row._id,
    kind: row.kind,
    version: row.version,
    fromVersion: row.fromVersion,
    status: row.status,
    statusSince: row.statusSince,
    step: row.step,
    reason: row.reason,
    requestedBy: row.requestedBy,
    requestedAt: row._creationTime,
    endedAt: row.endedAt,
    isOfRollout: row.rolloutId !== null,
  };
}

type Ending = { status: CommandStatus; reason?: string | undefined; logs?: string | undefined };

async function endCommand(ctx: WriteCtx, command: Command, { status, reason, logs }: Ending): Promise<void> {
  if (status !== "succeeded" && status !== "failed" && status !== "rolled_back" && status !== "expired")
    return;
  const runtime = await ctx.db.get("runtimes", command.runtimeId);
  if (!runtime) return;
  const now = Date.now();
  const why = reason?.slice(0, MAX_REASON) ?? null;
  await ctx.db.patch("runtimeCommands", command._id, {
    status,
    statusSince: now,
    deadlineAt: 0,
    step: null,
    reason: why,
    endedAt: now,
  });
  await ctx.activity.record({
    event: {
      type: "runtime_command_ended",
      command: command.kind,
      version: command.version,
      outcome: status,
      reason: why,
    },
    target: runtimeTarget(runtime),
    by: { actor: { kind: "system" }, name: runtime.name },
  });
  if (logs !== undefined) await keepLogs(ctx, runtime._id, logs);
  if (command.kind === "upgrade" || command.kind === "roll_back")
    await afterUpgrade(ctx, runtime, { ...command, status, reason: why });
  await followCommand(ctx, { ...command, status, reason: why });
  if (command.rolloutId)
    await ctx.scheduler.runAfter(0, internal.fleet.advance, {
      rolloutId: command.rolloutId,
      generation: null,
    });
}

/** Failures are alerts, which nobody can switch off; a success is news. */
async function afterUpgrade(ctx: WriteCtx, runtime: Runtime, command: Command): Promise<void> {
  const { failedUpgrade: _, ...rest } = runtime;
  if (command.status === "succeeded") {
    await ctx.db.patch("runtimes", runtime._id, { failedUpgrade: undefined });
    await settleAlerts(ctx, rest, null);
    // Those who heard of the failure hear of its end.
    if (runtime.failedUpgrade !== undefined) return;
    await notifyAdmins(ctx, {
      type: "upgrade_result",
      reason: "runtime_upgraded",
      title: `${runtime.name} runs OpenClaw ${command.version ?? ""}`.trim(),
      body: `${command.kind === "upgrade" ? "Upgraded" : "Rolled back"} from ${command.fromVersion ?? "an unknown version"}; its gateway is healthy.`,
    });
    return;
  }
  const ended = command.status === "rolled_back" ? "It switched itself back" : "It did not succeed";
  const failedUpgrade =
    `${COMMAND_LABEL[command.kind]} to ${command.version ?? "?"}: ${ended.toLowerCase()}. ${command.reason ?? ""}`.trim();
  await ctx.db.patch("runtimes", runtime._id, { failedUpgrade });
  await settleAlerts(ctx, { ...runtime, failedUpgrade }, null);
}

async function keepLogs(ctx: WriteCtx, runtimeId: Id<"runtimes">, logs: string): Promise<void> {
  const row = await logsRow(ctx, runtimeId);
  const fields = { at: Date.now(), text: logs.slice(-MAX_LOG_CHARACTERS) };
  if (row) await ctx.db.patch("runtimeLogs", row._id, fields);
  else await ctx.db.insert("runtimeLogs", { accountId: ctx.account._id, runtimeId, ...fields });
}

async function logsRow(ctx: ReadCtx, runtimeId: Id<"runtimes">) {
  return await ctx.db
    .query("runtimeLogs")
    .withIndex("by_account_runtime", (q) => q.eq("accountId", ctx.account._id).eq("runtimeId", runtimeId))
    .unique();
}

function whyNoUpgrade(current: string | null, wanted: string | null): string | null {
  if (wanted === null || !isVersion(wanted)) return "A version looks like 2026.9.6.";
  if (current === null) return "It has not said yet which version it runs. Wait for its next check-in.";
  const order = compareVersions(current, wanted);
  if (order === 0) return `It runs ${wanted} already.`;
  return order > 0 ? `It runs the newer ${current}. Roll back to return to an earlier version.` : null;
}
