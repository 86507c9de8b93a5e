// What a person should look at first. Pure.
import type { TaskCard } from "@/components/tasks/types";

export type Attention = { readonly card: TaskCard; readonly why: "blocked" | "review" | "yours" };

const RANK = { blocked: 0, review: 1, yours: 2 } as const;
const MAX_SHOWN = 12;

/** Blocked work first (someone is stuck), then reviews, then what is assigned to the person and not being worked on; urgent before old. */
export function attentionOf(cards: readonly TaskCard[], memberId: string): Attention[] {
  return cards
    .flatMap((card): Attention[] => {
      if (card.status === "blocked" || card.status === "review") return [{ card, why: card.status }];
      const isMine = card.members.some((member) => member.memberId === memberId);
      return isMine && (card.status === "assigned" || card.status === "in_progress")
        ? [{ card, why: "yours" }]
        : [];
    })
    .sort(
      (a, b) =>
        RANK[a.why] - RANK[b.why] || a.card.priority - b.card.priority || a.card.updatedAt - b.card.updatedAt,
    )
    .slice(0, MAX_SHOWN);
}
