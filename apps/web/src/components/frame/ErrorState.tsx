import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import type { AppError } from "@/lib/errors";

/** A list or page that cannot be shown: what happened and the one thing to do. */
export function ErrorState({
  error,
  backHref,
  backLabel = "Go back",
}: {
  error: AppError;
  backHref?: string;
  backLabel?: string;
}) {
  return (
    <EmptyState title={error.title} action={<Step error={error} backHref={backHref} backLabel={backLabel} />}>
      {error.message}
    </EmptyState>
  );
}

function Step({
  error,
  backHref,
  backLabel,
}: {
  error: AppError;
  backHref: string | undefined;
  backLabel: string;
}) {
  switch (error.step) {
    case "sign_in":
      return (
        <Button asChild>
          <Link href="/sign-in">Sign in</Link>
        </Button>
      );
    case "retry":
    case "reload":
      return <Button onClick={() => window.location.reload()}>Reload</Button>;
    case "go_back":
    case "none":
      return backHref ? (
        <Button asChild>
          <Link href={backHref}>{backLabel}</Link>
        </Button>
      ) : null;
  }
}
