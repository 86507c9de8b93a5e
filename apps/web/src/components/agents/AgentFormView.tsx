"use client";
import { type FormEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@/components/ui/tabs";
import { Textarea } from "@/components/ui/textarea";
import { AgentBasics } from "./AgentBasics";
import type { AgentForm } from "./use-agents";

/** `onSave` answers with what was refused, or null. */
type Props = {
  initial: AgentForm;
  isNew: boolean;
  isBusy: boolean;
  onSave: (form: AgentForm) => Promise<string | null>;
  onCancel: () => void;
};

export function AgentFormView({ initial, isNew, isBusy, onSave, onCancel }: Props) {
  const ids = { soul: useId(), identity: useId() };
  const [form, setForm] = useState(initial);
  const [refusal, setRefusal] = useState<string | null>(null);
  const set = (change: Partial<AgentForm>): void => setForm((current) => ({ ...current, ...change }));
  const isDirty = JSON.stringify(form) !== JSON.stringify(initial);
  const onSubmit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setRefusal(await onSave(form));
  };
  return (
    <form method="post" onSubmit={(event) => void onSubmit(event)}>
      <DialogBody>
        <AgentBasics form={form} onChange={set} isNew={isNew} />
        <Tabs defaultValue="soul">
          <TabsList aria-label="Texts of the agent">
            <TabsTrigger value="soul">SOUL</TabsTrigger>
            <TabsTrigger value="identity">IDENTITY</TabsTrigger>
          </TabsList>
          <TabsContent value="soul" className="pt-3">
            <Field
              id={ids.soul}
              label="Who the agent is and how it works"
              hint="Markdown. Goes to the agent's SOUL.md."
            >
              <Textarea
                id={ids.soul}
                value={form.soul}
                onChange={(event) => set({ soul: event.target.value })}
                className="figures max-h-[40vh] min-h-44 text-sm tracking-normal"
                aria-describedby={describedBy(ids.soul)}
              />
            </Field>
          </TabsContent>
          <TabsContent value="identity" className="pt-3">
            <Field
              id={ids.identity}
              label="How the agent presents itself"
              hint="Name, tone, sign. Goes to the agent's IDENTITY.md."
            >
              <Textarea
                id={ids.identity}
                value={form.identity}
                onChange={(event) => set({ identity: event.target.value })}
                className="figures max-h-[40vh] min-h-44 text-sm tracking-normal"
                aria-describedby={describedBy(ids.identity)}
              />
            </Field>
          </TabsContent>
        </Tabs>
        {refusal ? (
          <p role="alert" className="text-danger text-sm">
            {refusal}
          </p>
        ) : null}
      </DialogBody>
      <DialogFooter className="justify-between">
        <p className="text-ink-3 text-sm">
          {isNew
            ? "It can be woken as soon as the runtime is online."
            : isDirty
              ? "Unsaved changes"
              : "Saved"}
        </p>
        <div className="flex gap-2">
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={isBusy} disabled={!isNew && !isDirty}>
            {isBusy ? "Saving…" : isNew ? "Create agent" : "Save"}
          </Button>
        </div>
      </DialogFooter>
    </form>
  );
}
