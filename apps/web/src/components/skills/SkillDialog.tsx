"use client";
import { ErrorState } from "@/components/frame/ErrorState";
import { Dialog, DialogBody, DialogContent } from "@/components/ui/dialog";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import { SkillFormView } from "./SkillFormView";
import { BLANK_SKILL, draftOf, formOf } from "./skill-form";
import { type Skill, type SkillCommands, useSkill } from "./use-skills";

/** Makes a skill, or shows and edits one. */
export function SkillDialog(props: {
  skill: Skill | null;
  canManage: boolean;
  commands: SkillCommands;
  onClose: () => void;
}) {
  const { skill, canManage, commands, onClose } = props;
  const full = useSkill(skill?.skillId ?? null);
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent title={skill?.name ?? "New skill"} className="top-[max(1rem,6vh)] max-w-3xl">
        {skill === null ? (
          <SkillFormView
            initial={BLANK_SKILL}
            skill={null}
            isReadOnly={false}
            commands={commands}
            onClose={onClose}
            onSave={async (form) => {
              const result = await commands.create(draftOf(form));
              if (!result.ok) return result.error.message;
              onClose();
              return null;
            }}
          />
        ) : null}
        {skill && full.status === "loading" ? (
          <DialogBody>
            <Loading label="Loading the skill">
              <Skeleton className="h-80 w-full" />
            </Loading>
          </DialogBody>
        ) : null}
        {skill && full.status === "error" ? <ErrorState error={full.error} /> : null}
        {skill && full.status === "ready" ? (
          <SkillFormView
            initial={formOf(full.data)}
            skill={full.data}
            isReadOnly={!canManage}
            commands={commands}
            onClose={onClose}
            onSave={async (form) => {
              const result = await commands.update(skill.skillId, draftOf(form));
              return result.ok ? null : result.error.message;
            }}
          />
        ) : null}
      </DialogContent>
    </Dialog>
  );
}
