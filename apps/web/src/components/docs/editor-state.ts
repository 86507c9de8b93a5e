// What an open editor knows: the text it began from, the text in it, the text on its way, and the newest the server has.
// Everything else (saved, unsaved, conflict) follows from these four. Pure.

export type ServerText = { readonly version: number; readonly content: string; readonly author: string };

export type EditorState = {
  /** The version that the text in the editor was made from. */
  readonly base: { readonly version: number; readonly content: string };
  readonly text: string;
  /** The text of a save that has not been answered. */
  readonly sending: string | null;
  /** Why the last save was refused; typing or saving again clears it. */
  readonly refusal: string | null;
  readonly server: ServerText;
};

export type EditorEvent =
  | { readonly type: "typed"; readonly text: string }
  | { readonly type: "server_changed"; readonly server: ServerText }
  | { readonly type: "sent"; readonly text: string }
  | { readonly type: "saved"; readonly version: number }
  /** `message` is null for a conflict, which shows itself once the newer text is here. */
  | { readonly type: "refused"; readonly message: string | null }
  /** The person has decided what the text is, having seen the server's. */
  | { readonly type: "merged"; readonly text: string; readonly seenVersion: number };

export type EditorPhase = "saved" | "unsaved" | "saving" | "refused" | "conflict";

/** `draft` is what an earlier visit typed but never saw saved. */
export function openEditor(
  server: ServerText,
  draft: { readonly content: string; readonly version: number } | null,
): EditorState {
  const start: EditorState = { base: server, text: server.content, sending: null, refusal: null, server };
  if (!draft || draft.content === server.content) return start;
  // A draft of an older version is a conflict; its own beginning is unknown here, so it can equal no text.
  if (draft.version < server.version)
    return { ...start, text: draft.content, base: { version: draft.version, content: "\u0000" } };
  return { ...start, text: draft.content };
}

export function reduceEditor(state: EditorState, event: EditorEvent): EditorState {
  // Typing never ends a conflict: taking all of theirs over piece by piece is still to be confirmed.
  return event.type === "typed" ? next(state, event) : settle(next(state, event));
}

function next(state: EditorState, event: EditorEvent): EditorState {
  switch (event.type) {
    case "typed":
      return event.text === state.text ? state : { ...state, text: event.text, refusal: null };
    case "server_changed":
      return event.server.version < state.server.version ? state : { ...state, server: event.server };
    case "sent":
      return { ...state, sending: event.text, refusal: null };
    case "saved":
      return {
        ...state,
        sending: null,
        base: { version: event.version, content: state.sending ?? state.text },
      };
    case "refused":
      return { ...state, sending: null, refusal: event.message };
    case "merged":
      return event.seenVersion < state.server.version
        ? { ...state, text: event.text }
        : { ...state, text: event.text, base: state.server, refusal: null };
  }
}

/** An editor without changes of its own follows the server; so does one that happens to hold the same text. */
function settle(state: EditorState): EditorState {
  const isBehind = state.server.version > state.base.version;
  if (state.sending !== null || !isBehind) return state;
  if (state.text !== state.base.content && state.text !== state.server.content) return state;
  return { ...state, base: state.server, text: state.server.content, refusal: null };
}

export function phaseOf(state: EditorState): EditorPhase {
  if (state.sending !== null) return "saving";
  if (state.server.version > state.base.version) return "conflict";
  if (state.refusal !== null) return "refused";
  return state.text === state.base.content ? "saved" : "unsaved";
}
