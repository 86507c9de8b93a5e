/** A line of Markdown as the words in it: for excerpts in lists, where its signs would be noise. */
export function plainText(source: string): string {
  return withoutSigns(source).replace(/\s+/g, " ").trim();
}

/** The same for a piece of a line: the white space at its ends stays. */
export function withoutSigns(source: string): string {
  return source
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(\*\*|__|~~|`+)/g, "")
    .replace(/(^|\s)(?:>|#{1,6}|[-*+]|\d+\.|\[[ xX]\])(?=\s)/g, "$1");
}
