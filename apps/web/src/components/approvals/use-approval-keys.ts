import { useEffect } from "react";

type Keys = {
  readonly ids: readonly string[];
  readonly currentId: string | null;
  readonly onGo: (id: string) => void;
  readonly onApprove: (id: string) => void;
  readonly onRefuse: (id: string) => void;
};

/** j and k (or the arrows) from request to request, a approves, r refuses. Letters that are typed into a field stay text. */
export function useApprovalKeys({ ids, currentId, onGo, onApprove, onRefuse }: Keys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
      const target = event.target;
      if (
        target instanceof HTMLElement &&
        target.closest("input, textarea, select, [role=menu], [role=dialog]")
      )
        return;
      const at = currentId === null ? -1 : ids.indexOf(currentId);
      const go = (index: number): void => {
        const id = ids[Math.max(0, Math.min(ids.length - 1, index))];
        if (id === undefined) return;
        event.preventDefault();
        onGo(id);
      };
      const act = (what: (id: string) => void): void => {
        if (currentId === null) return;
        event.preventDefault();
        what(currentId);
      };
      if (event.key === "j" || event.key === "ArrowDown") go(at + 1);
      else if (event.key === "k" || event.key === "ArrowUp") go(at - 1);
      else if (event.key === "a") act(onApprove);
      else if (event.key === "r") act(onRefuse);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [ids, currentId, onGo, onApprove, onRefuse]);
}
