/**
 * Who hears of an event, and why. People get a notification in their inbox; agents are woken by a run.
 * Rules: nobody hears of their own act; one recipient hears of one event once, by its strongest reason;
 * muted subscribers hear only what names them; a note wakes no agent.
 */
import { assertNever } from "../assert.ts";
import type { TaskStatus } from "../task/status.ts";
import type { NotificationType } from "./types.ts";

export type Recipient = { kind: "member"; memberId: string } | { kind: "agent"; agentId: string };
export type RoutingActor = Recipient | { kind: "system" };

export type Subscriber = { recipient: Recipient; level: "following" | "muted" };

export type RoutingEvent =
  /** `asked` are those who have to answer; the question is the message. */
  | {
      kind: "message_posted";
      isNote: boolean;
      mentioned: readonly Recipient[];
      asked: readonly Recipient[];
    }
  /** An edit names somebody whom the message did not name before. */
  | { kind: "mention_added"; isNote: boolean; mentioned: readonly Recipient[] }
  | { kind: "task_assigned"; added: readonly Recipient[] }
  /** The last task that it waited for is done. */
  | { kind: "task_unblocked"; assignees: readonly Recipient[] }
  /** The last open sub-task is done: whoever does the task goes on with it, people who follow it know. */
  | { kind: "parts_done"; assignees: readonly Recipient[] }
  /** A document was linked to a task; those who follow the task hear of it, agents read it when they work. */
  | { kind: "document_linked" }
  | {
      kind: "status_changed";
      from: TaskStatus;
      to: TaskStatus;
      assignees: readonly Recipient[];
      creator: Recipient | null;
    };

export type RoutingWorld = {
  actor: RoutingActor;
  subscribers: readonly Subscriber[];
  /** Active people and agents of the account; nobody outside it is ever answered. */
  people: ReadonlySet<string>;
  agents: ReadonlyMap<string, { canReviewTasks: boolean }>;
  /** Whether the actor may wake agents (people may; agents by their flag). */
  canWakeAgents: boolean;
};

export type Route = { recipient: Recipient; type: NotificationType; reason: string };

export function routeEvent(event: RoutingEvent, world: RoutingWorld): Route[] {
  const routes = new Map<string, Route>();
  const self = world.actor.kind === "system" ? null : recipientKey(world.actor);
  const add = (recipient: Recipient, type: NotificationType, reason: string) => {
    const key = recipientKey(recipient);
    if (key === self || routes.has(key) || !isInAccount(recipient, world)) return;
    routes.set(key, { recipient, type, reason });
  };
  proposeRoutes(event, world, (route) => add(route.recipient, route.type, route.reason));
  return [...routes.values()].sort((one, other) =>
    recipientKey(one.recipient) < recipientKey(other.recipient) ? -1 : 1,
  );
}

export function recipientKey(recipient: Recipient): string {
  return recipient.kind === "member" ? `member:${recipient.memberId}` : `agent:${recipient.agentId}`;
}

/** Proposes the strongest reason first; the caller keeps the first per recipient. */
function proposeRoutes(event: RoutingEvent, world: RoutingWorld, add: (route: Route) => void): void {
  switch (event.kind) {
    case "task_assigned":
      for (const recipient of event.added) add({ recipient, type: "assignment", reason: "assigned" });
      return;
    case "task_unblocked":
      for (const recipient of event.assignees)
        add({ recipient, type: "task_unblocked", reason: "unblocked" });
      return;
    case "parts_done":
      for (const recipient of event.assignees) add({ recipient, type: "parts_done", reason: "parts_done" });
      for (const { recipient, level } of world.subscribers) {
        if (level === "following" && recipient.kind === "member")
          add({ recipient, type: "parts_done", reason: "following" });
      }
      return;
    case "document_linked":
      for (const { recipient, level } of world.subscribers) {
        if (level === "following" && recipient.kind === "member")
          add({ recipient, type: "document_shared", reason: "following" });
      }
      return;
    case "message_posted":
      proposeForMessage(event, world, add);
      return;
    case "mention_added":
      for (const recipient of event.mentioned) {
        if (recipient.kind === "member" || (world.canWakeAgents && !event.isNote))
          add({ recipient, type: "mention", reason: "mentioned" });
      }
      return;
    case "status_changed":
      proposeForStatus(event, world, add);
      return;
    default:
      assertNever(event);
  }
}

function proposeForMessage(
  event: RoutingEvent & { kind: "message_posted" },
  world: RoutingWorld,
  add: (route: Route) => void,
): void {
  const canWake = world.canWakeAgents && !event.isNote;
  for (const recipient of event.asked) {
    if (recipient.kind === "member" || canWake) add({ recipient, type: "response_request", reason: "asked" });
  }
  for (const recipient of event.mentioned) {
    if (recipient.kind === "member" || canWake) add({ recipient, type: "mention", reason: "mentioned" });
  }
  for (const { recipient, level } of world.subscribers) {
    if (level === "muted") continue;
    // An agent listens to people by following; another agent has to name it, or two agents talk for ever.
    if (recipient.kind === "agent" && (!canWake || world.actor.kind !== "member")) continue;
    add({ recipient, type: "thread_update", reason: "following" });
  }
}

function proposeForStatus(
  event: RoutingEvent & { kind: "status_changed" },
  world: RoutingWorld,
  add: (route: Route) => void,
): void {
  const concerned = event.creator ? [event.creator, ...event.assignees] : event.assignees;
  if (event.to === "review") {
    for (const recipient of concerned) {
      const isReviewer =
        recipient.kind === "member" || world.agents.get(recipient.agentId)?.canReviewTasks === true;
      if (isReviewer) add({ recipient, type: "review_request", reason: "review" });
    }
  }
  const isResumed =
    (event.from === "blocked" || event.from === "review") &&
    (event.to === "assigned" || event.to === "in_progress");
  if (isResumed && world.actor.kind === "member") {
    for (const recipient of event.assignees) {
      if (recipient.kind === "agent") add({ recipient, type: "status_change", reason: "resumed" });
    }
  }
  for (const { recipient, level } of world.subscribers) {
    if (level === "following" && recipient.kind === "member")
      add({ recipient, type: "status_change", reason: "following" });
  }
}

function isInAccount(recipient: Recipient, world: RoutingWorld): boolean {
  return recipient.kind === "member"
    ? world.people.has(recipient.memberId)
    : world.agents.has(recipient.agentId);
}
