/** What an activity is about, as it was at the time. */
import type { Doc } from "../_generated/dataModel";

type Target = Doc<"activities">["target"];

export function taskTarget(task: Doc<"tasks">): Target {
  return { kind: "task", id: task._id, label: task.title, number: task.number };
}

export function recurrenceTarget(recurrence: { _id: string; title: string }): Target {
  return { kind: "recurrence", id: recurrence._id, label: recurrence.title };
}

export function memberTarget(member: Doc<"memberships">): Target {
  return { kind: "member", id: member._id, label: member.name };
}

export function agentTarget(agent: Doc<"agents">): Target {
  return { kind: "agent", id: agent._id, label: agent.name };
}

/** A message is found through its task, so it is labelled by it. */
export function messageTarget(message: { _id: string }, task: Doc<"tasks">): Target {
  return { kind: "message", id: message._id, label: task.title, number: task.number };
}

export function documentTarget(document: { _id: string; title: string }): Target {
  return { kind: "document", id: document._id, label: document.title };
}

export function folderTarget(folder: { _id: string; name: string }): Target {
  return { kind: "folder", id: folder._id, label: folder.name };
}

export function runTarget(run: { _id: string }, task: Doc<"tasks">): Target {
  return { kind: "run", id: run._id, label: task.title, number: task.number };
}

export function skillTarget(skill: { _id: string; name: string }): Target {
  return { kind: "skill", id: skill._id, label: skill.name };
}

/** A token is found through its agent, so it is labelled by it. */
export function agentTokenTarget(tokenId: string, agent: Doc<"agents">): Target {
  return { kind: "agent_token", id: tokenId, label: agent.name };
}

export function runtimeTarget(runtime: Doc<"runtimes">): Target {
  return { kind: "runtime", id: runtime._id, label: runtime.name };
}

export function webhookTarget(webhook: { _id: string; name: string }): Target {
  return { kind: "webhook", id: webhook._id, label: webhook.name };
}

export function incomingWebhookTarget(webhook: { _id: string; name: string }): Target {
  return { kind: "incoming_webhook", id: webhook._id, label: webhook.name };
}
