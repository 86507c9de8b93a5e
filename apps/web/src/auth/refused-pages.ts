import type { ConvexReactClient } from "convex/react";

type Transition = { readonly queries: readonly { readonly token: string }[] };
type Updated = { readonly token: string; readonly modification: { kind: "Updated"; result: undefined } };
/** The part of the client that keeps paginated queries; not in its public types. */
type PagesClient = {
  onBaseTransition(transition: Transition): void;
  onTransition(transition: Transition & { readonly paginatedQueries: readonly Updated[] }): void;
  queriesContainingTokens(tokens: readonly string[]): readonly string[];
};

/**
 * Convex 1.48 throws when the server refuses a page of a list that is on the screen (what it lists was removed, or whoever
 * looks at it was), and throws in the middle of telling everybody what changed: every other live query then stays as it was.
 * Here the rest is told all the same; the list's own hook reads the refusal and shows it.
 */
export function surviveRefusedPages(client: ConvexReactClient): void {
  const { paginatedQueryClient: pages } = client as unknown as { paginatedQueryClient: PagesClient };
  const tell = pages.onBaseTransition.bind(pages);
  pages.onBaseTransition = (transition) => {
    try {
      tell(transition);
    } catch {
      const changed = pages.queriesContainingTokens(transition.queries.map(({ token }) => token));
      pages.onTransition({
        ...transition,
        paginatedQueries: changed.map((token) => ({
          token,
          modification: { kind: "Updated", result: undefined },
        })),
      });
    }
  };
}
