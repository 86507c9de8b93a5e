import type { RuntimeFacts } from "@mc/shared/delivery/deadlines";
import { createContext, useContext } from "react";
import type { Approval } from "@/components/approvals/use-approvals";
import type { CardKey } from "./board-keys";
import type { Readiness } from "./card-turns";

/** What cards show beyond their own row: read once for the whole board, whatever the number of cards. */
export type BoardFacts = {
  /** Threads with something that this person has not seen. */
  readonly unread: ReadonlySet<string>;
  readonly runtime: RuntimeFacts | null;
  /** By agent. */
  readonly readiness: ReadonlyMap<string, Readiness>;
  /** What waits for a decision, by its turn. */
  readonly approvals: ReadonlyMap<string, Approval>;
  readonly canAct: boolean;
  readonly accountSlug: string;
};

/** What a letter on a card does, for its menu too. */
export const CardActContext = createContext<((key: CardKey, taskNumber: number) => void) | null>(null);

const NOTHING: BoardFacts = {
  unread: new Set(),
  runtime: null,
  readiness: new Map(),
  approvals: new Map(),
  canAct: false,
  accountSlug: "",
};

export const BoardContext = createContext<BoardFacts>(NOTHING);

export function useBoardFacts(): BoardFacts {
  return useContext(BoardContext);
}
