"use client";
import { useAccount } from "@/components/account/use-account";
import { Link } from "@/components/ui/link";
import { DangerZone } from "./DangerZone";
import { NameForm } from "./NameForm";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { useRenameAccount } from "./use-settings";

export function GeneralSettingsPage() {
  const account = useAccount();
  const renameAccount = useRenameAccount();
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
      <DangerZone />
    </SettingsLayout>
  );
}
