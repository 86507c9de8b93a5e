"use client";
import { SKILL_CATEGORY_LABEL } from "@mc/shared/skill/limits";
import { useId } from "react";
import { useAccount } from "@/components/account/use-account";
import type { AgentFull } from "@/components/agents/use-agents";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { useSkillCommands, useSkills } from "./use-skills";

/** The skills of one agent; a tick counts at once. */
export function AgentSkills({ agent }: { agent: AgentFull }) {
  const { can, slug } = useAccount();
  const id = useId();
  const skills = useSkills();
  const commands = useSkillCommands();
  const canManage = can("agent.manage");
  const own = new Set(agent.skills.filter(({ isOwn }) => isOwn).map(({ skillId }) => skillId));
  if (skills.status === "loading") return <ListSkeleton label="Loading the skills" />;
  if (skills.status === "error") return <ErrorState error={skills.error} />;
  if (skills.data.length === 0) {
    return (
      <EmptyState
        title="No skills yet"
        action={
          <Button asChild>
            <Link href={`/${slug}/admin/skills`}>Go to the skills</Link>
          </Button>
        }
      >
        A skill tells agents how something is done here.
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-3">
      <p className="text-ink-3 text-sm">
        {canManage
          ? "A change counts from the agent's next turn on. "
          : "Admins decide which skills an agent has. "}
        <Link href={`/${slug}/admin/skills`} className="text-accent underline underline-offset-2">
          All skills
        </Link>
      </p>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {skills.data.map((skill) => (
          <li key={skill.skillId} className="flex min-h-12 items-start gap-2.5 py-2">
            <Checkbox
              id={`${id}-${skill.skillId}`}
              checked={skill.isDefault || own.has(skill.skillId)}
              disabled={!canManage || skill.isDefault || commands.isAssigning}
              onCheckedChange={(checked) =>
                void commands.assign(skill.skillId, agent.agentId, checked === true)
              }
              className="mt-0.5"
            />
            <label htmlFor={`${id}-${skill.skillId}`} className="min-w-0 flex-1 text-sm">
              <span className="flex flex-wrap items-center gap-x-2">
                {skill.name}
                <Badge>{SKILL_CATEGORY_LABEL[skill.category]}</Badge>
                {skill.isDefault ? <span className="text-ink-3 text-xs">every agent has it</span> : null}
                {skill.isEnabled ? null : <span className="text-ink-3 text-xs">turned off</span>}
              </span>
              <span className="mt-0.5 line-clamp-2 block text-ink-2">{skill.description}</span>
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
