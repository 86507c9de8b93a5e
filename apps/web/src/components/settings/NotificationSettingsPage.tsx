"use client";
import { NOTIFICATION_LABEL, type NotificationType } from "@mc/shared/notification/types";
import { useId } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { Checkbox } from "@/components/ui/checkbox";
import { GroupChoices } from "./GroupChoices";
import { QuietHoursForm } from "./QuietHoursForm";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { usePreferenceCommands, usePreferences } from "./use-preferences";

/** Addressed to the person alone; only they may switch them off. */
const PERSONAL = [
  "mention",
  "assignment",
  "review_request",
  "response_request",
  "approval_request",
  "approval_decided",
] as const satisfies readonly NotificationType[];

export function NotificationSettingsPage() {
  const { can, name } = useAccount();
  const preferences = usePreferences();
  const commands = usePreferenceCommands();
  const isReadOnly = !can("inbox.manage");
  return (
    <SettingsLayout>
      {preferences.status === "loading" ? <ListSkeleton label="Loading your preferences" /> : null}
      {preferences.status === "error" ? <ErrorState error={preferences.error} /> : null}
      {preferences.status === "ready" ? (
        <>
          <SettingsSection
            title="What you hear of"
            description="For you alone. Outages, changes of your role and stopped work are always told."
          >
            <GroupChoices
              legend="What you hear of"
              value={preferences.data.own.groups}
              defaults={preferences.data.account}
              isReadOnly={isReadOnly}
              onChange={(groups) => void commands.setGroups(groups)}
            />
          </SettingsSection>
          <SettingsSection title="Addressed to you" description="Sent because somebody means you.">
            <ul className="flex flex-col gap-0.5">
              {PERSONAL.map((type) => (
                <PersonalType
                  key={type}
                  type={type}
                  isOn={!preferences.data.own.muted.includes(type)}
                  isReadOnly={isReadOnly}
                  onChange={(isOn) => {
                    const others = preferences.data.own.muted.filter((each) => each !== type);
                    void commands.setMuted(isOn ? others : [...others, type]);
                  }}
                />
              ))}
            </ul>
          </SettingsSection>
          <SettingsSection
            title="Quiet hours"
            description="What comes in these hours waits for their end. What is always told comes at once."
          >
            <QuietHoursForm
              value={preferences.data.own.quietHours}
              isReadOnly={isReadOnly}
              onChange={(hours) => void commands.setQuietHours(hours)}
            />
          </SettingsSection>
          <SettingsSection
            title="Default of the account"
            description={
              can("settings.manage")
                ? `For everyone in ${name} who has not chosen for themselves.`
                : "Admins set it; it counts where you have not chosen."
            }
          >
            <GroupChoices
              legend="Default of the account"
              value={preferences.data.account}
              defaults={{}}
              isReadOnly={!can("settings.manage")}
              onChange={(groups) => void commands.setAccountGroups(groups)}
            />
          </SettingsSection>
        </>
      ) : null}
    </SettingsLayout>
  );
}

function PersonalType(props: {
  type: NotificationType;
  isOn: boolean;
  isReadOnly: boolean;
  onChange: (isOn: boolean) => void;
}) {
  const id = useId();
  return (
    <li className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
      <Checkbox
        id={id}
        checked={props.isOn}
        disabled={props.isReadOnly}
        onCheckedChange={(isOn) => props.onChange(isOn === true)}
      />
      <label htmlFor={id} className="text-sm">
        {NOTIFICATION_LABEL[props.type]}
      </label>
    </li>
  );
}
