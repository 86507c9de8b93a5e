/** What a person may do in one account. Ranks are cumulative: each role may do all that the one before may. */
export const ROLES = ["viewer", "member", "admin", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Roles that can be given away; `owner` is passed on by a transfer only, so that there is exactly one. */
export const GRANTABLE_ROLES = ["viewer", "member", "admin"] as const;
export type GrantableRole = (typeof GRANTABLE_ROLES)[number];

const MINIMUM_ROLE = {
  "account.read": "viewer",
  "inbox.manage": "member",
  "task.write": "member",
  "task.archive": "member",
  "message.write": "member",
  "document.write": "member",
  "task.delete": "admin",
  "document.delete": "admin",
  "message.delete_any": "admin",
  "agent.manage": "admin",
  "approval.decide": "admin",
  "member.manage": "admin",
  "invitation.manage": "admin",
  "settings.manage": "admin",
  "token.manage": "admin",
  "runtime.operate": "admin",
  "account.transfer": "owner",
  "account.delete": "owner",
} as const satisfies Record<string, Role>;

export type Action = keyof typeof MINIMUM_ROLE;
export const ACTIONS = Object.keys(MINIMUM_ROLE) as readonly Action[];

/** True when `role` ranks at least as high as `minimum`. */
export function hasRole(role: Role, minimum: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(minimum);
}

/** Whether the role may do the action. An action that is not in the table is denied. */
export function can(role: Role, action: string): boolean {
  if (!Object.hasOwn(MINIMUM_ROLE, action)) return false;
  return hasRole(role, MINIMUM_ROLE[action as Action]);
}

/** The lowest role that may do the action, for "ask an admin" texts. */
export function minimumRole(action: Action): Role {
  return MINIMUM_ROLE[action];
}

/** Whether someone with the role may let people in with `granted`; asked when inviting and again when accepted. */
export function mayInvite(role: Role, granted: GrantableRole): boolean {
  return can(role, "invitation.manage") && hasRole(role, granted);
}
