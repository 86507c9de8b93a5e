import type { ComponentProps } from "react";
import { Avatar } from "@/components/ui/avatar";

/** A person: round, with initials. */
export function PersonAvatar(props: Pick<ComponentProps<typeof Avatar>, "name" | "size" | "className">) {
  return <Avatar shape="round" {...props} />;
}
