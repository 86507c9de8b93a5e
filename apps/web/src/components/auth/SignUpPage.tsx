"use client";
import type { SignUpState } from "@/auth/types";
import { useAuth } from "@/auth/use-auth";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { EntryPage, inlineLinkStyle } from "./EntryPage";
import { ProviderPanel } from "./ProviderPanel";
import { SignUpForm } from "./SignUpForm";
import { useInvitationPreview } from "./use-invitation";

const SIGN_IN_FOOTER = (
  <>
    Have an account?{" "}
    <Link href="/sign-in" className={inlineLinkStyle}>
      Sign in
    </Link>
  </>
);

/** First person, invited, open or closed: each says what happens next. */
export function SignUpPage({ state, inviteToken }: { state: SignUpState; inviteToken: string | null }) {
  const { entry } = useAuth();
  if (entry.kind === "panel") {
    const next = inviteToken ? `/invite/${inviteToken}` : "/";
    return <ProviderPanel entry={entry} mode="sign-up" next={next} />;
  }
  if (inviteToken) return <InvitedSignUp token={inviteToken} />;
  if (state === "invite") {
    return (
      <EntryPage
        title="Sign-up is by invitation"
        intro="This installation lets in people who were invited. Ask an admin of your account for an invitation link, and open it here."
      >
        <Button asChild size="lg">
          <Link href="/sign-in">Sign in instead</Link>
        </Button>
      </EntryPage>
    );
  }
  const intro =
    state === "first"
      ? "You are the first person here. Your account is kept on this machine and runs it."
      : "Anyone who reaches this page may sign up.";
  return (
    <EntryPage
      title={state === "first" ? "Set up Mission Control" : "Create your account"}
      intro={intro}
      footer={SIGN_IN_FOOTER}
    >
      <SignUpForm inviteToken={null} email={null} next={state === "first" ? "/new-account" : "/"} />
    </EntryPage>
  );
}

function InvitedSignUp({ token }: { token: string }) {
  const preview = useInvitationPreview(token);
  const invitation = preview.status === "ready" && preview.data?.state === "open" ? preview.data : null;
  const intro = invitation
    ? `You are invited to join ${invitation.accountName} as ${invitation.role}.`
    : "You follow an invitation link.";
  return (
    <EntryPage
      title="Create your account"
      intro={intro}
      footer={
        <Link href={`/sign-in?next=/invite/${token}`} className={inlineLinkStyle}>
          I have an account already
        </Link>
      }
    >
      <SignUpForm inviteToken={token} email={invitation?.email ?? null} next={`/invite/${token}`} />
    </EntryPage>
  );
}
