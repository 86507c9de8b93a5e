/** Errors of the user's code: what the caller of a function sees (SPEC "Errors"), and errors of bundling. */

/** Thrown when a functions folder cannot be bundled or evaluated; the message is for its author. */
export class BundleError extends Error {
  override readonly name = "BundleError";
}
