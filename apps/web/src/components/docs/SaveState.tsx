import { Check, CircleAlert, CircleDot, Loader } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useConnection } from "@/lib/use-connection";
import type { EditorPhase } from "./editor-state";
import type { DocumentEditor } from "./use-document-editor";

const LOOK = {
  saved: { label: "Saved", icon: Check, tone: "text-ink-3" },
  unsaved: { label: "Unsaved", icon: CircleDot, tone: "text-ink-2" },
  saving: { label: "Saving…", icon: Loader, tone: "text-ink-2" },
  refused: { label: "Not saved", icon: CircleAlert, tone: "text-danger" },
  conflict: { label: "Two versions", icon: CircleAlert, tone: "text-danger" },
} as const satisfies Record<EditorPhase, unknown>;

/** Whether what is in the editor is with the server; kept in this browser until it is. */
export function SaveState({ editor, version }: { editor: DocumentEditor; version: number }) {
  const { connection } = useConnection();
  const look = LOOK[editor.phase];
  const isWaiting = editor.phase === "saving" && connection !== "connected";
  return (
    <>
      <span
        role="status"
        title={editor.refusal ?? undefined}
        className={`flex items-center gap-1.5 px-1.5 text-xs ${look.tone}`}
      >
        <look.icon aria-hidden className="size-3.5" />
        {isWaiting ? "Kept here until you are online" : look.label}
        {editor.phase === "saved" ? <span className="figures max-sm:hidden">v{version}</span> : null}
        {editor.refusal ? <span className="sr-only">: {editor.refusal}</span> : null}
      </span>
      {editor.phase === "unsaved" || editor.phase === "refused" ? (
        <Button size="sm" onClick={editor.save}>
          {editor.phase === "refused" ? "Try again" : "Save"}
        </Button>
      ) : null}
    </>
  );
}
