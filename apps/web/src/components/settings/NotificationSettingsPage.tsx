"use client";
import { useId } from "react";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { Checkbox } from "@/components/ui/checkbox";
import { ChannelMatrix } from "./ChannelMatrix";
import { ChannelWays } from "./ChannelWays";
import { DeliveryProblems } from "./DeliveryProblems";
import { DigestForm } from "./DigestForm";
import { GroupChoices } from "./GroupChoices";
import { QuietHoursForm } from "./QuietHoursForm";
import { SettingsLayout, SettingsSection } from "./SettingsLayout";
import { useChannelCommands, useChannels } from "./use-channels";
import { usePreferenceCommands, usePreferences } from "./use-preferences";

export function NotificationSettingsPage() {
  const { can } = useAccount();
  const preferences = usePreferences();
  const channels = useChannels();
  const isLoading = preferences.status === "loading" || channels.status === "loading";
  return (
    <SettingsLayout>
      {isLoading ? <ListSkeleton label="Loading your preferences" /> : null}
      {preferences.status === "error" ? <ErrorState error={preferences.error} /> : null}
      {channels.status === "error" ? <ErrorState error={channels.error} /> : null}
      {preferences.status === "ready" && channels.status === "ready" ? (
        <>
          <OwnChoices preferences={preferences.data} channels={channels.data} />
          <AccountDefaults value={preferences.data.account} />
          {can("settings.manage") ? <DeliveryProblems /> : null}
        </>
      ) : null}
    </SettingsLayout>
  );
}

type Ready<T> = Extract<T, { status: "ready" }> extends { data: infer Data } ? Data : never;
type Preferences = Ready<ReturnType<typeof usePreferences>>;

function OwnChoices(props: { preferences: Preferences; channels: Ready<ReturnType<typeof useChannels>> }) {
  const { can } = useAccount();
  const { own, account, digest } = props.preferences;
  const inbox = usePreferenceCommands();
  const { setChannel, setDigest } = useChannelCommands();
  const isReadOnly = !can("inbox.manage");
  const canMail = props.channels.email.missing.length === 0;
  return (
    <>
      <SettingsSection
        title="What you hear of, and how"
        description="For you alone. Outages, changes of your role and stopped work are always told."
      >
        <ChannelMatrix
          own={own}
          account={account}
          channels={props.channels}
          isReadOnly={isReadOnly}
          onInbox={inbox.edit}
          onChannel={setChannel}
        />
      </SettingsSection>
      <SettingsSection
        title="Ways to reach you"
        description="What is read in the app within two minutes is not mailed."
      >
        <ChannelWays own={own} channels={props.channels} isReadOnly={isReadOnly} onChannel={setChannel} />
      </SettingsSection>
      <SettingsSection
        title="Digest"
        description="A mail of what is unread and due. With nothing in it, none is sent."
      >
        <DigestForm
          value={own.digest ?? null}
          effective={digest}
          isReadOnly={isReadOnly || !canMail}
          onChange={(choice) => void setDigest(choice)}
        />
        {canMail ? null : <p className="text-ink-3 text-sm">It needs e-mail, which is not set up.</p>}
      </SettingsSection>
      <SettingsSection
        title="Quiet hours"
        description="What comes in these hours waits for their end, on every way. What is always told comes at once."
      >
        <QuietHoursForm
          value={own.quietHours}
          isReadOnly={isReadOnly}
          onChange={(hours) => void inbox.setQuietHours(hours)}
        />
      </SettingsSection>
    </>
  );
}

function AccountDefaults({ value }: { value: Preferences["account"] }) {
  const id = useId();
  const { can, name } = useAccount();
  const { setAccount } = usePreferenceCommands();
  const isReadOnly = !can("settings.manage");
  return (
    <SettingsSection
      title="Default of the account"
      description={
        isReadOnly
          ? "Admins set it; it counts where you have not chosen."
          : `For everyone in ${name} who has not chosen for themselves.`
      }
    >
      <GroupChoices
        legend="Default of the account"
        value={value}
        defaults={{}}
        isReadOnly={isReadOnly}
        onChange={(groups) => void setAccount(groups)}
      />
      <div className="flex min-h-8 items-center gap-2.5 pointer-coarse:min-h-11">
        <Checkbox
          id={id}
          checked={value.emailDigest ?? false}
          disabled={isReadOnly}
          onCheckedChange={(isOn) => void setAccount({ ...value, emailDigest: isOn === true })}
        />
        <label htmlFor={id} className="text-sm">
          A digest by e-mail every morning at 8:00
        </label>
      </div>
    </SettingsSection>
  );
}
