import type { TaskCard } from "./types";
import type { Assignees, Roster } from "./use-roster";

/** Chosen ids with their names and glyphs, as cards show them. */
export function assignedFrom(roster: Roster, value: Assignees): Pick<TaskCard, "members" | "agents"> {
  return {
    members: roster.people
      .filter((person) => value.memberIds.includes(person.memberId))
      .map(({ memberId, name }) => ({ memberId, name })),
    agents: roster.agents
      .filter((agent) => value.agentIds.includes(agent.agentId))
      .map(({ agentId, name, icon, slug }) => ({ agentId, name, icon, slug })),
  };
}
