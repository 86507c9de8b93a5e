import { Check, Minus } from "lucide-react";
import type { Held } from "./bulk-model";

/** Whether all of many tasks have something, or some of them; of one task, whether it has it. */
export function HeldMark({ held, all, some }: { held: Held; all: string; some: string }) {
  if (held === "none") return null;
  return held === "all" ? <Check aria-label={all} /> : <Minus aria-label={some} />;
}
