import { useCallback, useEffect, useRef, useState } from "react";
import type { AppError } from "@/lib/errors";
import { toastError } from "@/lib/toast";
import { type Outgoing, readDraft, readOutbox, writeDraft, writeOutbox } from "./draft";

type Sent = { readonly ok: true } | { readonly ok: false; readonly error: AppError };

/** The draft and the messages on their way of one thread: kept over a reload, shown at once, never doubled. */
export function useOutbox(threadKey: string, send: (message: Outgoing) => Promise<Sent>) {
  const [body, setBodyState] = useState(() => (typeof window === "undefined" ? "" : readDraft(threadKey)));
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const queue = useRef<readonly Outgoing[]>([]);
  const sender = useRef(send);
  useEffect(() => {
    sender.current = send;
  }, [send]);

  const setQueue = useCallback(
    (next: readonly Outgoing[]) => {
      queue.current = next;
      setOutgoing(next);
      writeOutbox(threadKey, next);
    },
    [threadKey],
  );
  const setBody = useCallback(
    (next: string) => {
      setBodyState(next);
      writeDraft(threadKey, next);
    },
    [threadKey],
  );
  const deliver = useCallback(
    async (message: Outgoing) => {
      const result = await sender.current(message);
      setQueue(queue.current.filter((each) => each.clientKey !== message.clientKey));
      if (result.ok) return;
      toastError(result.error.title, result.error.message);
      // Nothing typed is lost: what was refused goes back into the composer.
      const draft = readDraft(threadKey);
      setBody(draft ? `${message.body}\n\n${draft}` : message.body);
    },
    [threadKey, setQueue, setBody],
  );

  // What an earlier visit sent but never saw confirmed is sent again under the same key.
  useEffect(() => {
    const left = readOutbox(threadKey);
    if (left.length === 0) return;
    setQueue(left);
    for (const message of left) void deliver(message);
  }, [threadKey, deliver, setQueue]);

  const post = (message: Omit<Outgoing, "clientKey" | "at">): void => {
    const whole = { ...message, clientKey: crypto.randomUUID(), at: Date.now() };
    setQueue([...queue.current, whole]);
    setBody("");
    void deliver(whole);
  };
  return { body, setBody, outgoing, post };
}

/** A text that rests: asked about only once nobody types. */
export function useSettled(text: string, afterMs: number): string {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), afterMs);
    return () => clearTimeout(timer);
  }, [text, afterMs]);
  return settled;
}
