"use client";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { plural } from "@/lib/format";

/** Ends a rollout: as it stands, or with everybody back where they were. */
export function HaltDialog(props: {
  upgraded: number;
  canRollBack: boolean;
  onClose: () => void;
  onHalt: (rollBack: boolean) => Promise<void>;
}) {
  const { upgraded, canRollBack, onClose, onHalt } = props;
  const [isBusy, setBusy] = useState(false);
  const halt = async (rollBack: boolean): Promise<void> => {
    setBusy(true);
    await onHalt(rollBack);
    setBusy(false);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent title="Halt the rollout?" description="Nothing starts any more." className="max-w-md">
        <DialogBody>
          <p className="text-ink-2 text-sm">
            {upgraded === 0
              ? "No runtime has been upgraded yet. Those under way finish first."
              : `${plural(upgraded, "runtime")} ${upgraded === 1 ? "has" : "have"} the new version. They keep it, or go back to the one before with the gateway state from then.`}
          </p>
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Go on</Button>
          {canRollBack && upgraded > 0 ? (
            <Button variant="danger" isBusy={isBusy} onClick={() => void halt(true)}>
              Halt and roll back
            </Button>
          ) : null}
          <Button variant="danger" isBusy={isBusy} onClick={() => void halt(false)}>
            Halt
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
