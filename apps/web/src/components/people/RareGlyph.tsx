import { Bot } from "lucide-react";
import { ALL_GLYPHS } from "./all-glyphs";

/** A glyph beyond the common ones; a name that we do not know shows as a robot. */
export default function RareGlyph({ icon }: { icon: string }) {
  const Glyph = ALL_GLYPHS[icon] ?? Bot;
  return <Glyph aria-hidden strokeWidth={2.2} />;
}
