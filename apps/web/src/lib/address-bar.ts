// Writes the search part of the address, at once: a write that comes late would meet a link that was followed meanwhile and call
// the page back that one has left. Only a write right after another waits, because browsers refuse (and the router then breaks
// on) an address that changes all the time; whoever goes elsewhere has it written first (instrumentation-client.ts).
//
//   settled ──write──▶ ahead of the router ──the router has caught up, or went elsewhere──▶ settled
//                        └──write too soon──▶ waiting ──its turn, or somebody leaves──▶ ahead of the router
import { searchText } from "./address";

/** Safari refuses more than 100 changes in 10 s, and the router repeats each of ours. */
const PAUSE_MS = 250;

/** What the page shows although the router does not say so yet. */
let ahead: { readonly path: string; readonly search: string } | null = null;
/** What the router may say while it follows our writes; anything else means that one went elsewhere. */
const own = new Set<string>();
let waiting: ReturnType<typeof setTimeout> | null = null;
let lastAt = Number.NEGATIVE_INFINITY;
const listeners = new Set<() => void>();

export function subscribeToAddress(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The search part that counts on a page: the router's, unless the page is ahead of it. */
export function shownSearch(path: string, routed: string): string {
  return ahead?.path === path ? ahead.search : routed;
}

/** What stands in the address of the page, a write that waits for its turn included. */
export function currentSearch(): string {
  return shownSearch(location.pathname, searchText(new URLSearchParams(location.search)));
}

/** "push" leaves a step that back undoes. */
export function writeSearch(search: string, how: "replace" | "push"): void {
  const before = currentSearch();
  if (search === before) return;
  if (ahead?.path !== location.pathname) {
    settle();
    own.add(before);
  }
  own.add(search);
  const sinceMs = performance.now() - lastAt;
  if (how === "push") writeWaiting();
  ahead = { path: location.pathname, search };
  if (how === "push" || (sinceMs >= PAUSE_MS && waiting === null)) put(search, how);
  else waiting ??= setTimeout(writeWaiting, PAUSE_MS - sinceMs);
  tell();
}

/** Before the router goes anywhere: what waits is written first, and what is shown follows where one goes on the same page. */
export function beforeNavigation(href: string, kind: "push" | "replace" | "traverse"): void {
  // back and forward have changed the address already: what waited was for another step
  if (kind === "traverse") stopWaiting();
  else writeWaiting();
  const target = new URL(href, location.href);
  if (ahead?.path !== target.pathname) return;
  ahead = { path: target.pathname, search: searchText(target.searchParams) };
  own.add(ahead.search);
  tell();
}

/** The router shows this now. */
export function afterNavigation(path: string, routed: string): void {
  if (ahead?.path !== path) return;
  if (own.has(routed) && (waiting !== null || routed !== ahead.search)) return;
  settle();
  tell();
}

function settle(): void {
  stopWaiting();
  ahead = null;
  own.clear();
}

function stopWaiting(): void {
  if (waiting !== null) clearTimeout(waiting);
  waiting = null;
}

function writeWaiting(): void {
  if (waiting === null || ahead === null) return;
  stopWaiting();
  if (location.pathname === ahead.path) put(ahead.search, "replace");
}

function put(search: string, how: "replace" | "push"): void {
  lastAt = performance.now();
  const url = `${location.pathname}${search === "" ? "" : `?${search}`}${location.hash}`;
  if (how === "push") history.pushState(null, "", url);
  else history.replaceState(null, "", url);
}

function tell(): void {
  for (const listener of listeners) listener();
}
