import { ACTIVITY_GROUPS } from "@mc/shared/activity/groups";
import { useMemo } from "react";
import { useRoster } from "@/components/tasks/use-roster";
import { DAY, NAME, oneOf, WHOLE_NUMBER } from "@/lib/address";
import { fromDateInput } from "@/lib/format";
import { useAddress } from "@/lib/use-address";
import type { FeedArgs } from "./use-feed";

const PARAMS = {
  kind: oneOf(ACTIVITY_GROUPS),
  /** The handle of a person or an agent. */
  who: NAME,
  task: WHOLE_NUMBER,
  /** Both within. */
  from: DAY,
  to: DAY,
};

const DAY_MS = 86_400_000;

/** What the feed is narrowed to; kept in the address. `args` is what the server is asked for; null while a name is looked up. */
export function useFeedFilter() {
  const [query, setQuery] = useAddress(PARAMS);
  const roster = useRoster();
  const member = roster.people.find((person) => person.slug === query.who);
  const agent = roster.agents.find((each) => each.slug === query.who);
  const { kind, who, task, from, to } = query;
  const args = useMemo((): FeedArgs | null => {
    if (who !== null && !member && !agent) return null;
    const start = from === null ? null : fromDateInput(from);
    const end = to === null ? null : fromDateInput(to);
    return {
      ...(kind === null ? {} : { group: kind }),
      ...(member ? { memberId: member.memberId } : {}),
      ...(agent ? { agentId: agent.agentId } : {}),
      ...(task === null ? {} : { taskNumber: task }),
      // A date field means the day's end.
      ...(start === null ? {} : { from: start - DAY_MS + 1 }),
      ...(end === null ? {} : { to: end + 1 }),
    };
  }, [kind, who, task, from, to, member, agent]);
  const isFiltered = [kind, who, task, from, to].some((chosen) => chosen !== null);
  const isUnknown = args === null && !roster.isLoading;
  return {
    query,
    setQuery,
    clear: () => setQuery({ kind: null, who: null, task: null, from: null, to: null }),
    args,
    isFiltered,
    isUnknown,
    roster,
  };
}
export type FeedFilter = ReturnType<typeof useFeedFilter>;
