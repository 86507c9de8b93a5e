import { type ComponentProps, lazy, Suspense } from "react";
import { Avatar } from "@/components/ui/avatar";
import { COMMON_GLYPHS } from "./agent-glyphs";

const RareGlyph = lazy(() => import("./RareGlyph"));

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
  return (
    <Suspense fallback={null}>
      <RareGlyph icon={icon} />
    </Suspense>
  );
}
