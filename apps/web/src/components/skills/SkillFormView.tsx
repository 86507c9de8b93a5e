"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { fetched } from "@/lib/fetched";
import { unlessChanged } from "@/lib/unless-changed";
import { SkillAgents } from "./SkillAgents";
import { SkillConfigFields } from "./SkillConfigFields";
import { SkillTextFields } from "./SkillTextFields";
import { isSameDraft, type SkillForm } from "./skill-form";
import type { SkillCommands, SkillFull } from "./use-skills";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

type Props = {
  initial: SkillForm;
  /** null for one that is being made. */
  skill: SkillFull | null;
  isReadOnly: boolean;
  commands: SkillCommands;
  /** Answers with what was refused, or null. */
  onSave: (form: SkillForm) => Promise<string | null>;
  onClose: () => void;
};

export function SkillFormView({ initial, skill, isReadOnly, commands, onSave, onClose }: Props) {
  const [draft, setDraft] = useState<SkillForm | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const form = draft ?? initial;
  const isDirty = draft !== null && !isSameDraft(draft, initial);
  const set = (change: Partial<SkillForm>): void => setDraft({ ...form, ...change });
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const refused = await onSave(form);
    setRefusal(refused);
    if (refused === null) setDraft(unlessChanged(draft, null));
  };
  return (
    <form method="post" onSubmit={(event) => void onSubmit(event)}>
      <DialogBody>
        <Tabs defaultValue="text">
          <TabsList aria-label="Parts of the skill">
            <TabsTrigger value="text">Text</TabsTrigger>
            <TabsTrigger value="config">Configuration</TabsTrigger>
            {skill ? <TabsTrigger value="agents">Agents</TabsTrigger> : null}
          </TabsList>
          <TabsContent value="text" className="pt-4">
            <SkillTextFields form={form} skill={skill} isReadOnly={isReadOnly} onChange={set} />
          </TabsContent>
          <TabsContent value="config" className="pt-4">
            <SkillConfigFields form={form} isReadOnly={isReadOnly} onChange={set} />
          </TabsContent>
          {skill ? (
            <TabsContent value="agents" className="pt-4">
              <SkillAgents skill={skill} isReadOnly={isReadOnly} commands={commands} />
            </TabsContent>
          ) : null}
        </Tabs>
        {refusal ? (
          <p role="alert" className="text-danger text-sm">
            {refusal}
          </p>
        ) : null}
      </DialogBody>
      {isReadOnly ? null : (
        <DialogFooter className="flex-wrap justify-between">
          {skill ? (
            <Button variant="danger" onClick={() => setRemoving(true)}>
              Remove skill
            </Button>
          ) : (
            <p className="text-ink-3 text-sm">It is on at once. Give it to agents next.</p>
          )}
          <div className="ml-auto flex items-center gap-2">
            {skill ? (
              <p role="status" className="text-ink-3 text-sm">
                {isDirty ? "Unsaved changes" : "Saved"}
              </p>
            ) : null}
            <Button onClick={onClose}>{skill && !isDirty ? "Close" : "Cancel"}</Button>
            <Button
              type="submit"
              variant="primary"
              isBusy={commands.isSaving}
              disabled={skill !== null && !isDirty}
            >
              {commands.isSaving ? "Saving…" : skill ? "Save" : "Create skill"}
            </Button>
          </div>
        </DialogFooter>
      )}
      {isRemoving && skill ? (
        <ConfirmDialog
          isOpen
          title={`Remove ${skill.name}?`}
          description="It goes from every agent's workspace with their next turn. Its text is not kept."
          confirmLabel="Remove skill"
          onClose={() => setRemoving(false)}
          onConfirm={async () => {
            const removed = await commands.remove(skill.skillId);
            if (removed.ok) onClose();
          }}
        />
      ) : null}
    </form>
  );
}
