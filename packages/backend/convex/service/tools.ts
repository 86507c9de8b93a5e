/** The agents' tools at the gateway. Who calls is found from the session whose turn is running, never from what a model says. */
import { agentMutation } from "../functions/service";
import { TOOL_TABLE } from "../lib/toolTable";

export const taskLoad = agentMutation(TOOL_TABLE.task_load);
export const messageRead = agentMutation(TOOL_TABLE.message_read);
export const taskStatus = agentMutation(TOOL_TABLE.task_status);
export const taskMessage = agentMutation(TOOL_TABLE.task_message);
export const documentUpsert = agentMutation(TOOL_TABLE.document_upsert);
export const responseRequest = agentMutation(TOOL_TABLE.response_request);
export const taskUpdate = agentMutation(TOOL_TABLE.task_update);
export const taskCreate = agentMutation(TOOL_TABLE.task_create);
export const taskHistory = agentMutation(TOOL_TABLE.task_history);
export const taskList = agentMutation(TOOL_TABLE.task_list);
export const taskSearch = agentMutation(TOOL_TABLE.task_search);
export const taskAssign = agentMutation(TOOL_TABLE.task_assign);
export const documentList = agentMutation(TOOL_TABLE.document_list);
export const documentRead = agentMutation(TOOL_TABLE.document_read);
export const fileRead = agentMutation(TOOL_TABLE.file_read);
export const agentList = agentMutation(TOOL_TABLE.agent_list);
export const skillList = agentMutation(TOOL_TABLE.skill_list);
export const approvalStatus = agentMutation(TOOL_TABLE.approval_status);
export const standupRead = agentMutation(TOOL_TABLE.standup_read);
