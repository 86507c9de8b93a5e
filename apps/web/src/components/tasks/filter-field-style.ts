/**
 * A field among the buttons of a page's head: without a box until it is meant. Its placeholder is of their size, which is less
 * than what is typed on a phone; the padding puts it on their line.
 */
export const filterFieldStyle =
  "border-transparent bg-transparent text-sm placeholder:text-sm placeholder-shown:pb-0.5 hover:border-line max-sm:placeholder-shown:pb-1";
