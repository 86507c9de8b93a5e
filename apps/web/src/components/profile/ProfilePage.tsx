"use client";
import { useAuth } from "@/auth/use-auth";
import { useAccount } from "@/components/account/use-account";
import { PageHeader } from "@/components/frame/PageHeader";
import { NameForm } from "@/components/settings/NameForm";
import { SettingsSection } from "@/components/settings/SettingsLayout";
import { useRenameSelf } from "@/components/settings/use-settings";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { DisplayChoices } from "./DisplayChoices";
import { EmailForm } from "./EmailForm";
import { PasswordForm } from "./PasswordForm";
import { PictureForm } from "./PictureForm";
import { SessionList } from "./SessionList";
import { TimeZoneForm } from "./TimeZoneForm";
import { useSessions } from "./use-sessions";

/** The person's own things: picture, name, clocks, looks, address, password, sessions. */
export function ProfilePage() {
  const account = useAccount();
  const { user, entry } = useAuth();
  const renameSelf = useRenameSelf();
  return (
    <>
      <PageHeader title="Profile" />
      <div className="flex w-full max-w-2xl flex-col gap-8 px-4 pt-3 pb-16 max-md:px-3">
        <SettingsSection title="Picture" description="Beside your name, wherever you are shown.">
          <PictureForm name={account.memberName} />
        </SettingsSection>
        <SettingsSection title="Name" description={`How others in ${account.name} see you.`}>
          <NameForm
            label="Your name"
            value={account.memberName}
            isReadOnly={false}
            isBusy={renameSelf.isBusy}
            onSave={renameSelf.rename}
            hint={`${user?.email ?? ""} · ${account.role}`}
          />
        </SettingsSection>
        <SettingsSection
          title="Time zone"
          description="Dates are shown in it, a due day ends in it, and your quiet hours and digest go by its clock."
        >
          <TimeZoneForm />
        </SettingsSection>
        <SettingsSection
          title="Appearance"
          description="For you alone. The theme goes with you to your other browsers, the density stays in this one."
        >
          <DisplayChoices />
        </SettingsSection>
        <SettingsSection
          title="Notifications"
          description={
            <>
              What you are told of, and when not, is in{" "}
              <Link
                href={`/${account.slug}/settings/notifications`}
                className="text-accent underline underline-offset-2"
              >
                notification settings
              </Link>
              .
            </>
          }
        >
          {null}
        </SettingsSection>
        {entry.kind === "panel" ? (
          <SettingsSection
            title="Password and sessions"
            description={`Your sign-in is kept by ${entry.providerName}: password, second factor and the browsers you are signed in with.`}
          >
            <Button onClick={entry.openProfile}>Open your {entry.providerName} profile</Button>
          </SettingsSection>
        ) : (
          <LocalSignIn email={user?.email ?? ""} />
        )}
      </div>
    </>
  );
}

function LocalSignIn({ email }: { email: string }) {
  const { sessions, reload, revoke } = useSessions();
  return (
    <>
      <SettingsSection
        title="E-mail"
        description="You sign in with it, invitations name it, and mails go to it, in every account that you are a member of."
      >
        <EmailForm email={email} />
      </SettingsSection>
      <SettingsSection
        title="Password"
        description="It opens every account that you are a member of. Changing it signs out every other browser."
      >
        <PasswordForm onChanged={() => void reload()} />
      </SettingsSection>
      <SettingsSection title="Sessions" description="Browsers in which you are signed in.">
        <SessionList sessions={sessions} onRevoke={(session) => void revoke(session)} />
      </SettingsSection>
    </>
  );
}
