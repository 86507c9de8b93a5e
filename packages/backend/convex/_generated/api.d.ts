/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";
import type * as accounts from "../accounts.js";
import type * as actions_standup from "../actions/standup.js";
import type * as activities from "../activities.js";
import type * as agents from "../agents.js";
import type * as analytics from "../analytics.js";
import type * as approvals from "../approvals.js";
import type * as assignments from "../assignments.js";
import type * as crons from "../crons.js";
import type * as documentComments from "../documentComments.js";
import type * as documents from "../documents.js";
import type * as dueDates from "../dueDates.js";
import type * as files from "../files.js";
import type * as folders from "../folders.js";
import type * as functions_account from "../functions/account.js";
import type * as functions_activity from "../functions/activity.js";
import type * as functions_builder from "../functions/builder.js";
import type * as functions_context from "../functions/context.js";
import type * as functions_errors from "../functions/errors.js";
import type * as functions_fileClaims from "../functions/fileClaims.js";
import type * as functions_identity from "../functions/identity.js";
import type * as functions_secrets from "../functions/secrets.js";
import type * as functions_seed from "../functions/seed.js";
import type * as functions_service from "../functions/service.js";
import type * as functions_system from "../functions/system.js";
import type * as functions_tenantDb from "../functions/tenantDb.js";
import type * as functions_visibleQuery from "../functions/visibleQuery.js";
import type * as invitations from "../invitations.js";
import type * as labels from "../labels.js";
import type * as lib_accounts from "../lib/accounts.js";
import type * as lib_activities from "../lib/activities.js";
import type * as lib_agents from "../lib/agents.js";
import type * as lib_analytics from "../lib/analytics.js";
import type * as lib_approvals from "../lib/approvals.js";
import type * as lib_assignees from "../lib/assignees.js";
import type * as lib_assignments from "../lib/assignments.js";
import type * as lib_commands from "../lib/commands.js";
import type * as lib_counters from "../lib/counters.js";
import type * as lib_deliver from "../lib/deliver.js";
import type * as lib_documentComments from "../lib/documentComments.js";
import type * as lib_documentFolders from "../lib/documentFolders.js";
import type * as lib_documentLinks from "../lib/documentLinks.js";
import type * as lib_documentTexts from "../lib/documentTexts.js";
import type * as lib_documentTrash from "../lib/documentTrash.js";
import type * as lib_documentViews from "../lib/documentViews.js";
import type * as lib_documents from "../lib/documents.js";
import type * as lib_dueDates from "../lib/dueDates.js";
import type * as lib_files from "../lib/files.js";
import type * as lib_heartbeats from "../lib/heartbeats.js";
import type * as lib_inboxes from "../lib/inboxes.js";
import type * as lib_invitations from "../lib/invitations.js";
import type * as lib_labels from "../lib/labels.js";
import type * as lib_leadTools from "../lib/leadTools.js";
import type * as lib_limits from "../lib/limits.js";
import type * as lib_loops from "../lib/loops.js";
import type * as lib_memberships from "../lib/memberships.js";
import type * as lib_messageViews from "../lib/messageViews.js";
import type * as lib_messages from "../lib/messages.js";
import type * as lib_metricRepair from "../lib/metricRepair.js";
import type * as lib_metrics from "../lib/metrics.js";
import type * as lib_notifications from "../lib/notifications.js";
import type * as lib_openInvitations from "../lib/openInvitations.js";
import type * as lib_preferences from "../lib/preferences.js";
import type * as lib_recurrences from "../lib/recurrences.js";
import type * as lib_release from "../lib/release.js";
import type * as lib_roster from "../lib/roster.js";
import type * as lib_runCancel from "../lib/runCancel.js";
import type * as lib_runContext from "../lib/runContext.js";
import type * as lib_runEnds from "../lib/runEnds.js";
import type * as lib_runProgress from "../lib/runProgress.js";
import type * as lib_runState from "../lib/runState.js";
import type * as lib_runSweep from "../lib/runSweep.js";
import type * as lib_runViews from "../lib/runViews.js";
import type * as lib_runs from "../lib/runs.js";
import type * as lib_runtimes from "../lib/runtimes.js";
import type * as lib_savedViews from "../lib/savedViews.js";
import type * as lib_search from "../lib/search.js";
import type * as lib_searchCandidates from "../lib/searchCandidates.js";
import type * as lib_seed from "../lib/seed.js";
import type * as lib_serviceTokens from "../lib/serviceTokens.js";
import type * as lib_standup from "../lib/standup.js";
import type * as lib_standupSchedule from "../lib/standupSchedule.js";
import type * as lib_subscriptions from "../lib/subscriptions.js";
import type * as lib_targets from "../lib/targets.js";
import type * as lib_taskBatches from "../lib/taskBatches.js";
import type * as lib_taskDescriptions from "../lib/taskDescriptions.js";
import type * as lib_taskLinks from "../lib/taskLinks.js";
import type * as lib_taskLists from "../lib/taskLists.js";
import type * as lib_taskPurge from "../lib/taskPurge.js";
import type * as lib_taskStatus from "../lib/taskStatus.js";
import type * as lib_taskTools from "../lib/taskTools.js";
import type * as lib_taskViews from "../lib/taskViews.js";
import type * as lib_tasks from "../lib/tasks.js";
import type * as lib_text from "../lib/text.js";
import type * as lib_threadReads from "../lib/threadReads.js";
import type * as lib_toolCalls from "../lib/toolCalls.js";
import type * as lib_tools from "../lib/tools.js";
import type * as lib_wake from "../lib/wake.js";
import type * as localRuntimes from "../localRuntimes.js";
import type * as memberships from "../memberships.js";
import type * as messages from "../messages.js";
import type * as notifications from "../notifications.js";
import type * as recurrences from "../recurrences.js";
import type * as runs from "../runs.js";
import type * as runtimes from "../runtimes.js";
import type * as savedViews from "../savedViews.js";
import type * as search from "../search.js";
import type * as seed from "../seed.js";
import type * as seed_story from "../seed/story.js";
import type * as service_agents from "../service/agents.js";
import type * as service_heartbeats from "../service/heartbeats.js";
import type * as service_runs from "../service/runs.js";
import type * as service_runtimes from "../service/runtimes.js";
import type * as service_tools from "../service/tools.js";
import type * as serviceTokens from "../serviceTokens.js";
import type * as standups from "../standups.js";
import type * as tables_accounts from "../tables/accounts.js";
import type * as tables_activities from "../tables/activities.js";
import type * as tables_agents from "../tables/agents.js";
import type * as tables_analytics from "../tables/analytics.js";
import type * as tables_approvals from "../tables/approvals.js";
import type * as tables_delivery from "../tables/delivery.js";
import type * as tables_documents from "../tables/documents.js";
import type * as tables_messages from "../tables/messages.js";
import type * as tables_notifications from "../tables/notifications.js";
import type * as tables_runtimes from "../tables/runtimes.js";
import type * as tables_search from "../tables/search.js";
import type * as tables_standups from "../tables/standups.js";
import type * as tables_tasks from "../tables/tasks.js";
import type * as tables_vocabulary from "../tables/vocabulary.js";
import type * as taskBatches from "../taskBatches.js";
import type * as taskLinks from "../taskLinks.js";
import type * as tasks from "../tasks.js";

