import type { ReactNode } from "react";
import { onDemand } from "@/components/ui/on-demand";

/** One thing that can be chosen, unless it is not open now; `note` says what would open it. */
export type Choice = {
  readonly value: string;
  readonly label: string;
  readonly glyph?: ReactNode;
  readonly isOpen?: boolean;
  readonly note?: string | null;
};

/** A button that opens a list of which one is chosen. */
export const ChoiceMenu = onDemand(() => import("./ChoiceMenuOpen").then((module) => module.ChoiceMenuOpen));
