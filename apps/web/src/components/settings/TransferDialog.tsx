"use client";
import { useId, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { toast } from "@/lib/toast";
import { useOwnership } from "./use-ownership";
import { type Member, useMembers } from "./use-settings";

/** Passes the account on to another member. */
export function TransferDialog({ onClose }: { onClose: () => void }) {
  const account = useAccount();
  const members = useMembers();
  const { transfer } = useOwnership();
  const id = useId();
  const [heir, setHeir] = useState<Member | null>(null);
  const [isBusy, setBusy] = useState(false);
  const others =
    members.status === "ready" ? members.data.filter(({ memberId }) => memberId !== account.memberId) : [];
  const confirm = async (): Promise<void> => {
    if (!heir) return;
    setBusy(true);
    const result = await transfer(heir.memberId);
    setBusy(false);
    if (!result.ok) return;
    toast(`${heir.name} owns ${account.name} now`);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        title={`Transfer ${account.name}`}
        description="The new owner alone can transfer or delete it from then on. You stay as an admin."
        className="max-w-md"
      >
        <DialogBody>
          {others.length === 0 && members.status === "ready" ? (
            <p className="text-ink-2 text-sm">Nobody else is in this account. Invite somebody first.</p>
          ) : (
            <Field id={id} label="New owner">
              <Select
                value={heir?.memberId ?? ""}
                onValueChange={(next) => setHeir(others.find(({ memberId }) => memberId === next) ?? null)}
              >
                <SelectTrigger
                  id={id}
                  aria-label="New owner"
                  placeholder="Choose a member"
                  className="w-full"
                >
                  {heir?.name}
                </SelectTrigger>
                <SelectContent>
                  {others.map((member) => (
                    <SelectItem
                      key={member.memberId}
                      value={member.memberId}
                      note={member.email ?? member.role}
                    >
                      {member.name}
                    </SelectItem>
                  ))}
                </SelectContent>
              </Select>
            </Field>
          )}
        </DialogBody>
        <DialogFooter>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" disabled={!heir} isBusy={isBusy} onClick={() => void confirm()}>
            Transfer ownership
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
