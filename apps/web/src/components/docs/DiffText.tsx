"use client";
import { type DiffPiece, diffTexts } from "@mc/shared/document/diff";
import { useState } from "react";
import { plural } from "@/lib/format";

/** Unchanged text longer than this is folded to its edges. */
const FOLD_FROM = 600;
const EDGE = 160;

/** What changed, word by word: what came is underlined, what went is struck out; long unchanged parts are folded. */
export function DiffText({ before, after }: { before: string; after: string }) {
  const { pieces, isCoarse } = diffTexts(before, after, "word");
  const changes = pieces.filter((piece) => piece.kind !== "same").length;
  if (changes === 0) return <p className="text-ink-3 text-sm">The text is the same.</p>;
  return (
    <>
      <p className="text-ink-3 text-sm">
        {isCoarse ? "The text was replaced as a whole." : plural(changes, "change")}
      </p>
      <div className="max-w-[72ch] whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
        {pieces.map((piece, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one comparison never change places
          <Piece key={index} piece={piece} />
        ))}
      </div>
    </>
  );
}

function Piece({ piece: { kind, text } }: { piece: DiffPiece }) {
  if (kind === "added")
    return (
      <ins className="rounded-xs bg-accent-wash text-accent decoration-accent/60 underline-offset-2">
        {text}
      </ins>
    );
  if (kind === "removed")
    return <del className="rounded-xs bg-danger-wash text-danger decoration-danger/60">{text}</del>;
  return <Unchanged text={text} />;
}

function Unchanged({ text }: { text: string }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen || text.length <= FOLD_FROM) return text;
  return (
    <>
      {text.slice(0, EDGE)}
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="mx-1 rounded-xs bg-sunken px-1.5 text-ink-3 text-xs hover:text-ink"
      >
        … {plural(text.slice(EDGE, -EDGE).trim().split(/\s+/).length, "unchanged word")} …
      </button>
      {text.slice(-EDGE)}
    </>
  );
}
