import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useAccount } from "@/components/account/use-account";
import type { AppError } from "@/lib/errors";
import { toastError } from "@/lib/toast";
import { type Outgoing, readDraft, readOutbox, writeDraft, writeOutbox } from "./draft";

type Sent = { readonly ok: true } | { readonly ok: false; readonly error: AppError };

type Outlet = {
  readonly send: (message: Outgoing) => Promise<Sent>;
  /** Takes back what a refused message carried beside its text, which returns to the composer by itself. */
  readonly onRefused?: (message: Outgoing) => void;
};

/** The draft and the messages on their way of one thread: kept over a reload, shown at once, never doubled. */
export function useOutbox(thread: string, { send, onRefused }: Outlet) {
  const { memberId } = useAccount();
  const of = useMemo(() => ({ memberId, thread }), [memberId, thread]);
  const [body, setBodyState] = useState(() => readDraft(of));
  const [outgoing, setOutgoing] = useState<readonly Outgoing[]>([]);
  const queue = useRef<readonly Outgoing[]>([]);
  const outlet = useRef<Outlet>({ send });
  useEffect(() => {
    outlet.current = onRefused ? { send, onRefused } : { send };
  }, [send, onRefused]);

  const setQueue = useCallback(
    (next: readonly Outgoing[]) => {
      queue.current = next;
      setOutgoing(next);
      writeOutbox(of, next);
    },
    [of],
  );
  const written = useRef(body);
  const setBody = useCallback(
    (next: string) => {
      written.current = next;
      setBodyState(next);
      writeDraft(of, next);
    },
    [of],
  );
  const deliver = useCallback(
    async (message: Outgoing) => {
      const result = await outlet.current.send(message);
      setQueue(queue.current.filter((each) => each.clientKey !== message.clientKey));
      if (result.ok) return;
      toastError(result.error.title, result.error.message);
      // Nothing typed is lost: what was refused goes back into the composer.
      setBody([message.body, readDraft(of)].filter(Boolean).join("\n\n"));
      outlet.current.onRefused?.(message);
    },
    [of, setQueue, setBody],
  );

  // What an earlier visit sent but never saw confirmed is sent again under the same key.
  useEffect(() => {
    const left = readOutbox(of);
    if (left.length === 0) return;
    setQueue(left);
    for (const message of left) void deliver(message);
  }, [of, deliver, setQueue]);

  const post = (message: Omit<Outgoing, "clientKey" | "at">): void => {
    const whole = { ...message, clientKey: crypto.randomUUID(), at: Date.now() };
    setQueue([...queue.current, whole]);
    setBody("");
    void deliver(whole);
  };
  /** Empties the composer of what is done with, unless something else stands there by now. */
  const clear = (done: string): void => {
    if (written.current.trim() === done) setBody("");
  };
  return { body, setBody, clear, outgoing, post };
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
