/** Carries out what the routing rule decided: into a person's inbox, or as work into an agent's queue. */
import { type Route, type RoutingEvent, routeEvent } from "@mc/shared/notification/routing";
import type { Doc } from "../_generated/dataModel";
import { actorRef, type ReadCtx, type WriteCtx } from "../functions/context";
import { stopLoop } from "./loops";
import { insertNotification, type NotificationDetails, notifyKnown } from "./notifications";
import { loadRoster, type Roster, routingRoster } from "./roster";
import { listSubscribers } from "./subscriptions";
import { wakeAgent } from "./wake";

type TaskNews = NotificationDetails & { task: Doc<"tasks">; roster?: Roster };

/** Routes an event of a task to everyone it concerns and delivers it; answers whom it concerned. */
export async function announce(ctx: WriteCtx, event: RoutingEvent, news: TaskNews): Promise<Route[]> {
  const roster = news.roster ?? (await loadRoster(ctx));
  const routes = await routesFor(ctx, event, { task: news.task, roster });
  await deliver(ctx, routes, { ...news, roster });
  return routes;
}

/** Who would hear of it; the composer's preview asks the same function. */
export async function routesFor(
  ctx: ReadCtx,
  event: RoutingEvent,
  place: { task: Doc<"tasks"> | null; roster: Roster },
): Promise<Route[]> {
  // Being assigned, or free to start, concerns the assigned alone.
  const isForAssignees = event.kind === "task_assigned" || event.kind === "task_unblocked";
  const { task } = place;
  const subscribers = isForAssignees || task === null ? [] : await listSubscribers(ctx, task);
  const { caller } = ctx;
  return routeEvent(event, {
    actor: actorRef(caller),
    subscribers,
    ...routingRoster(ctx, place.roster),
    canWakeAgents: caller.kind !== "agent" || caller.capabilities.canMentionAgents,
  });
}

async function deliver(
  ctx: WriteCtx,
  routes: readonly Route[],
  news: TaskNews & { roster: Roster },
): Promise<void> {
  for (const { recipient, type, reason } of routes) {
    const notice = { ...news, type, reason };
    if (recipient.kind === "member") {
      const member = news.roster.members.get(recipient.memberId);
      if (member) await notifyKnown(ctx, member, notice);
      continue;
    }
    const agent = news.roster.agents.get(recipient.agentId);
    if (!agent) continue;
    const woken = await wakeAgent(ctx, { agent, task: news.task, type, messageId: news.messageId ?? null });
    if (woken.kind === "loop") await stopLoop(ctx, { ...woken, task: news.task });
    if (woken.kind !== "run") continue;
    await insertNotification(ctx, { kind: "agent", agentId: agent._id }, { ...notice, runId: woken.runId });
  }
}
