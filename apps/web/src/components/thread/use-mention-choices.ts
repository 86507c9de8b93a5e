import { useMemo } from "react";
import { useRoster } from "@/components/tasks/use-roster";
import type { MentionChoice } from "./completion";

/** Everyone who can be mentioned, agents first, the groups last. */
export function useMentionChoices(): MentionChoice[] {
  const roster = useRoster();
  return useMemo(
    () => [
      ...roster.agents.map(
        (agent): MentionChoice => ({
          kind: "agent",
          name: agent.name,
          slug: agent.slug,
          hint: agent.role,
          icon: agent.icon,
        }),
      ),
      ...roster.people.map(
        (person): MentionChoice => ({
          kind: "member",
          name: person.name,
          slug: person.slug,
          hint: person.role,
          icon: null,
        }),
      ),
      { kind: "group", name: "agents", slug: "agents", hint: "wakes every agent", icon: null },
      { kind: "group", name: "all", slug: "all", hint: "everyone in the account", icon: null },
    ],
    [roster],
  );
}
