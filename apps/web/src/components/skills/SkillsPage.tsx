"use client";
import { BookOpen, Plus } from "lucide-react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PageHeader } from "@/components/frame/PageHeader";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { NAME } from "@/lib/address";
import { fetched } from "@/lib/fetched";
import { useAddress } from "@/lib/use-address";
import { SkillRow } from "./SkillRow";
import { useSkillCommands, useSkills } from "./use-skills";

const SkillDialog = fetched(() => import("./SkillDialog").then((module) => module.SkillDialog));

const NEW = "new";
const PARAMS = { skill: NAME };

/** What agents of the account know how to do. The address names the one that is open, so that it can be linked to. */
export function SkillsPage() {
  const { can } = useAccount();
  const skills = useSkills();
  const commands = useSkillCommands();
  const [{ skill: open }, setAddress] = useAddress(PARAMS);
  const canManage = can("agent.manage");
  const list = skills.status === "ready" ? skills.data : null;
  const opened = list?.find(({ skillId, slug }) => skillId === open || slug === open) ?? null;
  const newButton = (
    <Button
      variant="primary"
      disabled={!canManage}
      title={canManage ? undefined : "Admins manage skills."}
      onClick={() => setAddress({ skill: NEW })}
    >
      <Plus aria-hidden /> New skill
    </Button>
  );
  return (
    <>
      <PageHeader title="Skills" actions={list?.length === 0 ? null : newButton} />
      <div className="flex w-full max-w-4xl flex-col gap-3 px-4 pt-1 pb-16 max-md:px-3">
        <p className="max-w-[72ch] text-ink-2 text-sm">
          A skill is a text that tells agents how something is done here. It is written into the workspaces of
          the agents that have it; one for an MCP server also gives them that server's tools.
        </p>
        {skills.status === "loading" ? <ListSkeleton label="Loading the skills" /> : null}
        {skills.status === "error" ? <ErrorState error={skills.error} /> : null}
        {list?.length === 0 ? (
          <EmptyState
            title="No skills yet"
            icon={<BookOpen aria-hidden />}
            action={canManage ? newButton : null}
          >
            {canManage
              ? "Begin with something that you explain again and again: how you write release notes, how a bug is reported, where things are."
              : "An admin adds skills to the account."}
          </EmptyState>
        ) : null}
        {list && list.length > 0 ? (
          <ul className="flex flex-col divide-y divide-line border-line border-y">
            {list.map((skill) => (
              <SkillRow
                key={skill.skillId}
                skill={skill}
                canManage={canManage}
                onOpen={() => setAddress({ skill: skill.slug })}
                onSetEnabled={(isEnabled) => void commands.setEnabled(skill.skillId, isEnabled)}
              />
            ))}
          </ul>
        ) : null}
      </div>
      {(open === NEW && canManage) || opened ? (
        <SkillDialog
          key={opened?.skillId ?? NEW}
          skill={opened}
          canManage={canManage}
          commands={commands}
          onClose={() => setAddress({ skill: null })}
        />
      ) : null}
    </>
  );
}