/**
 * A utility for referencing Convex functions in your app's API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
declare const fullApi: ApiFromModules<{
  accounts: typeof accounts;
  "actions/standup": typeof actions_standup;
  activities: typeof activities;
  agents: typeof agents;
  analytics: typeof analytics;
  approvals: typeof approvals;
  assignments: typeof assignments;
  crons: typeof crons;
  documentComments: typeof documentComments;
  documents: typeof documents;
  dueDates: typeof dueDates;
  files: typeof files;
  folders: typeof folders;
  "functions/account": typeof functions_account;
  "functions/activity": typeof functions_activity;
  "functions/builder": typeof functions_builder;
  "functions/context": typeof functions_context;
  "functions/errors": typeof functions_errors;
  "functions/fileClaims": typeof functions_fileClaims;
  "functions/identity": typeof functions_identity;
  "functions/secrets": typeof functions_secrets;
  "functions/seed": typeof functions_seed;
  "functions/service": typeof functions_service;
  "functions/system": typeof functions_system;
  "functions/tenantDb": typeof functions_tenantDb;
  "functions/visibleQuery": typeof functions_visibleQuery;
  invitations: typeof invitations;
  labels: typeof labels;
  "lib/accounts": typeof lib_accounts;
  "lib/activities": typeof lib_activities;
  "lib/agents": typeof lib_agents;
  "lib/analytics": typeof lib_analytics;
  "lib/approvals": typeof lib_approvals;
  "lib/assignees": typeof lib_assignees;
  "lib/assignments": typeof lib_assignments;
  "lib/commands": typeof lib_commands;
  "lib/counters": typeof lib_counters;
  "lib/deliver": typeof lib_deliver;
  "lib/documentComments": typeof lib_documentComments;
  "lib/documentFolders": typeof lib_documentFolders;
  "lib/documentLinks": typeof lib_documentLinks;
  "lib/documentTexts": typeof lib_documentTexts;
  "lib/documentTrash": typeof lib_documentTrash;
  "lib/documentViews": typeof lib_documentViews;
  "lib/documents": typeof lib_documents;
  "lib/dueDates": typeof lib_dueDates;
  "lib/files": typeof lib_files;
  "lib/heartbeats": typeof lib_heartbeats;
  "lib/inboxes": typeof lib_inboxes;
  "lib/invitations": typeof lib_invitations;
  "lib/labels": typeof lib_labels;
  "lib/leadTools": typeof lib_leadTools;
  "lib/limits": typeof lib_limits;
  "lib/loops": typeof lib_loops;
  "lib/memberships": typeof lib_memberships;
  "lib/messageViews": typeof lib_messageViews;
  "lib/messages": typeof lib_messages;
  "lib/metricRepair": typeof lib_metricRepair;
  "lib/metrics": typeof lib_metrics;
  "lib/notifications": typeof lib_notifications;
  "lib/openInvitations": typeof lib_openInvitations;
  "lib/preferences": typeof lib_preferences;
  "lib/recurrences": typeof lib_recurrences;
  "lib/release": typeof lib_release;
  "lib/roster": typeof lib_roster;
  "lib/runCancel": typeof lib_runCancel;
  "lib/runContext": typeof lib_runContext;
  "lib/runEnds": typeof lib_runEnds;
  "lib/runProgress": typeof lib_runProgress;
  "lib/runState": typeof lib_runState;
  "lib/runSweep": typeof lib_runSweep;
  "lib/runViews": typeof lib_runViews;
  "lib/runs": typeof lib_runs;
  "lib/runtimes": typeof lib_runtimes;
  "lib/savedViews": typeof lib_savedViews;
  "lib/search": typeof lib_search;
  "lib/searchCandidates": typeof lib_searchCandidates;
  "lib/seed": typeof lib_seed;
  "lib/serviceTokens": typeof lib_serviceTokens;
  "lib/standup": typeof lib_standup;
  "lib/standupSchedule": typeof lib_standupSchedule;
  "lib/subscriptions": typeof lib_subscriptions;
  "lib/targets": typeof lib_targets;
  "lib/taskBatches": typeof lib_taskBatches;
  "lib/taskDescriptions": typeof lib_taskDescriptions;
  "lib/taskLinks": typeof lib_taskLinks;
  "lib/taskLists": typeof lib_taskLists;
  "lib/taskPurge": typeof lib_taskPurge;
  "lib/taskStatus": typeof lib_taskStatus;
  "lib/taskTools": typeof lib_taskTools;
  "lib/taskViews": typeof lib_taskViews;
  "lib/tasks": typeof lib_tasks;
  "lib/text": typeof lib_text;
  "lib/threadReads": typeof lib_threadReads;
  "lib/toolCalls": typeof lib_toolCalls;
  "lib/tools": typeof lib_tools;
  "lib/wake": typeof lib_wake;
  localRuntimes: typeof localRuntimes;
  memberships: typeof memberships;
  messages: typeof messages;
  notifications: typeof notifications;
  recurrences: typeof recurrences;
  runs: typeof runs;
  runtimes: typeof runtimes;
  savedViews: typeof savedViews;
  search: typeof search;
  seed: typeof seed;
  "seed/story": typeof seed_story;
  "service/agents": typeof service_agents;
  "service/heartbeats": typeof service_heartbeats;
  "service/runs": typeof service_runs;
  "service/runtimes": typeof service_runtimes;
  "service/tools": typeof service_tools;
  serviceTokens: typeof serviceTokens;
  standups: typeof standups;
  "tables/accounts": typeof tables_accounts;
  "tables/activities": typeof tables_activities;
  "tables/agents": typeof tables_agents;
  "tables/analytics": typeof tables_analytics;
  "tables/approvals": typeof tables_approvals;
  "tables/delivery": typeof tables_delivery;
  "tables/documents": typeof tables_documents;
  "tables/messages": typeof tables_messages;
  "tables/notifications": typeof tables_notifications;
  "tables/runtimes": typeof tables_runtimes;
  "tables/search": typeof tables_search;
  "tables/standups": typeof tables_standups;
  "tables/tasks": typeof tables_tasks;
  "tables/vocabulary": typeof tables_vocabulary;
  taskBatches: typeof taskBatches;
  taskLinks: typeof taskLinks;
  tasks: typeof tasks;
}>;
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;
