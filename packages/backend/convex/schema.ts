/** All tables, by domain. Every table but `accounts` and those of the installation belongs to one account. */
import { defineSchema } from "convex/server";
import { accounts, counters, invitations, memberships } from "./tables/accounts";
import { activities } from "./tables/activities";
import { agentStates, agents, agentTokens } from "./tables/agents";
import { dailyMetrics } from "./tables/analytics";
import { approvals } from "./tables/approvals";
import { heartbeats, leases, runStreams, runs, sessions, threadWakes, toolCalls } from "./tables/delivery";
import {
  documentComments,
  documentFolders,
  documentLinks,
  documents,
  documentVersions,
  files,
  fileTexts,
} from "./tables/documents";
import { accountImports, importedIds } from "./tables/imports";
import { accountDeletions, migrations, operatorLog, systemConfig } from "./tables/installation";
import { messages, threadReads } from "./tables/messages";
import { inboxes, notifications, snoozes } from "./tables/notifications";
import {
  digestSchedules,
  incomingCalls,
  incomingWebhooks,
  mailTokens,
  outbox,
  pushSubscriptions,
  senders,
  webhooks,
} from "./tables/outbound";
import { rateLimits } from "./tables/rateLimits";
import { rollouts, rolloutTargets } from "./tables/rollouts";
import {
  enrolments,
  runtimeCommands,
  runtimeHealth,
  runtimeIncidents,
  runtimeLogs,
  runtimeSamples,
  runtimes,
  serviceTokens,
} from "./tables/runtimes";
import { documentTexts } from "./tables/search";
import { skills, skillTexts } from "./tables/skills";
import { standupSchedules, standups } from "./tables/standups";
import {
  assignments,
  dueDates,
  labels,
  recurrences,
  savedViews,
  subscriptions,
  taskBlockers,
  taskDescriptions,
  taskLabels,
  tasks,
} from "./tables/tasks";
import { budgets, usage, usageTotals } from "./tables/usage";

export default defineSchema({
  accounts,
  systemConfig,
  operatorLog,
  accountDeletions,
  migrations,
  senders,
  memberships,
  invitations,
  counters,
  rateLimits,
  agents,
  agentStates,
  agentTokens,
  skills,
  skillTexts,
  tasks,
  taskDescriptions,
  assignments,
  subscriptions,
  taskBlockers,
  taskLabels,
  labels,
  dueDates,
  savedViews,
  recurrences,
  messages,
  threadReads,
  documents,
  documentVersions,
  documentLinks,
  documentFolders,
  documentComments,
  documentTexts,
  files,
  fileTexts,
  notifications,
  inboxes,
  snoozes,
  runs,
  leases,
  runStreams,
  sessions,
  toolCalls,
  heartbeats,
  threadWakes,
  approvals,
  usage,
  usageTotals,
  budgets,
  runtimes,
  runtimeHealth,
  runtimeSamples,
  runtimeCommands,
  runtimeLogs,
  runtimeIncidents,
  enrolments,
  rollouts,
  rolloutTargets,
  serviceTokens,
  activities,
  dailyMetrics,
  standups,
  standupSchedules,
  outbox,
  pushSubscriptions,
  webhooks,
  incomingWebhooks,
  incomingCalls,
  digestSchedules,
  mailTokens,
  accountImports,
  importedIds,
});
