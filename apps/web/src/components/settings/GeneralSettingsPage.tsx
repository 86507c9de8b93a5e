"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { NameForm } from "./NameForm";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { useMemberCommands, useRenameAccount } from "./use-settings";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

export function GeneralSettingsPage() {
  const account = useAccount();
  const renameAccount = useRenameAccount();
  const { leave } = useMemberCommands();
  const router = useRouter();
  const [isLeaving, setLeaving] = useState(false);
  const isOwner = account.role === "owner";
  return (
    <SettingsLayout>
      <SettingsSection
        title="Account"
        description={
          account.can("settings.manage")
            ? "Everyone in the account sees this name. The address stays the same."
            : "Admins change these settings."
        }
      >
        <NameForm
          label="Account name"
          value={account.name}
          isReadOnly={!account.can("settings.manage")}
          isBusy={renameAccount.isBusy}
          onSave={renameAccount.rename}
          hint={
            <>
              Address: <span className="figures">/{account.slug}</span>
            </>
          }
        />
      </SettingsSection>
      <SettingsSection
        title="You"
        description={
          <>
            Your name, password, sessions and how the pages look are on{" "}
            <Link href={`/${account.slug}/profile`} className="text-accent underline underline-offset-2">
              your profile
            </Link>
            .
          </>
        }
      >
        {null}
      </SettingsSection>
      <SettingsSection
        title="Leave the account"
        description={
          isOwner
            ? "You own this account. An owner cannot leave it."
            : "You lose access, and your tasks are unassigned. What you wrote stays."
        }
      >
        <div>
          <Button variant="danger" disabled={isOwner} onClick={() => setLeaving(true)}>
            Leave {account.name}
          </Button>
        </div>
      </SettingsSection>
      {isLeaving ? (
        <ConfirmDialog
          isOpen
          title={`Leave ${account.name}?`}
          description="You need a new invitation to come back."
          confirmLabel="Leave"
          onClose={() => setLeaving(false)}
          onConfirm={async () => {
            const result = await leave();
            if (result.ok) router.replace("/");
          }}
        />
      ) : null}
    </SettingsLayout>
  );
}
