"use client";
import { Bell, BellOff, BellRing } from "lucide-react";
import { Button } from "@/components/ui/button";
import { ChoiceMenu } from "./choice-menu";
import type { TaskDetail } from "./types";

type Level = TaskDetail["following"];

const LOOK = {
  following: { icon: BellRing, label: "Following", note: "Told of every message and move." },
  none: { icon: Bell, label: "Not following", note: "Told when named or assigned." },
  muted: { icon: BellOff, label: "Muted", note: "Silent, unless someone names you." },
} as const satisfies Record<Level, { icon: typeof Bell; label: string; note: string }>;
const LEVELS = ["following", "none", "muted"] as const satisfies readonly Level[];

/** How much one hears of a task. */
export function FollowButton({ level, onChange }: { level: Level; onChange: (level: Level) => void }) {
  const { icon: Icon, label } = LOOK[level];
  const trigger = (
    <Button variant="quiet" size="icon-sm" aria-label={`${label}: change how much you hear of this task`}>
      <Icon aria-hidden />
    </Button>
  );
  return (
    <ChoiceMenu
      trigger={trigger}
      value={level}
      choices={LEVELS.map((value) => ({ value, label: LOOK[value].label, note: LOOK[value].note }))}
      onChoose={(next) => {
        const chosen = LEVELS.find((each) => each === next);
        if (chosen && chosen !== level) onChange(chosen);
      }}
    />
  );
}
