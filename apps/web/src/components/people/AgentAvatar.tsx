import type { ComponentProps } from "react";
import { Avatar } from "@/components/ui/avatar";
import { fetched } from "@/lib/fetched";
import { COMMON_GLYPHS } from "./agent-glyphs";

const RareGlyph = fetched(() => import("./RareGlyph").then((module) => module.default), {
  whenLost: "quiet",
});

type Props = { name: string; icon: string | null | undefined } & Pick<
  ComponentProps<typeof Avatar>,
  "size" | "className"
>;

/** An agent: squared, with its glyph. */
export function AgentAvatar({ name, icon, ...props }: Props) {
  return <Avatar name={name} shape="squared" glyph={icon ? <Glyph icon={icon} /> : null} {...props} />;
}

function Glyph({ icon }: { icon: string }) {
  const Common = COMMON_GLYPHS[icon];
  if (Common) return <Common aria-hidden strokeWidth={2.2} />;
  return <RareGlyph icon={icon} />;
}
