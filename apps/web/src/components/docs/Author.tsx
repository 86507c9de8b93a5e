import { ActorAvatar } from "@/components/people/ActorAvatar";
import { cn } from "@/lib/cn";

/** Who wrote it: a sign and a name on one line. */
export function Author(props: {
  name: string;
  kind: "member" | "agent" | "system";
  icon: string | null;
  className?: string;
}) {
  const { name, kind, icon, className } = props;
  return (
    <span className={cn("flex min-w-0 items-center gap-1.5", className)}>
      <ActorAvatar kind={kind} name={name} icon={icon} size="sm" />
      <span className="truncate">{name}</span>
    </span>
  );
}
