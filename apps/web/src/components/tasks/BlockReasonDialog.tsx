"use client";
import { taskKey } from "@mc/shared/task/limits";
import { MAX_REASON_LENGTH } from "@mc/shared/task/transitions";
import { type FormEvent, useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { formText } from "@/lib/form-text";

/** Blocked needs its reason, so that whoever can help knows with what. */
export function BlockReasonDialog(props: {
  taskNumber: number;
  onConfirm: (reason: string) => void;
  onCancel: () => void;
}) {
  const { taskNumber, onConfirm, onCancel } = props;
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const reason = formText(new FormData(event.currentTarget), "reason").trim();
    if (reason) onConfirm(reason);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onCancel()}>
      <DialogContent
        title={`Block ${taskKey(taskNumber)}`}
        description="Agents stop working on it until it is unblocked."
      >
        <form method="post" onSubmit={submit}>
          <DialogBody>
            <Field id={id} label="What blocks it?">
              <Textarea
                id={id}
                name="reason"
                required
                maxLength={MAX_REASON_LENGTH}
                autoFocus
                placeholder="Waiting for the licence key from Ada"
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button onClick={onCancel}>Cancel</Button>
            <Button type="submit" variant="primary">
              Block task
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
