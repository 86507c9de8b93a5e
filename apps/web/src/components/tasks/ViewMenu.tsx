"use client";
import { ChevronDown } from "lucide-react";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { type TaskView, VIEW_LABEL } from "./use-task-view";

const Menu = onDemand(() => import("./ViewMenuOpen").then((module) => module.ViewMenuOpen));

/** Board, list, archive, and one's own saved views. */
export function ViewMenu({ view, onChange }: { view: TaskView; onChange: (view: TaskView) => void }) {
  const trigger = (
    <Button variant="quiet" size="sm" aria-label={`View: ${VIEW_LABEL[view]}`}>
      {VIEW_LABEL[view]} <ChevronDown aria-hidden />
    </Button>
  );
  return <Menu view={view} onChange={onChange} trigger={trigger} />;
}
