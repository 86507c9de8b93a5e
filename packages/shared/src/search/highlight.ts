/** Where a text matches a query, for marking, and the part of a long text that shows why it was found. */
import { foldWithOrigin, queryTerms } from "./fold.ts";

/** `start` and `end` are places in `text`; ranges are ascending and never touch. */
export type MarkedText = { text: string; marks: { start: number; end: number }[] };

const LEAD = 40;
const PIECE = 2_000;

export function markText(text: string, query: string): MarkedText {
  return { text, marks: marksIn(text, queryTerms(query)) };
}

/** About `length` characters around the first hit, on one line; null when nothing is marked. */
export function snippetOf(text: string, query: string, length = 160): MarkedText | null {
  const terms = queryTerms(query);
  const first = firstHit(text, terms);
  if (first === null) return null;
  const start = wordStart(text, Math.max(0, first - LEAD));
  const cut = text.slice(start, start + length);
  const before = start > 0 ? "…" : "";
  const after = start + length < text.length ? "…" : "";
  const line = `${before}${wellFormed(cut).replace(/\s/g, " ")}${after}`;
  return { text: line, marks: marksIn(line, terms) };
}

/** Looks at a long text piece by piece: a hit is nearly always near its beginning. */
function firstHit(text: string, terms: readonly string[]): number | null {
  for (let start = 0; start < text.length; ) {
    const end = pieceEnd(text, start);
    const [mark] = marksIn(text.slice(start, end), terms);
    if (mark) return start + mark.start;
    start = end;
  }
  return null;
}

/** At a space, so that no word is cut; a piece without one is cut where it ends. */
function pieceEnd(text: string, start: number): number {
  if (text.length - start <= PIECE) return text.length;
  const space = text.lastIndexOf(" ", start + PIECE);
  return space > start ? space : start + PIECE;
}

function marksIn(text: string, terms: readonly string[]): MarkedText["marks"] {
  if (terms.length === 0) return [];
  const { text: folded, origin } = foldWithOrigin(text);
  const marks: MarkedText["marks"] = [];
  for (const match of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const length = Math.max(0, ...terms.map((term) => (match[0].startsWith(term) ? term.length : 0)));
    if (length === 0) continue;
    const start = origin[match.index] ?? 0;
    const end = origin[match.index + length] ?? text.length;
    const last = marks.at(-1);
    if (last && last.end >= start) last.end = Math.max(last.end, end);
    else if (end > start) marks.push({ start, end });
  }
  return marks;
}

/** Not in the middle of a word, where that is near. */
function wordStart(text: string, place: number): number {
  if (place === 0) return 0;
  const space = text.slice(place, place + LEAD).search(/\s/);
  return space < 0 || space >= LEAD - 1 ? place : place + space + 1;
}

/** Half a surrogate pair at either end is dropped. */
function wellFormed(text: string): string {
  return text.replace(/^[\udc00-\udfff]/, "").replace(/[\ud800-\udbff]$/, "");
}
