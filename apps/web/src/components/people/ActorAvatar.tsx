import { AgentAvatar } from "./AgentAvatar";
import { PersonAvatar } from "./PersonAvatar";

/** Whoever did it: round, squared, or nothing but the place for the system. */
export function ActorAvatar(props: {
  kind: "member" | "agent" | "system";
  name: string;
  icon?: string | null | undefined;
  size?: "xs" | "sm" | "md" | "lg";
}) {
  const { kind, name, icon, size = "md" } = props;
  if (kind === "agent") return <AgentAvatar name={name} icon={icon} size={size} />;
  if (kind === "member") return <PersonAvatar name={name} size={size} />;
  return null;
}
