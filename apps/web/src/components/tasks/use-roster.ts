import { api } from "@mc/backend/api";
import type { FunctionReturnType } from "convex/server";
import { useMemo } from "react";
import { useAccount } from "@/components/account/use-account";
import { dataOf } from "@/lib/async";
import { useLive } from "@/lib/use-live";
import type { AgentId, MemberId } from "./types";

export type Person = FunctionReturnType<typeof api.memberships.list>[number];
export type RosterAgent = FunctionReturnType<typeof api.agents.list>[number];
export type Roster = {
  readonly people: readonly Person[];
  readonly agents: readonly RosterAgent[];
  readonly isLoading: boolean;
};

/** Everyone who can be assigned or mentioned. */
export function useRoster(): Roster {
  const { accountId } = useAccount();
  const people = dataOf(useLive(api.memberships.list, { accountId }));
  const agents = dataOf(useLive(api.agents.list, { accountId }));
  return useMemo(
    () => ({
      people: people?.filter((person) => person.status === "active") ?? [],
      agents: agents ?? [],
      isLoading: !people || !agents,
    }),
    [people, agents],
  );
}

/** A chosen set of people and agents. */
export type Assignees = { readonly memberIds: readonly MemberId[]; readonly agentIds: readonly AgentId[] };
