/**
 * Texts as search compares them: without case, without accents. Folding goes letter by letter, so that every
 * place in the folded text leads back to a place in the original.
 */
export type Folded = {
  text: string;
  /** For each UTF-16 unit of `text`, where its letter begins in the original; one more entry for the end. */
  origin: readonly number[];
};

/** Every letter that folding leaves alone but for its case. */
const ASCII = /^\p{ASCII}*$/u;
const WORD = /[\p{L}\p{N}]+/gu;
/** More words than anyone types; the rest is ignored. */
const MAX_TERMS = 8;
const MAX_FOLDED = 4_000;

export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let folded = "";
  for (const letter of text) folded += foldLetter(letter);
  return folded;
}

export function foldWithOrigin(text: string): Folded {
  if (ASCII.test(text)) return { text: text.toLowerCase(), origin: placesUpTo(text.length) };
  let folded = "";
  const origin: number[] = [];
  let place = 0;
  for (const letter of text) {
    const plain = foldLetter(letter);
    for (let unit = 0; unit < plain.length; unit += 1) origin.push(place);
    folded += plain;
    place += letter.length;
  }
  return { text: folded, origin: [...origin, place] };
}

/** The words of a query, folded, each once, in order. */
export function queryTerms(text: string): string[] {
  return [...new Set(foldText(text).match(WORD) ?? [])].slice(0, MAX_TERMS);
}

/**
 * The accented words of a text without their accents, for an index beside that of the text itself; empty when
 * there are none, which is nearly always.
 */
export function foldedWords(text: string): string {
  if (ASCII.test(text)) return "";
  const words = text.normalize("NFC").toLowerCase().match(WORD) ?? [];
  const folded = new Set<string>();
  for (const word of words) {
    const plain = foldText(word);
    if (plain !== word) folded.add(plain);
  }
  return [...folded].join(" ").slice(0, MAX_FOLDED);
}

/** Texts have few different letters, and normalising one takes longer than all else that search does with it. */
const knownLetters = new Map<string, string>();
const MAX_KNOWN_LETTERS = 5_000;

function foldLetter(letter: string): string {
  let plain = knownLetters.get(letter);
  if (plain === undefined) {
    plain = letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    if (knownLetters.size < MAX_KNOWN_LETTERS) knownLetters.set(letter, plain);
  }
  return plain;
}

function placesUpTo(end: number): number[] {
  const places: number[] = [];
  for (let place = 0; place <= end; place += 1) places.push(place);
  return places;
}
