import type { ReactNode } from "react";
import { onDemand } from "@/components/ui/on-demand";

/** One thing that can be chosen; `refusal` says why it cannot be now. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly glyph?: ReactNode;
  readonly refusal?: string | null;
};

/** A button that opens a list of which one is chosen. */
export const ChoiceMenu = onDemand(() => import("./ChoiceMenuOpen").then((module) => module.ChoiceMenuOpen));
