"use client";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useAuth } from "@/auth/use-auth";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { Loading, Skeleton } from "@/components/ui/skeleton";
import type { AppError } from "@/lib/errors";
import { EntryPage } from "./EntryPage";
import { takeJoining } from "./joining";
import { useAcceptInvitation, useInvitationPreview } from "./use-invitation";

const UNUSABLE = {
  expired: [
    "This invitation has expired",
    "Invitations end after a while. Ask the person who sent it for a new link.",
  ],
  used: [
    "This invitation has been used",
    "Each link works once. If you used it, sign in; otherwise ask for a new link.",
  ],
  revoked: ["This invitation was withdrawn", "Ask the person who sent it for a new link."],
  unknown: [
    "This invitation link is not valid",
    "Check that the link was copied whole, or ask for a new one.",
  ],
} as const;

export function InvitePage({ token }: { token: string }) {
  const auth = useAuth();
  const preview = useInvitationPreview(token);
  if (preview.status === "loading" || auth.status === "loading") {
    return (
      <EntryPage title="Invitation">
        <Loading label="Looking up the invitation">
          <Skeleton className="h-10 w-full" />
        </Loading>
      </EntryPage>
    );
  }
  if (preview.status === "error")
    return <EntryPage title={preview.error.title} intro={preview.error.message} />;
  const invitation = preview.data;
  if (!invitation) return <Unusable state="unknown" />;
  if (invitation.state !== "open") return <Unusable state={invitation.state} />;
  const intro = (
    <>
      You are invited as <strong className="font-medium text-ink">{invitation.role}</strong>
      {invitation.email ? `, at ${invitation.email}` : ""}.
    </>
  );
  return (
    <EntryPage title={`Join ${invitation.accountName}`} intro={intro}>
      {auth.status === "signed_in" ? (
        <Join token={token} accountName={invitation.accountName} />
      ) : (
        <Enter token={token} />
      )}
    </EntryPage>
  );
}

function Unusable({ state }: { state: keyof typeof UNUSABLE }) {
  const [title, intro] = UNUSABLE[state];
  return (
    <EntryPage title={title} intro={intro}>
      <Button asChild size="lg">
        <Link href="/">Go to Mission Control</Link>
      </Button>
    </EntryPage>
  );
}

function Enter({ token }: { token: string }) {
  return (
    <div className="flex flex-col gap-2">
      <Button asChild variant="primary" size="lg">
        <Link href={`/sign-up?invite=${token}`}>Create an account</Link>
      </Button>
      <Button asChild size="lg">
        <Link href={`/sign-in?next=/invite/${token}`}>I have an account: sign in</Link>
      </Button>
    </div>
  );
}

function Join({ token, accountName }: { token: string; accountName: string }) {
  const router = useRouter();
  const accept = useAcceptInvitation();
  const { user, signOut } = useAuth();
  const [refusal, setRefusal] = useState<AppError | null>(null);

  const { run } = accept;
  const join = async (): Promise<void> => {
    const result = await run({ token });
    if (result.ok) router.replace(`/${result.value.slug}`);
    else setRefusal(result.error);
  };
  // Signing up through this very invitation was the yes.
  useEffect(() => {
    if (!takeJoining(token)) return;
    void run({ token }).then((result) => {
      if (result.ok) router.replace(`/${result.value.slug}`);
      else setRefusal(result.error);
    });
  }, [run, router, token]);

  return (
    <div className="flex flex-col gap-3">
      {refusal ? (
        <p role="alert" className="text-danger text-sm">
          {refusal.message}
        </p>
      ) : null}
      <Button variant="primary" size="lg" isBusy={accept.isBusy} onClick={() => void join()}>
        {accept.isBusy ? "Joining…" : `Join ${accountName}`}
      </Button>
      <p className="text-ink-2 text-sm">
        Signed in as {user?.email}.{" "}
        <button type="button" className="underline underline-offset-2" onClick={() => void signOut()}>
          Use another account
        </button>
      </p>
    </div>
  );
}
