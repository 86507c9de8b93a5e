import { useState } from "react";
import { useTaskSearch } from "@/components/tasks/use-task-links";
import { dataOf } from "@/lib/async";
import {
  type Completing,
  type Completion,
  completionsAt,
  type MentionChoice,
  taskQueryAt,
} from "./completion";
import { useSettled } from "./use-outbox";

const ASK_AFTER_MS = 120;

/** What the text at the caret could become, and which of it is chosen. Escape puts the list away until something else is typed. */
export function useCompletion(
  source: string,
  caret: number,
  options: { mentions: readonly MentionChoice[]; hasCommands: boolean },
) {
  const [active, setActive] = useState(0);
  const [dismissedAt, setDismissedAt] = useState<number | null>(null);
  const task = taskQueryAt(source, caret);
  const settled = useSettled(task?.text ?? "", ASK_AFTER_MS);
  const found = dataOf(useTaskSearch(task ? settled : ""));
  const tasks: Completing | null = task && {
    typed: task,
    items: (found?.groups ?? [])
      .flatMap(({ hits }) => hits)
      .flatMap(({ title, target }): Completion[] =>
        target.kind === "task"
          ? [
              {
                key: String(target.number),
                label: title.text,
                hint: `MC-${target.number}`,
                insert: `#${target.number} `,
                sign: "task",
              },
            ]
          : [],
      ),
  };
  const completing = tasks ?? completionsAt(source, caret, options);
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
