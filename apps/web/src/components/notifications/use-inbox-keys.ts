import { useEffect } from "react";
import type { TriageAct } from "./InboxGroup";
import type { Notification } from "./use-notifications";

type Keys = {
  readonly items: readonly Notification[];
  readonly current: Notification | null;
  readonly isReadOnly: boolean;
  readonly onGo: (notification: Notification) => void;
  readonly onAct: (notifications: readonly Notification[], act: TriageAct) => void;
};

/** j and k (or the arrows) go on, e archives, h puts off until tomorrow, u turns read and unread. */
export function useInboxKeys({ items, current, isReadOnly, onGo, onAct }: Keys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      const { target } = event;
      if (
        target instanceof HTMLElement &&
        target.closest("input, textarea, select, [role=menu], [role=dialog], [role=listbox]")
      )
        return;
      const at = current ? items.indexOf(current) : -1;
      const go = (index: number): void => {
        const next = items[Math.max(0, Math.min(items.length - 1, index))];
        if (!next) return;
        event.preventDefault();
        onGo(next);
      };
      const act = (what: TriageAct, isLeaving: boolean): void => {
        if (!current || isReadOnly) return;
        event.preventDefault();
        onAct([current], what);
        const next = items[at + 1] ?? items[at - 1];
        if (isLeaving && next) onGo(next);
      };
      if (event.key === "j" || event.key === "ArrowDown") go(at + 1);
      else if (event.key === "k" || event.key === "ArrowUp") go(at - 1);
      else if (event.key === "e") act({ kind: current?.place === "inbox" ? "archive" : "restore" }, true);
      else if (event.key === "h") act({ kind: "snooze", how: "tomorrow" }, true);
      else if (event.key === "u") act({ kind: current?.readAt === null ? "read" : "unread" }, false);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [items, current, isReadOnly, onGo, onAct]);
}
