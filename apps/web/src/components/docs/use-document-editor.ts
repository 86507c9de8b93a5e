import { api } from "@mc/backend/api";
import { useCallback, useEffect, useMemo, useReducer, useRef } from "react";
import { useAccount } from "@/components/account/use-account";
import { useCommand } from "@/lib/use-command";
import { type DraftOf, readDocumentDraft, writeDocumentDraft } from "./document-draft";
import { type EditorPhase, openEditor, phaseOf, reduceEditor, type ServerText } from "./editor-state";
import type { DocumentFull } from "./use-documents";

/** Saved after a pause in typing, and every now and then while there is none. */
const IDLE_MS = 1_500;
const AT_LEAST_EVERY_MS = 15_000;

export type DocumentEditor = {
  readonly text: string;
  readonly phase: EditorPhase;
  readonly refusal: string | null;
  /** The newest text of the server: in a conflict, the one to merge with. */
  readonly server: ServerText;
  readonly type: (text: string) => void;
  readonly save: () => void;
  /** Ends a conflict with a text that was made in sight of version `seenVersion`. */
  readonly merge: (text: string, seenVersion: number) => void;
};

/** A document's text under edit: saves itself, keeps what is typed in this browser until then, never overwrites unseen text. */
export function useDocumentEditor(document: DocumentFull): DocumentEditor {
  const { accountId, memberId } = useAccount();
  const { documentId, title } = document;
  const draftOf = useMemo(() => ({ memberId, documentId }), [memberId, documentId]);
  const server: ServerText = {
    version: document.latestVersion,
    content: document.content,
    author: document.author,
  };
  const { run } = useCommand(api.documents.update, { refusalShownBy: "caller" });
  const [state, dispatch] = useReducer(reduceEditor, server, (start) =>
    openEditor(start, readDocumentDraft(draftOf)),
  );
  const { text, base } = state;
  const phase = phaseOf(state);

  const save = useCallback(async () => {
    dispatch({ type: "sent", text });
    const result = await run({ accountId, documentId, title, content: text, expectedVersion: base.version });
    if (result.ok) dispatch({ type: "saved", version: result.value.version });
    else
      dispatch({ type: "refused", message: result.error.code === "conflict" ? null : result.error.message });
    return result.ok;
  }, [run, accountId, documentId, title, text, base.version]);

  useEffect(() => {
    dispatch({
      type: "server_changed",
      server: { version: server.version, content: server.content, author: server.author },
    });
  }, [server.version, server.content, server.author]);

  useEffect(() => {
    writeDocumentDraft(draftOf, phase === "saved" ? null : { content: text, version: base.version });
  }, [draftOf, phase, text, base.version]);

  const unsavedSince = useRef<number | null>(null);
  useEffect(() => {
    if (phase !== "unsaved") {
      unsavedSince.current = null;
      return;
    }
    const now = Date.now();
    unsavedSince.current ??= now;
    const wait = Math.min(IDLE_MS, Math.max(0, unsavedSince.current + AT_LEAST_EVERY_MS - now));
    const timer = setTimeout(() => void save(), wait);
    return () => clearTimeout(timer);
  }, [phase, save]);

  // Leaving saves at once; what does not arrive is still in the draft.
  const leave = useRef<() => void>(() => {});
  useEffect(() => {
    leave.current = () => {
      if (phase !== "unsaved") return;
      void save().then((isSaved) => isSaved && forgetDraft(draftOf, text));
    };
  }, [phase, save, draftOf, text]);
  useEffect(() => {
    const onHide = (): void => {
      if (window.document.visibilityState === "hidden") leave.current();
    };
    window.document.addEventListener("visibilitychange", onHide);
    return () => {
      window.document.removeEventListener("visibilitychange", onHide);
      leave.current();
    };
  }, []);

  return {
    text,
    phase,
    refusal: state.refusal,
    server: state.server,
    type: (next) => dispatch({ type: "typed", text: next }),
    save: () => {
      if (phase === "unsaved" || phase === "refused") void save();
    },
    merge: (next, seenVersion) => dispatch({ type: "merged", text: next, seenVersion }),
  };
}

function forgetDraft(of: DraftOf, saved: string): void {
  if (readDocumentDraft(of)?.content === saved) writeDocumentDraft(of, null);
}
