"use client";
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { describedBy, Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useOwnership } from "./use-ownership";

/** The account's name, typed, is the confirmation. Afterwards the progress is on a page outside the account. */
export function DeleteAccountDialog({ onClose }: { onClose: () => void }) {
  const account = useAccount();
  const { remove, isRemoving } = useOwnership();
  const router = useRouter();
  const id = useId();
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string | null>(null);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const result = await remove(typed);
    if (result.ok) router.replace("/deletions");
    else setError(result.error.message);
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={`Delete ${account.name}?`}
        description="It is gone for everybody at once, its agents stop, and its data and files are erased. Take a copy under Data first if you may need one."
        className="max-w-md"
      >
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <Field id={id} label={`Type ${account.name} to confirm`} error={error}>
              <Input
                id={id}
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
                autoComplete="off"
                autoFocus
                aria-describedby={describedBy(id)}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <Button type="button" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              variant="danger"
              disabled={typed.trim() !== account.name}
              isBusy={isRemoving}
            >
              Delete account
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
