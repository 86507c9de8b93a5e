import { GRANTABLE_ROLES, type GrantableRole } from "@mc/shared/account/roles";
import { Select, SelectContent, SelectItem, SelectTrigger } from "@/components/ui/select";

const NOTE = {
  viewer: "Reads everything, changes nothing",
  member: "Works on tasks, writes messages and documents",
  admin: "Manages people, agents and settings too",
} as const satisfies Record<GrantableRole, string>;

export function RoleSelect({
  id,
  value,
  label,
  onChange,
}: {
  id?: string;
  value: GrantableRole;
  label: string;
  onChange: (role: GrantableRole) => void;
}) {
  return (
    <Select
      value={value}
      onValueChange={(next) => {
        const role = GRANTABLE_ROLES.find((each) => each === next);
        if (role) onChange(role);
      }}
    >
      <SelectTrigger id={id} aria-label={label} className="w-28">
        {value}
      </SelectTrigger>
      <SelectContent>
        {GRANTABLE_ROLES.map((role) => (
          <SelectItem key={role} value={role} note={NOTE[role]}>
            {role}
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  );
}
