/** Whether work may be handed over now: one decision for the lease itself and for every list of what waits. */
import type { AgentPlace } from "@mc/shared/agent/place";
import type { Hold } from "@mc/shared/delivery/deadlines";
import { decideLease, type Refused } from "@mc/shared/delivery/lease";
import type { Doc } from "../_generated/dataModel";
import type { ReadCtx } from "../functions/context";

type Run = Doc<"runs">;
type Asked = {
  run: Run;
  lease: Doc<"leases"> | null;
  agent: Doc<"agents">;
  place: AgentPlace;
};

/** Whether the run may be taken now, and if not, why and until when: what a lease decides and a list of waiting work says. */
export async function judgeLease(
  ctx: ReadCtx,
  { run, lease, agent, place }: Asked,
  readHold: () => Promise<Hold | null>,
): Promise<{ kind: "lease" } | (Refused & { isHold: boolean })> {
  const now = Date.now();
  if ((agent.runsIn ?? "gateway") !== place) {
    return { kind: "refuse", reason: `${agent.name} works somewhere else.`, until: null, isHold: false };
  }
  const decided = decideLease(
    {
      status: run.status,
      attempt: run.attempt,
      availableAt: run.availableAt,
      leaseUntil: lease?.leaseUntil ?? null,
      isSessionBusy: await isSessionBusy(ctx, run, now),
      isAgentPaused: agent.isPaused,
    },
    now,
  );
  if (decided.kind === "refuse") return { ...decided, isHold: false };
  const hold = await readHold();
  if (!hold) return decided;
  return { kind: "refuse", reason: hold.sentence, until: hold.until, isHold: true };
}

async function isSessionBusy(ctx: ReadCtx, run: Run, now: number): Promise<boolean> {
  const leases = await ctx.db
    .query("leases")
    .withIndex("by_account_session", (q) =>
      q.eq("accountId", ctx.account._id).eq("sessionKey", run.sessionKey),
    )
    .take(10);
  return leases.some((lease) => lease.runId !== run._id && lease.leaseUntil > now);
}
