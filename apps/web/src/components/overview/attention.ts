// What a person should look at first. Pure.
import type { TaskCard } from "@/components/tasks/types";

export type AttentionWhy = "gave_up" | "blocked" | "review" | "late" | "yours";
export type Attention = { readonly card: TaskCard; readonly why: AttentionWhy };

const RANK = { gave_up: 0, blocked: 1, review: 2, late: 3, yours: 4 } as const satisfies Record<
  AttentionWhy,
  number
>;
const MAX_SHOWN = 12;

/**
 * Work that an agent gave up first (nobody is on it any more), then what is blocked, reviews, what is late, and what is assigned to
 * the person and not done; urgent before old.
 */
export function attentionOf(cards: readonly TaskCard[], memberId: string, now: number): Attention[] {
  return cards
    .flatMap((card): Attention[] => {
      const why = whyOf(card, memberId, now);
      return why ? [{ card, why }] : [];
    })
    .sort(
      (a, b) =>
        RANK[a.why] - RANK[b.why] || a.card.priority - b.card.priority || a.card.updatedAt - b.card.updatedAt,
    )
    .slice(0, MAX_SHOWN);
}

function whyOf(card: TaskCard, memberId: string, now: number): AttentionWhy | null {
  if (card.status === "done" || card.status === "archived") return null;
  if (card.givenUp.length > 0 && card.running.length === 0) return "gave_up";
  if (card.status === "blocked" || card.status === "review") return card.status;
  if (card.dueAt !== null && now > 0 && card.dueAt < now) return "late";
  const isMine = card.members.some((member) => member.memberId === memberId);
  return isMine && (card.status === "assigned" || card.status === "in_progress") ? "yours" : null;
}
