/** The vocabulary of packages/shared and the schema say the same; drift fails to compile. */
import type { GrantableRole, Role } from "@mc/shared/account/roles";
import type {
  ActivityCause,
  ActivityEvent,
  ActivityTargetKind,
  ActivityType,
} from "@mc/shared/activity/types";
import type { CapabilitySettings } from "@mc/shared/agent/capabilities";
import type { RunCauseKind, RunStatus, RunUsage } from "@mc/shared/delivery/run";
import type { DocumentKind } from "@mc/shared/document/kinds";
import type { Operation } from "@mc/shared/installation/operations";
import type { Mention } from "@mc/shared/message/mentions";
import type { NotificationType } from "@mc/shared/notification/types";
import type { RolloutStatus, TargetPhase } from "@mc/shared/rollout/plan";
import type { Strategy, Window } from "@mc/shared/rollout/strategy";
import type { AlertKind } from "@mc/shared/runtime/alerts";
import type { CommandKind, CommandStatus } from "@mc/shared/runtime/command";
import type {
  RuntimeMetrics,
  RuntimeProvider,
  RuntimeReport,
  RuntimeStatus,
} from "@mc/shared/runtime/report";
import type { Priority } from "@mc/shared/task/priority";
import { TASK_STATUSES, type TaskState, type TaskStatus } from "@mc/shared/task/status";
import { TOOLS, type ToolName } from "@mc/shared/tools/catalog";
import { expect, expectTypeOf, test } from "vitest";
import type { Doc } from "../convex/_generated/dataModel";
import { FUNCTIONS } from "./registered";

test("columns of the schema have the types of the vocabulary", () => {
  expectTypeOf<Doc<"memberships">["role"]>().toEqualTypeOf<Role>();
  expectTypeOf<Doc<"invitations">["role"]>().toEqualTypeOf<GrantableRole>();
  expectTypeOf<Doc<"tasks">["state"]>().toEqualTypeOf<TaskState>();
  expectTypeOf<Doc<"tasks">["state"]["status"]>().toEqualTypeOf<TaskStatus>();
  expectTypeOf<Doc<"tasks">["priority"]>().toEqualTypeOf<Priority>();
  expectTypeOf<Doc<"runs">["status"]>().toEqualTypeOf<RunStatus>();
  expectTypeOf<Doc<"runs">["cause"]["kind"]>().toEqualTypeOf<RunCauseKind>();
  expectTypeOf<Doc<"runs">["usage"]>().toEqualTypeOf<RunUsage | null>();
  expectTypeOf<Doc<"notifications">["type"]>().toEqualTypeOf<NotificationType>();
  expectTypeOf<Doc<"documents">["kind"]>().toEqualTypeOf<DocumentKind>();
  expectTypeOf<Doc<"toolCalls">["tool"]>().toEqualTypeOf<ToolName>();
  expectTypeOf<Doc<"runtimes">["status"]>().toEqualTypeOf<RuntimeStatus>();
  expectTypeOf<Doc<"runtimes">["report"]>().toEqualTypeOf<RuntimeReport | null>();
  expectTypeOf<Doc<"runtimes">["provider"]>().toEqualTypeOf<RuntimeProvider>();
  expectTypeOf<Doc<"runtimeHealth">["metrics"]>().toEqualTypeOf<RuntimeMetrics>();
  expectTypeOf<Doc<"runtimeCommands">["kind"]>().toEqualTypeOf<CommandKind>();
  expectTypeOf<Doc<"runtimeCommands">["status"]>().toEqualTypeOf<CommandStatus>();
  expectTypeOf<Doc<"runtimeIncidents">["kind"]>().toEqualTypeOf<AlertKind>();
  expectTypeOf<Doc<"rollouts">["status"]>().toEqualTypeOf<RolloutStatus>();
  expectTypeOf<Doc<"rollouts">["strategy"]>().toEqualTypeOf<Strategy>();
  expectTypeOf<Doc<"rollouts">["window"]>().toEqualTypeOf<Window | null>();
  expectTypeOf<Doc<"rolloutTargets">["phase"]>().toEqualTypeOf<TargetPhase>();
  expectTypeOf<Doc<"agents">["capabilities"]>().toEqualTypeOf<CapabilitySettings>();
  expectTypeOf<Doc<"messages">["mentions"][number]>().toEqualTypeOf<Mention>();
  expectTypeOf<Doc<"activities">["event"]["type"]>().toEqualTypeOf<ActivityType>();
  expectTypeOf<Doc<"activities">["event"]>().toExtend<ActivityEvent>();
  expectTypeOf<ActivityEvent>().toExtend<Doc<"activities">["event"]>();
  expectTypeOf<Doc<"operatorLog">["operation"]>().toExtend<Operation>();
  expectTypeOf<Operation>().toExtend<Doc<"operatorLog">["operation"]>();
  expectTypeOf<Doc<"activities">["target"]["kind"]>().toEqualTypeOf<ActivityTargetKind>();
  expectTypeOf<Doc<"activities">["cause"]>().toEqualTypeOf<ActivityCause>();
  expect(TASK_STATUSES).toHaveLength(7);
});

test("each tool of the catalogue has its function with these parameters", () => {
  const consumed = ["serviceToken", "agentSlug", "sessionKey", "callId", "fence"];
  for (const tool of Object.values(TOOLS)) {
    const name = tool.name.replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
    const found = FUNCTIONS.find(({ path }) => path === `service/tools:${name}`);
    const args = Object.entries(found?.args.value ?? {}).filter(([key]) => !consumed.includes(key));
    expect([tool.name, args.map(([key]) => key).toSorted()]).toEqual([
      tool.name,
      Object.keys(tool.parameters.properties).toSorted(),
    ]);
    const required = args.filter(([, { optional }]) => !optional).map(([key]) => key);
    expect([tool.name, required.toSorted()]).toEqual([tool.name, [...tool.parameters.required].toSorted()]);
    expect([tool.name, found?.declaration?.capability]).toEqual([tool.name, tool.capability]);
  }
});
