import { api } from "@mc/backend/api";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { useLive } from "@/lib/use-live";
import {
  type Completing,
  completionsAt,
  type MentionChoice,
  referenceQueryAt,
  referenceTo,
} from "./completion";
import { useSettled } from "./use-outbox";

const ASK_AFTER_MS = 120;
const MOST_OF_EACH = 6;

/** What the text at the caret could become, and which of it is chosen. Escape puts the list away until something else is typed. */
export function useCompletion(
  source: string,
  caret: number,
  options: { mentions: readonly MentionChoice[]; hasCommands: boolean },
) {
  const [active, setActive] = useState(0);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const { accountId, slug } = useAccount();
  const reference = referenceQueryAt(source, caret);
  const text = useSettled(reference?.text ?? "", ASK_AFTER_MS).trim();
  const found = useLive(
    api.search.query,
    reference && text ? { accountId, text, types: ["task", "document"], limit: MOST_OF_EACH } : "skip",
  );
  const references: Completing | null = reference && {
    typed: reference,
    items: (dataOf(found)?.groups ?? []).flatMap(({ hits }) => hits).flatMap((hit) => referenceTo(hit, slug)),
  };
  const completing = references ?? completionsAt(source, caret, options);
  const items = completing && completing.typed.start !== dismissedAt ? completing.items : [];
  return {
    typed: completing?.typed ?? null,
    items,
    chosen: items[Math.min(active, items.length - 1)],
    step: (by: number) => setActive((Math.min(active, items.length - 1) + by + items.length) % items.length),
    reset: () => setActive(0),
    dismiss: () => setDismissedAt(completing?.typed.start ?? null),
    revive: () => setDismissedAt(null),
  };
}
