import type { ComponentProps } from "react";
import { Avatar } from "@/components/ui/avatar";
import { agentGlyph } from "./agent-glyphs";

/** An agent: squared, with its glyph. */
export function AgentAvatar({
  name,
  icon,
  ...props
}: { name: string; icon: string | null | undefined } & Pick<
  ComponentProps<typeof Avatar>,
  "size" | "className"
>) {
  const Glyph = agentGlyph(icon);
  return (
    <Avatar
      name={name}
      shape="squared"
      glyph={Glyph ? <Glyph aria-hidden strokeWidth={2.2} /> : null}
      {...props}
    />
  );
}
