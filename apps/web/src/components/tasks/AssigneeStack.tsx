import { AgentAvatar } from "@/components/people/AgentAvatar";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import type { TaskCard } from "./types";

const MAX_SHOWN = 4;

/** Who works on it, as overlapping avatars with their names for those who do not see them. */
export function AssigneeStack({
  members,
  agents,
  size = "sm",
}: Pick<TaskCard, "members" | "agents"> & { size?: "sm" | "md" }) {
  const everyone = [
    ...agents.map((agent) => ({ ...agent, kind: "agent" as const })),
    ...members.map((member) => ({ ...member, kind: "member" as const })),
  ];
  if (everyone.length === 0) return null;
  const hidden = everyone.length - MAX_SHOWN;
  return (
    <span
      role="img"
      aria-label={`Assigned to ${everyone.map((each) => each.name).join(", ")}`}
      className="flex items-center gap-0.5"
    >
      {everyone
        .slice(0, MAX_SHOWN)
        .map((each) =>
          each.kind === "agent" ? (
            <AgentAvatar key={each.agentId} name={each.name} icon={each.icon} size={size} />
          ) : (
            <PersonAvatar key={each.memberId} name={each.name} size={size} />
          ),
        )}
      {hidden > 0 ? <span className="pl-0.5 text-ink-3 text-xs">+{hidden}</span> : null}
    </span>
  );
}
