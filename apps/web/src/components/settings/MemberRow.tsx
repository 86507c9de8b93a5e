"use client";
import { GRANTABLE_ROLES, type GrantableRole } from "@mc/shared/account/roles";
import { useState } from "react";
import { PersonAvatar } from "@/components/people/PersonAvatar";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/cn";
import { fetched } from "@/lib/fetched";
import { RoleSelect } from "./RoleSelect";
import type { Member } from "./use-settings";

type Props = {
  member: Member;
  isSelf: boolean;
  canManage: boolean;
  onSetRole: (role: GrantableRole) => void;
  onRemove: () => Promise<void>;
};

const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

export function MemberRow({ member, isSelf, canManage, onSetRole, onRemove }: Props) {
  const [isRemoving, setRemoving] = useState(false);
  const grantable = GRANTABLE_ROLES.find((role) => role === member.role);
  const isFixed = !canManage || isSelf || grantable === undefined;
  return (
    <li className={cn("flex items-center gap-3 py-2", !isFixed && "max-sm:flex-wrap")}>
      <PersonAvatar name={member.name} size="lg" />
      <div className={cn("min-w-0 flex-1", !isFixed && "max-sm:basis-[calc(100%-3rem)]")}>
        <p className="truncate font-medium text-sm">
          {member.name} {isSelf ? <span className="font-normal text-ink-3">(you)</span> : null}
        </p>
        <p className="truncate text-ink-3 text-sm">
          <span className="figures text-xs">@{member.slug}</span>
          {member.email ? ` · ${member.email}` : ""}
        </p>
      </div>
      {isFixed ? (
        <span className={cn("px-2.5 text-ink-2 text-sm", canManage && "sm:w-28")}>{member.role}</span>
      ) : (
        <span className="max-sm:pl-11">
          <RoleSelect value={grantable} label={`Role of ${member.name}`} onChange={onSetRole} />
        </span>
      )}
      {canManage && !isSelf && grantable ? (
        <Button
          variant="quiet"
          size="sm"
          onClick={() => setRemoving(true)}
          aria-label={`Remove ${member.name}`}
        >
          Remove
        </Button>
      ) : canManage ? (
        <span className="w-16 max-sm:hidden" />
      ) : null}
      {isRemoving ? (
        <ConfirmDialog
          isOpen
          title={`Remove ${member.name}?`}
          description="They lose access at once and are taken off their tasks. What they wrote stays."
          confirmLabel="Remove member"
          onClose={() => setRemoving(false)}
          onConfirm={onRemove}
        />
      ) : null}
    </li>
  );
}
