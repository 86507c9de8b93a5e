/**
 * Which turns may act. A turn is entered when its lease is taken and leaves when it is over; the plugin asks before a turn reaches
 * the model and before every tool. A turn that OpenClaw resumes by itself, or whose lease another attempt took over, is not here.
 */
import type { Hold } from "../mission-control/mission-control.ts";

export interface OpenTurn {
  readonly hold: Hold;
  readonly agentSlug: string;
  readonly sessionKey: string;
}

export class TurnGate {
  readonly #open = new Map<string, OpenTurn>();

  open(turnId: string, turn: OpenTurn): void {
    this.#open.set(turnId, turn);
  }

  close(turnId: string): void {
    this.#open.delete(turnId);
  }

  /** Null when the turn may not act. The session is checked too: a turn id says nothing about another session. */
  find(turnId: string | null, sessionKey: string | null): OpenTurn | null {
    if (turnId === null) return null;
    const turn = this.#open.get(turnId);
    return turn !== undefined && turn.sessionKey === sessionKey ? turn : null;
  }

  get size(): number {
    return this.#open.size;
  }
}
