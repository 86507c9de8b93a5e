"use client";
import { useAccount } from "@/components/account/use-account";
import { Choices } from "@/components/profile/DisplayChoices";
import { useDefaultTheme } from "@/components/profile/use-theme";
import { Link } from "@/components/ui/link";
import { DISPLAY_CHOICES } from "@/lib/display";
import { DangerZone } from "./DangerZone";
import { NameForm } from "./NameForm";
import { ScheduleForm } from "./ScheduleForm";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { useRenameAccount } from "./use-settings";

export function GeneralSettingsPage() {
  const account = useAccount();
  const renameAccount = useRenameAccount();
  const appearance = useDefaultTheme();
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
              Address:{" "}
              <span className="figures inline-block max-w-full wrap-anywhere align-top">/{account.slug}</span>
            </>
          }
        />
      </SettingsSection>
      <SettingsSection
        title="Days and stand-up"
        description="The clock of the account: when its days begin, for figures and budgets, and when the daily stand-up is written."
      >
        <ScheduleForm />
      </SettingsSection>
      <SettingsSection
        title="Appearance"
        description={`How ${account.name} looks to those who have not chosen a theme of their own.`}
      >
        <Choices
          legend="Theme by default"
          values={DISPLAY_CHOICES.theme}
          value={appearance.theme}
          isReadOnly={!account.can("settings.manage") || appearance.isBusy}
          onChange={appearance.save}
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
