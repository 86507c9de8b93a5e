import type { AuthSession } from "@/auth/local/account";
import { RelativeTime } from "@/components/people/RelativeTime";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { browserName } from "./browser-name";

/** Where one is signed in. */
export function SessionList({
  sessions,
  onRevoke,
}: {
  sessions: readonly AuthSession[] | null | undefined;
  onRevoke: (session: AuthSession) => void;
}) {
  if (sessions === undefined) return <Skeleton className="h-12 w-full" />;
  if (sessions === null)
    return <p className="text-danger text-sm">The list cannot be read now. Reload the page to try again.</p>;
  return (
    <ul className="flex flex-col divide-y divide-line border-line border-y">
      {sessions.map((session) => {
        const name = browserName(session.userAgent);
        return (
          <li key={session.token} className="flex min-h-11 items-center gap-3 py-1.5 text-sm">
            <div className="min-w-0 flex-1">
              <p className="truncate">{name}</p>
              <p className="truncate text-ink-3 text-xs">
                Signed in <RelativeTime at={session.createdAt} />
                {session.address ? <span className="figures"> · {session.address}</span> : null}
              </p>
            </div>
            {session.isThis ? (
              <span className="text-ink-2">this browser</span>
            ) : (
              <Button size="sm" aria-label={`Sign out ${name}`} onClick={() => onRevoke(session)}>
                Sign out
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
