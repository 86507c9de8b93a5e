"use client";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { fetched } from "@/lib/fetched";
import { SettingsSection } from "./SettingsLayout";
import { useMemberCommands } from "./use-settings";

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);
const TransferDialog = fetched(() => import("./TransferDialog").then((module) => module.TransferDialog));
const DeleteAccountDialog = fetched(() =>
  import("./DeleteAccountDialog").then((module) => module.DeleteAccountDialog),
);

type Step = "leave" | "transfer" | "delete";

/** What cannot be taken back, last on the page; each asks before it happens. */
export function DangerZone() {
  const account = useAccount();
  const { leave } = useMemberCommands();
  const router = useRouter();
  const [step, setStep] = useState<Step | null>(null);
  const isOwner = account.role === "owner";
  const close = (): void => setStep(null);
  return (
    <SettingsSection title="Danger zone">
      <ul className="flex flex-col divide-y divide-line rounded-md border border-danger/40">
        <Act
          title="Leave the account"
          text={
            isOwner
              ? "You own this account. Transfer the ownership first, then you can leave."
              : "You lose access, and your tasks are unassigned. What you wrote stays."
          }
        >
          <Button variant="danger" disabled={isOwner} onClick={() => setStep("leave")}>
            Leave
          </Button>
        </Act>
        <Act
          title="Transfer ownership"
          text={
            isOwner
              ? "Another member becomes the owner, and you become an admin."
              : "Only the owner passes the account on."
          }
        >
          <Button disabled={!account.can("account.transfer")} onClick={() => setStep("transfer")}>
            Transfer
          </Button>
        </Act>
        <Act
          title="Delete the account"
          text={
            isOwner
              ? "Everything goes, for everybody, at once: tasks, threads, documents, files, agents. Nobody can bring it back."
              : "Only the owner deletes the account."
          }
        >
          <Button
            variant="danger"
            disabled={!account.can("account.delete")}
            onClick={() => setStep("delete")}
          >
            Delete
          </Button>
        </Act>
      </ul>
      {step === "leave" ? (
        <ConfirmDialog
          isOpen
          title={`Leave ${account.name}?`}
          description="You need a new invitation to come back."
          confirmLabel="Leave"
          onClose={close}
          onConfirm={async () => {
            const result = await leave();
            if (result.ok) router.replace("/");
          }}
        />
      ) : null}
      {step === "transfer" ? <TransferDialog onClose={close} /> : null}
      {step === "delete" ? <DeleteAccountDialog onClose={close} /> : null}
    </SettingsSection>
  );
}

function Act({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <li className="flex items-center gap-4 p-4 max-sm:flex-col max-sm:items-start max-sm:gap-3">
      <div className="min-w-0 flex-1">
        <h3 className="font-medium text-sm">{title}</h3>
        <p className="text-ink-2 text-sm">{text}</p>
      </div>
      {children}
    </li>
  );
}
