/**
 * What changed between two texts, as pieces that were kept, added or removed; kept and removed pieces make up
 * the first text, kept and added ones the second. Myers' shortest edit script between the common beginning and
 * end, with a bound on the work: two texts that have little in common are shown as replaced as a whole.
 */
export type DiffPiece = { kind: "same" | "added" | "removed"; text: string };

export type Diff = {
  pieces: DiffPiece[];
  /** True when the shortest script was not looked for, because the texts differ too much. */
  isCoarse: boolean;
};

/** Additions and removals looked for before giving up; memory grows with its square. */
const MAX_EDITS = 1_000;
/** Comparisons before giving up, so that the largest texts answer in well under a second. */
const MAX_STEPS = 4_000_000;

export function diffTexts(before: string, after: string, unit: "line" | "word" = "line"): Diff {
  const [from, to] = [split(before, unit), split(after, unit)];
  const start = commonStart(from, to);
  const end = commonEnd(from, to, start);
  const oldMiddle = from.slice(start, from.length - end);
  const newMiddle = to.slice(start, to.length - end);
  const script = shortestScript(oldMiddle, newMiddle);
  const middle: DiffPiece[] = script ?? [
    { kind: "removed", text: oldMiddle.join("") },
    { kind: "added", text: newMiddle.join("") },
  ];
  const pieces: DiffPiece[] = [
    { kind: "same", text: from.slice(0, start).join("") },
    ...middle,
    { kind: "same", text: from.slice(from.length - end).join("") },
  ];
  return { pieces: merge(pieces), isCoarse: script === null };
}

/** The second text, made from the first; null when the pieces do not belong to it. */
export function applyDiff(before: string, pieces: readonly DiffPiece[]): string | null {
  let place = 0;
  let result = "";
  for (const { kind, text } of pieces) {
    if (kind !== "added") {
      if (!before.startsWith(text, place)) return null;
      place += text.length;
    }
    if (kind !== "removed") result += text;
  }
  return place === before.length ? result : null;
}

/** The pieces that lead back. */
export function invertDiff(pieces: readonly DiffPiece[]): DiffPiece[] {
  const opposite = { same: "same", added: "removed", removed: "added" } as const;
  return pieces.map(({ kind, text }) => ({ kind: opposite[kind], text }));
}

/** Every character is in exactly one unit, so that joining them gives the text again. */
function split(text: string, unit: "line" | "word"): string[] {
  return text.match(unit === "line" ? /[^\n]*\n|[^\n]+$/g : /\s+|[^\s]+/g) ?? [];
}

function commonStart(from: readonly string[], to: readonly string[]): number {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start += 1;
  return start;
}

function commonEnd(from: readonly string[], to: readonly string[], start: number): number {
  let end = 0;
  const most = Math.min(from.length, to.length) - start;
  while (end < most && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1;
  return end;
}

/** Null when it is longer, or costs more to find, than the bounds allow. */
function shortestScript(from: readonly string[], to: readonly string[]): DiffPiece[] | null {
  if (from.length === 0 && to.length === 0) return [];
  const trace = searchForward(from, to);
  return trace === null ? null : readBackward(from, to, trace);
}

/** For each number of edits, the furthest place in `from` reached on each diagonal (from minus to). */
function searchForward(from: readonly string[], to: readonly string[]): Int32Array[] | null {
  const most = Math.min(from.length + to.length, MAX_EDITS);
  const trace: Int32Array[] = [];
  let previous = new Int32Array(1);
  let steps = 0;
  for (let edits = 0; edits <= most; edits += 1) {
    const reached = new Int32Array(2 * edits + 1);
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = edits === 0 ? 0 : nextStart({ previous, edits, diagonal });
      while (x < from.length && x - diagonal < to.length && from[x] === to[x - diagonal]) {
        x += 1;
        steps += 1;
      }
      reached[diagonal + edits] = x;
      if (x >= from.length && x - diagonal >= to.length) return [...trace, reached];
    }
    steps += edits + 1;
    if (steps > MAX_STEPS) return null;
    trace.push(reached);
    previous = reached;
  }
  return null;
}

type Step = { previous: Int32Array; edits: number; diagonal: number };

/** Coming from the diagonal above is an addition (same place in `from`), from below a removal (one further). */
function nextStart({ previous, edits, diagonal }: Step): number {
  return isAddition({ previous, edits, diagonal })
    ? at({ previous, edits, diagonal: diagonal + 1 })
    : at({ previous, edits, diagonal: diagonal - 1 }) + 1;
}

function isAddition({ previous, edits, diagonal }: Step): boolean {
  if (diagonal === -edits) return true;
  if (diagonal === edits) return false;
  return at({ previous, edits, diagonal: diagonal - 1 }) < at({ previous, edits, diagonal: diagonal + 1 });
}

function at({ previous, edits, diagonal }: Step): number {
  return previous[diagonal + edits - 1] ?? 0;
}

function readBackward(
  from: readonly string[],
  to: readonly string[],
  trace: readonly Int32Array[],
): DiffPiece[] {
  const pieces: DiffPiece[] = [];
  let x = from.length;
  let y = to.length;
  for (let edits = trace.length - 1; edits > 0; edits -= 1) {
    const previous = trace[edits - 1] ?? new Int32Array(1);
    const step = { previous, edits, diagonal: x - y };
    const added = isAddition(step);
    const start = nextStart(step);
    for (; x > start; x -= 1, y -= 1) pieces.push({ kind: "same", text: from[x - 1] ?? "" });
    if (added) {
      y -= 1;
      pieces.push({ kind: "added", text: to[y] ?? "" });
    } else {
      x -= 1;
      pieces.push({ kind: "removed", text: from[x] ?? "" });
    }
  }
  for (; x > 0; x -= 1) pieces.push({ kind: "same", text: from[x - 1] ?? "" });
  return pieces.reverse();
}

/** Neighbours of one kind become one piece; empty ones vanish. */
function merge(pieces: readonly DiffPiece[]): DiffPiece[] {
  const merged: DiffPiece[] = [];
  for (const piece of pieces) {
    if (piece.text === "") continue;
    const last = merged.at(-1);
    if (last?.kind === piece.kind) last.text += piece.text;
    else merged.push({ ...piece });
  }
  return merged;
}
