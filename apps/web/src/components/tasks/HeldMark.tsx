import { Check, Minus } from "lucide-react";
import type { Held } from "./bulk-model";

/** Whether all of many tasks have something, or some of them. */
export function HeldMark({ held }: { held: Held }) {
  if (held === "none") return null;
  return held === "all" ? <Check aria-label="on all" /> : <Minus aria-label="on some" />;
}
