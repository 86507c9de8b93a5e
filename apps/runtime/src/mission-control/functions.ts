/**
 * The backend's service functions that the runtime calls, by name and with the types of our port. That they fit the backend's own
 * types is checked at compile time in functions.test.ts, so a change on either side fails there and nowhere else.
 */
import type { RuntimeReport } from "@mc/shared/runtime/report";
import type { ToolName } from "@mc/shared/tools/catalog";
import { toolFunctionName } from "@mc/shared/tools/external";
import { makeFunctionReference } from "convex/server";
import type {
  AcceptedTurn,
  BeatDecision,
  CommandOrder,
  CommandWord,
  Completion,
  DesiredState,
  Failure,
  LeaseAnswer,
  QueueSnapshot,
  RenewAnswer,
  Spent,
} from "./mission-control.ts";

type WithToken<Args> = { serviceToken: string } & Args;
type SpentArgs = Pick<Spent, keyof Spent>;
type HoldArgs = WithToken<{ runId: string; fence: number }>;

const mutation = <Args extends Record<string, unknown>, Result>(name: string) =>
  makeFunctionReference<"mutation", Args, Result>(name);
const query = <Args extends Record<string, unknown>, Result>(name: string) =>
  makeFunctionReference<"query", Args, Result>(name);

export const functions = {
  checkIn: mutation<
    WithToken<{ report: RuntimeReport }>,
    { accountId: string; accountName: string; accountSlug: string; runtimeId: string; now: number }
  >("service/runtimes:checkIn"),
  orders: query<WithToken<object>, CommandOrder[]>("service/runtimes:orders"),
  reportCommand: mutation<WithToken<Pick<CommandWord, keyof CommandWord>>, { kind: "ok" | "lost" }>(
    "service/runtimes:reportCommand",
  ),
  desired: query<WithToken<object>, DesiredState>("service/agents:desired"),
  skill: query<WithToken<{ skillId: string }>, { fileHash: string; file: string }>("service/agents:skill"),
  queue: query<WithToken<object>, QueueSnapshot>("service/runs:queue"),
  lease: mutation<WithToken<{ runId: string; leaseMs: number }>, LeaseAnswer>("service/runs:lease"),
  renew: mutation<HoldArgs & { leaseMs: number }, RenewAnswer>("service/runs:renew"),
  accepted: mutation<HoldArgs & Pick<AcceptedTurn, keyof AcceptedTurn>, unknown>("service/runs:accepted"),
  progress: mutation<
    HoldArgs & {
      text?: string;
      tool?: { name: string; phase: "start" | "end"; ok?: boolean };
      spent?: SpentArgs;
    },
    unknown
  >("service/runs:progress"),
  complete: mutation<HoldArgs & Pick<Completion, keyof Completion>, unknown>("service/runs:complete"),
  fail: mutation<
    HoldArgs & {
      error: { code: string; message: string };
      isRetryable: Failure["isRetryable"];
      retryAfterMs?: number;
      spent?: SpentArgs;
    },
    unknown
  >("service/runs:fail"),
  decideBeat: mutation<WithToken<{ agentSlug: string; beat: number }>, BeatDecision>(
    "service/heartbeats:decide",
  ),
  cancelled: mutation<HoldArgs & { spent?: SpentArgs }, unknown>("service/runs:cancelled"),
  release: mutation<HoldArgs & { spent?: SpentArgs }, unknown>("service/runs:release"),
  charge: mutation<HoldArgs & { spent: SpentArgs }, unknown>("service/runs:charge"),
};

/** The backend names the function of `task_load` `taskLoad`, and so on for every tool of the catalog (checked in functions.test.ts). */
export type ToolFunctionName<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<ToolFunctionName<Tail>>}`
  : Name;

export function toolFunction(tool: ToolName) {
  return mutation<
    WithToken<
      { agentSlug: string; sessionKey: string; callId: string; fence: number } & Record<string, unknown>
    >,
    unknown
  >(`service/tools:${toolFunctionName(tool)}`);
}
