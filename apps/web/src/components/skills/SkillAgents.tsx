import { useId } from "react";
import { useAgents } from "@/components/agents/use-agents";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { Checkbox } from "@/components/ui/checkbox";
import { dataOf } from "@/lib/async";
import type { SkillCommands, SkillFull } from "./use-skills";

/** Which agents have the skill; a tick counts at once. */
export function SkillAgents(props: { skill: SkillFull; isReadOnly: boolean; commands: SkillCommands }) {
  const { skill, isReadOnly, commands } = props;
  const id = useId();
  const agents = dataOf(useAgents()) ?? [];
  if (agents.length === 0) return <p className="text-ink-2 text-sm">The account has no agents yet.</p>;
  return (
    <div className="flex flex-col gap-2">
      <p className="text-ink-3 text-sm">
        {skill.isDefault
          ? "Every agent has it, as its configuration says. Ticks here count when that is taken back."
          : "A change counts from the agent's next turn on."}
      </p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {agents.map(({ agentId, name, role, icon }) => (
          <li key={agentId} className="flex min-h-11 items-center gap-2.5 py-1.5">
            <Checkbox
              id={`${id}-${agentId}`}
              checked={skill.agentIds.includes(agentId)}
              disabled={isReadOnly || commands.isAssigning}
              onCheckedChange={(checked) => void commands.assign(skill.skillId, agentId, checked === true)}
            />
            <label htmlFor={`${id}-${agentId}`} className="flex min-w-0 flex-1 items-center gap-2 text-sm">
              <AgentAvatar name={name} icon={icon} size="sm" />
              <span className="truncate">{name}</span>
              <span className="truncate text-ink-3">{role}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
