/**
 * The text of a turn as it grows. A turn may speak several times (before and after a tool call); every piece arrives as its own
 * cumulative text and may be replaced, so pieces are kept by their id and shown in the order of their first word.
 */
const MAX_CHARS = 50_000;

export class TurnText {
  readonly #pieces = new Map<string, string>();

  /** Answers the whole text so far. */
  set(pieceId: string, text: string): string {
    this.#pieces.set(pieceId, text);
    const whole = [...this.#pieces.values()].filter((piece) => piece.trim() !== "").join("\n\n");
    return whole.length <= MAX_CHARS ? whole : `…${whole.slice(-MAX_CHARS)}`;
  }
}
