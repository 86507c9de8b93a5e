/** The same tools for agents outside the gateway. Who calls is the agent of the token, and what for is the turn of its lease. */
import { externalTurnMutation } from "../functions/external";
import { underLease } from "../lib/externalWork";
import { TOOL_TABLE } from "../lib/toolTable";

export const taskLoad = externalTurnMutation(underLease("task_load", TOOL_TABLE.task_load));
export const messageRead = externalTurnMutation(underLease("message_read", TOOL_TABLE.message_read));
export const taskStatus = externalTurnMutation(underLease("task_status", TOOL_TABLE.task_status));
export const taskMessage = externalTurnMutation(underLease("task_message", TOOL_TABLE.task_message));
export const documentUpsert = externalTurnMutation(underLease("document_upsert", TOOL_TABLE.document_upsert));
export const responseRequest = externalTurnMutation(
  underLease("response_request", TOOL_TABLE.response_request),
);
export const taskUpdate = externalTurnMutation(underLease("task_update", TOOL_TABLE.task_update));
export const taskCreate = externalTurnMutation(underLease("task_create", TOOL_TABLE.task_create));
export const taskHistory = externalTurnMutation(underLease("task_history", TOOL_TABLE.task_history));
export const taskList = externalTurnMutation(underLease("task_list", TOOL_TABLE.task_list));
export const taskSearch = externalTurnMutation(underLease("task_search", TOOL_TABLE.task_search));
export const taskAssign = externalTurnMutation(underLease("task_assign", TOOL_TABLE.task_assign));
export const documentList = externalTurnMutation(underLease("document_list", TOOL_TABLE.document_list));
export const documentRead = externalTurnMutation(underLease("document_read", TOOL_TABLE.document_read));
export const fileRead = externalTurnMutation(underLease("file_read", TOOL_TABLE.file_read));
export const agentList = externalTurnMutation(underLease("agent_list", TOOL_TABLE.agent_list));
export const skillList = externalTurnMutation(underLease("skill_list", TOOL_TABLE.skill_list));
export const approvalStatus = externalTurnMutation(underLease("approval_status", TOOL_TABLE.approval_status));
export const standupRead = externalTurnMutation(underLease("standup_read", TOOL_TABLE.standup_read));
