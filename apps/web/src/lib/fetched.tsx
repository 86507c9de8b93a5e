// The one door through which code comes that a page does not need at once. What does not come says so where it is missed and
// offers to try again; it never takes the page with it.
import { type ComponentType, type ReactNode, useEffect, useSyncExternalStore } from "react";
import { NotFetched } from "@/components/frame/NotFetched";

/**
 * coming ─▶ there
 *    │ ▲
 *    ▼ │ asked for again, or the connection is back
 *   lost
 */
export type Arrival<Props> =
  | { readonly status: "coming" | "lost" }
  | { readonly status: "there"; readonly Code: ComponentType<Props> };

/** Code with what became of it, the same for all who want it. */
export type Source<Props> = {
  /** Asks for it; resolves once it is there. Asked in vain it may be asked again. */
  readonly fetch: () => Promise<void>;
  readonly read: () => Arrival<Props>;
  readonly subscribe: (listener: () => void) => () => void;
};

const COMING = { status: "coming" } as const;
const LOST = { status: "lost" } as const;

export function sourceOf<Props>(load: () => Promise<ComponentType<Props>>): Source<Props> {
  const listeners = new Set<() => void>();
  let arrival: Arrival<Props> = COMING;
  let asked: Promise<void> | null = null;
  const become = (next: Arrival<Props>): void => {
    arrival = next;
    for (const listener of listeners) listener();
  };
  const ask = async (): Promise<void> => {
    if (arrival.status === "lost") become(COMING);
    try {
      become({ status: "there", Code: await load() });
    } catch (thrown) {
      asked = null;
      become(LOST);
      throw thrown;
    }
  };
  const fetch = (): Promise<void> => {
    if (!asked) {
      asked = ask();
      // whoever waits for it hears of a failure; whoever does not is told by what is shown
      asked.catch(() => {});
    }
    return asked;
  };
  const retry = (): void => {
    if (arrival.status === "lost") void fetch();
  };
  return {
    fetch,
    read: () => arrival,
    subscribe: (listener) => {
      if (listeners.size === 0) window.addEventListener("online", retry);
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) window.removeEventListener("online", retry);
      };
    },
  };
}

/** Asks for it as soon as somebody wants it, and once more when they want it at last. */
export function useArrival<Props>(source: Source<Props>, isOpen = true): Arrival<Props> {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was fetched ahead in vain is asked for again with the opening
  useEffect(() => void source.fetch(), [source, isOpen]);
  return useSyncExternalStore(source.subscribe, source.read, () => COMING);
}

type Options<Props> = {
  /** Holds its place while it is on its way. */
  readonly Place?: ComponentType<Props>;
  /**
   * How it is said that it did not come: in a notice over the page, which closes what was opened (the usual: dialogs and
   * sheets); where it would stand; or not at all, for what is not missed, whose place stays as it is.
   */
  readonly whenLost?: "notice" | "in place" | "quiet";
};
/** Those who open over the page are told to close by one of these. */
type Closable = {
  readonly isOpen?: boolean;
  readonly onClose?: () => void;
  readonly onCancel?: () => void;
};

/** A component whose code is fetched when it is first drawn, or when `fetch` is called ahead. Nothing of it is drawn on the server. */
export function fetched<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { Place, whenLost = "notice" }: Options<Props> = {},
): ((props: Props) => ReactNode) & { readonly fetch: () => Promise<void> } {
  const source = sourceOf(load);
  // biome-ignore lint/correctness/noComponentHookFactories: called once per component at module level, never while rendering
  function Fetched(props: Props): ReactNode {
    const { isOpen = true, onClose, onCancel } = props as Closable;
    const arrival = useArrival(source, isOpen);
    if (arrival.status === "there") return <arrival.Code {...props} />;
    const place = Place ? <Place {...props} /> : null;
    if (arrival.status === "coming" || whenLost === "quiet" || !isOpen) return place;
    if (whenLost === "in place") return <NotFetched onRetry={() => void source.fetch()} />;
    return (
      <>
        {place}
        <NotFetched onRetry={() => void source.fetch()} onClose={onClose ?? onCancel ?? null} isNotice />
      </>
    );
  }
  return Object.assign(Fetched, { fetch: source.fetch });
}
