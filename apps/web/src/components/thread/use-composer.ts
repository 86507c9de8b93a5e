import { api } from "@mc/backend/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import type { TaskId } from "@/components/tasks/types";
import { dataOf } from "@/lib/async";
import { toastError } from "@/lib/toast";
import { useCommand } from "@/lib/use-command";
import { useLive } from "@/lib/use-live";
import { type Outgoing, readDraft, readOutbox, writeDraft, writeOutbox } from "./draft";
import type { SendPreview } from "./types";

const PREVIEW_AFTER_MS = 250;

export type ComposerState = {
  readonly body: string;
  readonly setBody: (body: string) => void;
  readonly send: () => void;
  /** Sent but not confirmed; shown at the end of the thread. */
  readonly outgoing: readonly Outgoing[];
  /** Who will hear of it; null while that is being worked out or there is nothing to send. */
  readonly preview: SendPreview | null;
};

/** One task's composer: the draft is kept, a send shows at once, survives a reload and never doubles. */
export function useComposer(taskId: TaskId): ComposerState {
  const { accountId } = useAccount();
  const { run } = useCommand(api.messages.create, { refusalShownBy: "caller" });
  const [body, setBodyState] = useState(() => (typeof window === "undefined" ? "" : readDraft(taskId)));
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const queue = useRef<readonly Outgoing[]>([]);

  const setQueue = useCallback(
    (next: readonly Outgoing[]) => {
      queue.current = next;
      setOutgoing(next);
      writeOutbox(taskId, next);
    },
    [taskId],
  );
  const setBody = useCallback(
    (next: string) => {
      setBodyState(next);
      writeDraft(taskId, next);
    },
    [taskId],
  );
  const deliver = useCallback(
    async (message: Outgoing) => {
      const result = await run({ accountId, taskId, body: message.body, clientKey: message.clientKey });
      setQueue(queue.current.filter((each) => each.clientKey !== message.clientKey));
      if (result.ok) return;
      toastError(result.error.title, result.error.message);
      // Nothing typed is lost: what was refused goes back into the composer.
      const draft = readDraft(taskId);
      setBody(draft ? `${message.body}\n\n${draft}` : message.body);
    },
    [run, accountId, taskId, setQueue, setBody],
  );

  // What an earlier visit sent but never saw confirmed is sent again under the same key.
  useEffect(() => {
    const left = readOutbox(taskId);
    if (left.length === 0) return;
    setQueue(left);
    for (const message of left) void deliver(message);
  }, [taskId, deliver, setQueue]);

  const send = (): void => {
    const text = body.trim();
    if (!text) return;
    const message = { clientKey: crypto.randomUUID(), body: text, at: Date.now() };
    setQueue([...queue.current, message]);
    setBody("");
    void deliver(message);
  };
  return { body, setBody, send, outgoing, preview: usePreview(taskId, body) };
}

function usePreview(taskId: TaskId, body: string): SendPreview | null {
  const { accountId } = useAccount();
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(body.trim()), PREVIEW_AFTER_MS);
    return () => clearTimeout(timer);
  }, [body]);
  const preview = dataOf(
    useLive(api.messages.preview, settled ? { accountId, taskId, body: settled } : "skip"),
  );
  return body.trim() ? (preview ?? null) : null;
}
