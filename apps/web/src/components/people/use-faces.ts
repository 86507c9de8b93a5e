import { api } from "@mc/backend/api";
import type { Id } from "@mc/backend/dataModel";
import { createContext, useContext, useMemo } from "react";
import { sameOrigin } from "@/lib/same-origin";
import { useLive } from "@/lib/use-live";

/** Addresses of pictures by the names of people; a name that two have stands for neither. */
export type Faces = ReadonlyMap<string, string>;

const NONE: Faces = new Map();
export const FacesContext = createContext<Faces>(NONE);

/** The pictures of an account's people; none before they are known. */
export function useFaces(accountId: Id<"accounts"> | null): Faces {
  const faces = useLive(api.memberships.faces, accountId ? { accountId } : "skip");
  const data = faces.status === "ready" ? faces.data : null;
  return useMemo(() => {
    if (!data || data.length === 0) return NONE;
    const byName = new Map<string, string>();
    const shared = new Set<string>();
    for (const { name, url } of data) {
      if (byName.has(name)) shared.add(name);
      byName.set(name, sameOrigin(url));
    }
    for (const name of shared) byName.delete(name);
    return byName;
  }, [data]);
}

export function useFace(name: string): string | null {
  return useContext(FacesContext).get(name) ?? null;
}
