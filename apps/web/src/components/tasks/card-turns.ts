// What a card says about its turns: the one that moves, why one does not, and what can be done. Pure.
import { type Hold, type RunAction, type RuntimeFacts, whyStuck } from "@mc/shared/delivery/deadlines";
import { MAX_ATTEMPTS } from "@mc/shared/delivery/run";
import type { TaskCard } from "./types";

type Running = TaskCard["running"][number];
export type CardTurn =
  | { readonly kind: "moving"; readonly run: Running }
  | { readonly kind: "waiting"; readonly run: Running }
  | { readonly kind: "asking"; readonly run: Running }
  | StuckTurn;
type StuckTurn = {
  readonly kind: "stuck";
  readonly runId: Running["runId"];
  readonly agentId: Running["agentId"];
  readonly agentName: string;
  readonly sentence: string;
  readonly actions: readonly RunAction[];
  /** It ended and nobody has taken it up. */
  readonly isOver: boolean;
};

/** What decides whether an agent can start; null while that is loading. */
export type Readiness = {
  readonly isPaused: boolean;
  readonly isExternal: boolean;
  readonly hold: Hold | null;
};
type Facts = {
  runtime: RuntimeFacts | null;
  readiness: ReadonlyMap<string, Readiness>;
  now: number;
};

/** The one turn that is worth the card's line: what waits for a person first, then what is stuck, then what moves. */
export function cardTurn(card: Pick<TaskCard, "running" | "givenUp">, facts: Facts): CardTurn | null {
  const asking = card.running.find((run) => run.status === "awaiting_approval");
  if (asking) return { kind: "asking", run: asking };
  const stuck = card.running.flatMap((run) => stuckTurn(run, facts) ?? []);
  const moving = card.running.find((run) => run.startedAt !== null);
  const [firstStuck] = stuck;
  if (firstStuck && (!moving || moving.runId === firstStuck.runId)) return firstStuck;
  if (moving) return { kind: "moving", run: moving };
  const [lost] = card.givenUp;
  if (lost) {
    const cause = lost.error ? `: ${lost.error.message}` : ".";
    const sentence =
      lost.status === "dead_letter" ? `gave up after ${lost.attempt} attempts${cause}` : `failed${cause}`;
    return {
      kind: "stuck",
      runId: lost.runId,
      agentId: lost.agentId,
      agentName: lost.agentName,
      sentence,
      actions: ["retry"],
      isOver: true,
    };
  }
  const [waiting] = card.running;
  return waiting ? { kind: "waiting", run: waiting } : null;
}

function stuckTurn(run: Running, { runtime, readiness, now }: Facts): StuckTurn | null {
  const { queuedAt, availableAt, phaseSince } = run;
  const agent = readiness.get(run.agentId);
  if (runtime === null || agent === undefined || now === 0) return null;
  if (queuedAt === undefined || availableAt === undefined || phaseSince === undefined) return null;
  const why = whyStuck(
    {
      status: run.status,
      attempt: run.attempt ?? 0,
      maxAttempts: MAX_ATTEMPTS,
      availableAt,
      queuedAt,
      phaseSince,
      isCancelRequested: run.isCancelRequested ?? false,
      isAgentPaused: agent.isPaused,
      isExternal: agent.isExternal,
      hold: agent.hold,
      agentName: run.agentName,
      error: run.error ?? null,
    },
    runtime,
    now,
  );
  if (!why) return null;
  const { sentence, actions } = why;
  const { runId, agentId, agentName } = run;
  return { kind: "stuck", runId, agentId, agentName, sentence, actions, isOver: false };
}
