import { api } from "@mc/backend/api";
import { SEARCH_LIMITS, type SearchType } from "@mc/shared/search/types";
import type { FunctionReturnType } from "convex/server";
import { useEffect, useRef, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import type { AppError } from "@/lib/errors";
import { useLive } from "@/lib/use-live";

export type SearchGroup = FunctionReturnType<typeof api.search.query>["groups"][number];
export type SearchHit = SearchGroup["hits"][number];

/** Typing faster than this asks once. */
const SETTLE_MS = 60;

export type SearchState = {
  /** What was found last; stays while the next answer is on its way. */
  readonly groups: readonly SearchGroup[];
  /** The text that `groups` belong to. */
  readonly foundFor: string;
  readonly isSearching: boolean;
  readonly error: AppError | null;
};

/** Searches as one types; never flickers to nothing between two letters. */
export function useSearch(query: {
  text: string;
  types?: readonly SearchType[] | undefined;
  limit?: number;
}): SearchState {
  const { accountId } = useAccount();
  const wanted = query.text.trim().slice(0, SEARCH_LIMITS.text);
  const text = useSettled(wanted);
  const { types, limit } = query;
  const result = useLive(
    api.search.query,
    text
      ? {
          accountId,
          text,
          ...(types && types.length > 0 ? { types: [...types] } : {}),
          ...(limit === undefined ? {} : { limit }),
        }
      : "skip",
  );
  const fresh = result.status === "ready" ? { groups: result.data.groups, foundFor: text } : null;
  const last = useLast(fresh);
  if (!wanted) return { groups: [], foundFor: "", isSearching: false, error: null };
  return {
    groups: last?.groups ?? [],
    foundFor: last?.foundFor ?? "",
    isSearching: text !== wanted || result.status === "loading",
    error: result.status === "error" ? result.error : null,
  };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  const lastAt = useRef(0);
  useEffect(() => {
    const now = performance.now();
    const wait = now - lastAt.current > SETTLE_MS ? 0 : SETTLE_MS;
    lastAt.current = now;
    const timer = setTimeout(() => setSettled(text), wait);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}

/** The last value that was not null. */
function useLast<T extends object>(value: T | null): T | null {
  const [last, setLast] = useState(value);
  const isNew = value !== null && JSON.stringify(value) !== JSON.stringify(last);
  if (isNew) setLast(value);
  return isNew ? value : last;
}
