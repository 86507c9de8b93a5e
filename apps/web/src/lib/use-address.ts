import { usePathname, useSearchParams } from "next/navigation";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { type ChangeOf, changeParams, type Params, readParams, searchText, type ValuesOf } from "./address";
import { afterNavigation, currentSearch, shownSearch, subscribeToAddress, writeSearch } from "./address-bar";

/**
 * Values that the address keeps, and how to change several of them in one write. `params` is a constant of its module.
 * With "push" each change is a step that back undoes.
 */
export function useAddress<const P extends Params>(
  params: P,
  how: "replace" | "push" = "replace",
): [ValuesOf<P>, (change: ChangeOf<P>) => void] {
  const path = usePathname();
  const routed = searchText(useSearchParams());
  useEffect(() => afterNavigation(path, routed), [path, routed]);
  const search = useSyncExternalStore(
    subscribeToAddress,
    () => shownSearch(path, routed),
    () => routed,
  );
  // the same values stay the same objects, whatever else changes in the address
  const mine = partOf(params, search);
  const values = useMemo(() => readParams(params, mine), [params, mine]);
  return [values, (change) => writeSearch(changeParams(params, currentSearch(), change), how)];
}

function partOf(params: Params, search: string): string {
  const mine = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(search)) if (name in params) mine.append(name, value);
  return mine.toString();
}
