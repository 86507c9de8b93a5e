/** Facade of the vocabulary for readers that want one import; each thing is owned by its own file. */
export {
  ACTIONS,
  type Action,
  can,
  GRANTABLE_ROLES,
  type GrantableRole,
  hasRole,
  ROLES,
  type Role,
} from "../account/roles.ts";
export type {
  ActivityCause,
  ActivityEvent,
  ActivityPayloads,
  ActivityType,
  FieldChange,
} from "../activity/types.ts";
export { CAPABILITIES, type Capabilities, type Capability } from "../agent/capabilities.ts";
export { AGENT_STATUSES, type AgentStatus } from "../agent/status.ts";
export type { RunContext } from "../delivery/context.ts";
export { isTerminal, RUN_STATUSES, type RunStatus, type RunUsage } from "../delivery/run.ts";
export { DOCUMENT_KINDS, type DocumentKind } from "../document/kinds.ts";
export { ERROR_CODES, type ErrorCode, type ErrorData, isErrorData } from "../errors.ts";
export { FEATURE_FLAGS, type FeatureFlag, type Flags } from "../installation/flags.ts";
export type { Operation, OperationType } from "../installation/operations.ts";
export type { Mention, MentionProblem, RosterEntry } from "../message/mentions.ts";
export { IS_MANDATORY, NOTIFICATION_TYPES, type NotificationType } from "../notification/types.ts";
export { RUNTIME_STATUSES, type RuntimeReport, type RuntimeStatus } from "../runtime/report.ts";
export { PRIORITIES, type Priority } from "../task/priority.ts";
export {
  BOARD_STATUSES,
  STATUS_LABEL,
  TASK_STATUSES,
  type TaskState,
  type TaskStatus,
} from "../task/status.ts";
export { TOOL_NAMES, TOOLS, type Tool, type ToolName } from "../tools/catalog.ts";
