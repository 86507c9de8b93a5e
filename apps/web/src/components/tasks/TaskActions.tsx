"use client";
import { MoreHorizontal, OctagonPause } from "lucide-react";
import { useState } from "react";
import { useAccount } from "@/components/account/use-account";
import { Button } from "@/components/ui/button";
import { onDemand } from "@/components/ui/on-demand";
import { fetched } from "@/lib/fetched";
import { FollowButton } from "./FollowButton";
import type { TaskDetail } from "./types";
import { useTaskCommands } from "./use-task";

const Menu = onDemand(() => import("./TaskMenuOpen").then((module) => module.TaskMenuOpen));
const ConfirmDialog = fetched(() =>
  import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
);

/** Stop, and what else can be done with the task as a whole. */
export function TaskActions({ task, onGone }: { task: TaskDetail; onGone: () => void }) {
  const { can } = useAccount();
  const commands = useTaskCommands(task);
  const [isDeleting, setDeleting] = useState(false);
  const trigger = (
    <Button variant="quiet" size="icon-sm" aria-label="Task actions">
      <MoreHorizontal aria-hidden />
    </Button>
  );
  return (
    <>
      {task.running.length > 0 && can("task.write") ? (
        <Button
          variant="danger"
          size="sm"
          isBusy={commands.isStopping}
          onClick={() => void commands.stop()}
          title="Ends the agents' turns on this task and blocks it"
        >
          <OctagonPause aria-hidden /> {commands.isStopping ? "Stopping…" : "Stop"}
        </Button>
      ) : null}
      {can("inbox.manage") ? (
        <FollowButton level={task.following} onChange={(level) => void commands.setFollowing(level)} />
      ) : null}
      <Menu task={task} commands={commands} onDelete={() => setDeleting(true)} trigger={trigger} />
      {isDeleting ? (
        <ConfirmDialog
          isOpen
          title={`Delete MC-${task.number} for good?`}
          description="Its thread and its turns go with it and cannot be brought back. Documents stay. Archiving keeps everything."
          confirmLabel="Delete for good"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            const result = await commands.remove();
            if (result.ok) onGone();
          }}
        />
      ) : null}
    </>
  );
}
