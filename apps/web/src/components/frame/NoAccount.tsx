import { EntryPage } from "@/components/auth/EntryPage";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import type { AppError } from "@/lib/errors";

/** A wrong address or no access: the server does not say which, and neither does this. */
export function NoAccount({ slug, error }: { slug: string; error: AppError }) {
  if (error.code !== "not_found") {
    return (
      <EntryPage title={error.title} intro={error.message}>
        <Button size="lg" onClick={() => window.location.reload()}>
          Try again
        </Button>
      </EntryPage>
    );
  }
  return (
    <EntryPage
      title={
        <>
          No account at <span className="inline-block max-w-full break-words">“{slug}”</span>
        </>
      }
      intro="There is no account with this address, or you are not a member of it. Check the address, or ask one of its admins for an invitation."
    >
      <div className="flex flex-col gap-2">
        <Button asChild variant="primary" size="lg">
          <Link href="/">Go to your account</Link>
        </Button>
        <Button asChild size="lg">
          <Link href="/sign-out">Sign in as someone else</Link>
        </Button>
      </div>
    </EntryPage>
  );
}
