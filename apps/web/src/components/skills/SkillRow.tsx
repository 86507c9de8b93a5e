import { SKILL_CATEGORY_LABEL } from "@mc/shared/skill/limits";
import { AgentAvatar } from "@/components/people/AgentAvatar";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { plural } from "@/lib/format";
import type { Skill } from "./use-skills";

const FACES = 4;

/** One skill: what it is for, who has it, and whether it is on. */
export function SkillRow(props: {
  skill: Skill;
  canManage: boolean;
  onOpen: () => void;
  onSetEnabled: (isEnabled: boolean) => void;
}) {
  const { skill, canManage, onOpen, onSetEnabled } = props;
  return (
    <li className="flex min-h-14 items-center gap-3 py-2">
      <button type="button" onClick={onOpen} className="min-w-0 flex-1 rounded-sm text-left">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className={cn("truncate font-medium text-sm", !skill.isEnabled && "text-ink-2")}>
            {skill.name}
          </span>
          <Badge>{SKILL_CATEGORY_LABEL[skill.category]}</Badge>
          {skill.isEnabled ? null : <Badge>Off</Badge>}
        </span>
        <span className="mt-0.5 line-clamp-2 block text-ink-2 text-sm">{skill.description}</span>
      </button>
      <span className="flex shrink-0 items-center gap-1.5 text-ink-3 text-xs max-sm:hidden">
        {skill.isDefault ? "Every agent" : <Holders skill={skill} />}
      </span>
      <Button
        size="sm"
        disabled={!canManage}
        title={canManage ? undefined : "Admins manage skills."}
        aria-label={`${skill.isEnabled ? "Turn off" : "Turn on"} ${skill.name}`}
        onClick={() => onSetEnabled(!skill.isEnabled)}
        className="w-18"
      >
        {skill.isEnabled ? "Turn off" : "Turn on"}
      </Button>
    </li>
  );
}

function Holders({ skill: { agents } }: { skill: Skill }) {
  if (agents.length === 0) return "No agent";
  const names = agents.map(({ name }) => name).join(", ");
  return (
    <>
      <span aria-hidden className="flex gap-0.5" title={names}>
        {agents.slice(0, FACES).map(({ agentId, name, icon }) => (
          <AgentAvatar key={agentId} name={name} icon={icon} size="sm" />
        ))}
      </span>
      <span className="sr-only">{names}</span>
      {agents.length > FACES ? plural(agents.length, "agent") : null}
    </>
  );
}
