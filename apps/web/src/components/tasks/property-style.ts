/** Controls of a task's properties: quiet until a hand comes near. */
export const propertyStyle =
  "flex min-h-8 w-full min-w-0 items-center gap-2 rounded-sm border border-transparent px-2 text-left text-sm transition-colors hover:bg-hover aria-expanded:bg-hover disabled:hover:bg-transparent pointer-coarse:min-h-11 pointer-coarse:border-line";

/** The same controls inside a form, where their edge shows that they can be filled in. */
export const fieldPropertyStyle =
  "flex min-h-8 w-full min-w-0 items-center gap-2 rounded-sm border border-line-strong/60 bg-raised px-2.5 text-left text-base max-sm:text-lg transition-colors hover:border-line-strong aria-expanded:border-line-strong pointer-coarse:min-h-10";
