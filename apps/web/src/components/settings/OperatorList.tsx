"use client";
import { useAccount } from "@/components/account/use-account";
import { ErrorState } from "@/components/frame/ErrorState";
import { ListSkeleton } from "@/components/frame/ListSkeleton";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { Button } from "@/components/ui/button";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";
import { useInstallationCommands, useOperators } from "./use-installation";
import { useMembers } from "./use-settings";

/** Who operates the installation; members of this account can be added. */
export function OperatorList() {
  const { name: accountName } = useAccount();
  const operators = useOperators();
  const members = useMembers();
  const { addOperator, removeOperator } = useInstallationCommands();
  if (operators.status === "loading") return <ListSkeleton label="Loading the operators" />;
  if (operators.status === "error") return <ErrorState error={operators.error} />;
  const isLast = operators.data.length === 1;
  const known = new Set(operators.data.map(({ email }) => email));
  const others =
    members.status === "ready" ? members.data.filter(({ email }) => email === null || !known.has(email)) : [];
  return (
    <>
      <ul className="flex flex-col divide-y divide-line border-line border-y">
        {operators.data.map(({ userId, name, email, isYou }) => (
          <li key={userId} className="flex items-center gap-3 py-2">
            <PersonAvatar name={name ?? "?"} size="lg" />
            <div className="min-w-0 flex-1 text-sm">
              <p className="truncate font-medium">
                {name ?? "Someone in no account"}{" "}
                {isYou ? <span className="font-normal text-ink-3">(you)</span> : null}
              </p>
              <p className="truncate text-ink-3">{email ?? userId}</p>
            </div>
            <Button
              variant="quiet"
              size="sm"
              disabled={isLast}
              aria-label={`Remove ${name ?? userId} from the operators`}
              onClick={() => void removeOperator(userId)}
            >
              Remove
            </Button>
          </li>
        ))}
      </ul>
      {others.length > 0 ? (
        <Select
          value=""
          onValueChange={(next) => {
            const member = others.find(({ memberId }) => memberId === next);
            if (member) void addOperator(member.memberId);
          }}
        >
          <SelectTrigger
            aria-label={`Add a member of ${accountName}`}
            placeholder="Add a member of this account"
            className="w-64"
          />
          <SelectContent>
            {others.map(({ memberId, name, email, role }) => (
              <SelectItem key={memberId} value={memberId} note={email ?? role}>
                {name}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      ) : null}
    </>
  );
}
