/** The last line of a card. */
export const stripStyle = "flex items-center gap-1.5 border-line border-t px-2.5 py-1 text-xs";
