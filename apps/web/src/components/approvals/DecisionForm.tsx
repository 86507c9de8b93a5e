"use client";
import { Check, X } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Textarea } from "@/components/ui/textarea";
import { type Approval, useDecide } from "./use-approvals";

/** As the server bounds it. */
const MAX_REASON = 1_000;

/** Yes at once, or with a word to the agent; no always offers one, because the agent goes on by it. */
export function DecisionForm(props: {
  approval: Approval;
  isWriting: boolean;
  onWriting: (isWriting: boolean) => void;
  hasKeys?: boolean;
}) {
  const { approval, isWriting, onWriting, hasKeys = false } = props;
  const { decide, isBusy } = useDecide();
  const [reason, setReason] = useState("");
  const answer = (decision: "approved" | "refused"): void =>
    void decide(approval.approvalId, decision, reason);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onWriting(false);
    }
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) answer("refused");
  };
  if (isWriting) {
    return (
      <div className="flex flex-col gap-2">
        <Textarea
          aria-label="Reason"
          autoFocus
          value={reason}
          maxLength={MAX_REASON}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={onKeyDown}
          placeholder={`Why, and what ${approval.agentName} should do instead. The agent reads it.`}
        />
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" isBusy={isBusy} onClick={() => answer("refused")}>
            <X aria-hidden /> Refuse
          </Button>
          <Button isBusy={isBusy} onClick={() => answer("approved")}>
            <Check aria-hidden /> Approve with this note
          </Button>
          <Button variant="quiet" onClick={() => onWriting(false)}>
            Cancel
          </Button>
        </div>
      </div>
    );
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button variant="primary" isBusy={isBusy} onClick={() => answer("approved")}>
        <Check aria-hidden /> Approve {hasKeys ? <KeyHint letter="A" /> : null}
      </Button>
      <Button isBusy={isBusy} onClick={() => onWriting(true)}>
        <X aria-hidden /> Refuse… {hasKeys ? <KeyHint letter="R" /> : null}
      </Button>
    </div>
  );
}

function KeyHint({ letter }: { letter: string }) {
  return (
    <Kbd
      aria-hidden
      className="border-current/30 bg-transparent text-current opacity-70 pointer-coarse:hidden"
    >
      {letter}
    </Kbd>
  );
}
