import { api } from "@mc/backend/api";
import { NOTIFICATION_TYPES } from "@mc/shared/notification/types";
import { useAccount } from "@/components/account/use-account";
import { useRoster } from "@/components/tasks/use-roster";
import { NAME, oneOf, oneOfOr, WHOLE_NUMBER } from "@/lib/address";
import { useAddress } from "@/lib/use-address";
import { useLive } from "@/lib/use-live";
import type { InboxQuery } from "./use-notifications";

export const INBOX_SHOWS = ["all", "unread", "snoozed", "archived"] as const;
export const SHOW_LABEL = {
  all: "Inbox",
  unread: "Unread",
  snoozed: "Put off",
  archived: "Archived",
} as const;

const PARAMS = {
  show: oneOfOr(INBOX_SHOWS, "all"),
  type: oneOf(NOTIFICATION_TYPES),
  agent: NAME,
  task: WHOLE_NUMBER,
};

/** What the inbox is narrowed to. `args` is null while the task or the agent of the address is looked up, or is none. */
export function useInboxFilter() {
  const { accountId } = useAccount();
  const [query, setQuery] = useAddress(PARAMS);
  const roster = useRoster();
  const task = useLive(api.tasks.get, query.task === null ? "skip" : { accountId, number: query.task });
  const agent = roster.agents.find((each) => each.slug === query.agent);
  const isTaskKnown = query.task === null || task.status === "ready";
  const isAgentKnown = query.agent === null || agent !== undefined;
  const args: InboxQuery | null =
    isTaskKnown && isAgentKnown
      ? {
          place: query.show,
          type: query.type,
          taskId: query.task !== null && task.status === "ready" ? task.data.taskId : null,
          agentId: agent?.agentId ?? null,
        }
      : null;
  const isUnknown = (query.task !== null && task.status === "error") || (!isAgentKnown && !roster.isLoading);
  return {
    query,
    setQuery,
    args,
    isUnknown,
    isNarrowed: query.type !== null || query.agent !== null || query.task !== null,
    clear: () => setQuery({ type: null, agent: null, task: null }),
    roster,
  };
}
export type InboxFilter = ReturnType<typeof useInboxFilter>;
