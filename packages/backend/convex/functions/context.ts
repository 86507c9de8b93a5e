/** What a handler and the functions of lib/ are given: the account's own database, who asks, and the recorder. */
import type { Role } from "@mc/shared/account/roles";
import { type Capabilities, resolveCapabilities } from "@mc/shared/agent/capabilities";
import type { Flags } from "@mc/shared/installation/flags";
import type { StatusActor } from "@mc/shared/task/transitions";
import type { Doc, Id } from "../_generated/dataModel";
import type { DatabaseReader, DatabaseWriter, MutationCtx, QueryCtx } from "../_generated/server";
import { type ActivityRecorder, activityRecorder, type Cause, type Journal } from "./activity";
import { isFileTaken } from "./fileClaims";
import { readFlags } from "./installation";
import { tenantReader, tenantWriter } from "./tenantDb";

export type Caller =
  | { kind: "member"; memberId: Id<"memberships">; name: string; role: Role }
  | {
      kind: "agent";
      agentId: Id<"agents">;
      name: string;
      capabilities: Capabilities;
      runId: Id<"runs">;
      /** Agents that woke one another up to this one, itself last. */
      chain: string[];
    }
  /**
   * `name` when a person stands behind it who is no member, as a fleet operator. `after`: the agent from whose act in another
   * task this follows, and how the chain of wakes goes on.
   */
  | { kind: "system"; name?: string; after?: { agentId: Id<"agents">; chain: string[] } };

/** As it is stored in rows. */
export type ActorRef = Doc<"activities">["actor"];
export type RecipientRef = Doc<"subscriptions">["recipient"];

export type ReadCtx = {
  db: DatabaseReader;
  account: Doc<"accounts">;
  caller: Caller;
  storage: QueryCtx["storage"];
  /** The installation's feature flags. */
  flags(): Promise<Flags>;
};

export type WriteCtx = {
  db: DatabaseWriter;
  account: Doc<"accounts">;
  caller: Caller;
  activity: ActivityRecorder;
  scheduler: MutationCtx["scheduler"];
  storage: MutationCtx["storage"];
  /** The installation's feature flags. */
  flags(): Promise<Flags>;
  /** By any account. */
  isFileTaken(storageId: Id<"_storage">): Promise<boolean>;
  /** A time of the past that is told of, by the seed alone (docs/adr/0018); null for everybody who acts now. */
  readonly storyAt: number | null;
  /** The same account and transaction in another name: an agent's answer arrives through its runtime. */
  actAs(other: { caller: Caller; cause: Cause }): WriteCtx;
};

export type Entry = { account: Doc<"accounts">; caller: Caller };

export function readAccount(
  { db, storage }: Pick<QueryCtx, "db" | "storage">,
  { account, caller }: Entry,
): ReadCtx {
  return {
    db: tenantReader(db, account._id),
    account,
    caller,
    storage,
    flags: () => readFlags(db),
  };
}

/** Opens an account for writing; what is recorded goes to the mutation's journal. */
export function writeAccount(
  ctx: Pick<MutationCtx, "db" | "scheduler" | "storage">,
  entry: Entry & { journal: Journal; cause: Cause; storyAt?: number | null },
): WriteCtx {
  const { account, caller, journal, cause, storyAt = null } = entry;
  const accountId = account._id;
  return {
    db: tenantWriter(ctx.db, { accountId, tally: journal }),
    account,
    caller,
    activity: activityRecorder(ctx.db, {
      account,
      journal,
      cause,
      storyAt,
      actor: actorRef(caller),
      actorName: callerName(caller),
    }),
    scheduler: ctx.scheduler,
    storage: ctx.storage,
    flags: () => readFlags(ctx.db),
    isFileTaken: (storageId) => isFileTaken(ctx.db, storageId),
    storyAt,
    actAs: (other) => writeAccount(ctx, { account, journal, storyAt, ...other }),
  };
}

/** An agent in the name of a run of its own. */
export function agentCaller(
  account: Doc<"accounts">,
  turn: { agent: Doc<"agents">; run: Doc<"runs"> },
): Caller & { kind: "agent" } {
  const { agent, run } = turn;
  return {
    kind: "agent",
    agentId: agent._id,
    name: agent.name,
    capabilities: agentCapabilities(account, agent),
    runId: run._id,
    chain: [...run.chain, agent.name],
  };
}

export function agentCapabilities(account: Doc<"accounts">, agent: Doc<"agents">): Capabilities {
  return resolveCapabilities(agent.capabilities, account.settings.agentDefaults);
}

export function actorRef(caller: Caller): ActorRef {
  switch (caller.kind) {
    case "member":
      return { kind: "member", memberId: caller.memberId };
    case "agent":
      return { kind: "agent", agentId: caller.agentId };
    case "system":
      return { kind: "system" };
  }
}

export function callerName(caller: Caller): string {
  return caller.kind === "system" ? (caller.name ?? SYSTEM_NAME) : caller.name;
}

export const SYSTEM_NAME = "Mission Control";

/** The caller as the task state machine knows it. */
export function statusActor(caller: Caller): StatusActor {
  switch (caller.kind) {
    case "member":
      return { kind: "member", role: caller.role };
    case "agent":
      return {
        kind: "agent",
        canModifyTaskStatus: caller.capabilities.canModifyTaskStatus,
        canMarkDone: caller.capabilities.canMarkDone,
      };
    case "system":
      return { kind: "system" };
  }
}
